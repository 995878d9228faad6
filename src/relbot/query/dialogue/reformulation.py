"""Reformulations of a question, the dialogue context that they are made from, and questions joined to the previous one:
"Who came in 1959, and why?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from relbot.query.question_words import (
    INTERROGATIVE,
    QUESTION_OPENING,
    question_core,
    strip_discourse_marker,
    without_subject,
)
from relbot.query.timeframe import Timeframe
from relbot.text.terms import content_stems

_FINAL_INTERROGATIVE = re.compile(rf",\sand\s{INTERROGATIVE}$", re.IGNORECASE)
"""A bare interrogative joined to the previous question: "who was the architect, and why"."""


@dataclass(frozen=True, slots=True)
class Reformulation:
    """One reformulation of a question, and how its answer is to be treated."""

    text: str
    typed_stems: frozenset[str] | None = None
    """The stems of the content words that were typed, if the rest is filled in from the dialogue; None if nothing is
    filled in."""
    typed: str = ""
    """The text as typed, if the rest is filled in."""
    shown: str = ""
    """The question as shown to the user, if `text` is worded for search: a sentence that they could have typed."""
    is_time_typed: bool = False
    """Whether a timeframe was typed, so that the answer has to lie in it."""
    previous_answer: str = ""
    previous_passage_id: str = ""
    """The id of the passage that contains the previous answer."""
    is_fallback: bool = False
    """Whether it counts only if none of the other reformulations is answered."""
    least_confidence: float = 0.0
    """The least confidence that its answer needs, if it only may be what is meant."""
    in_previous_passage: bool = False
    """Whether it is read only in the passage of the previous answer, as typed after the previous question."""
    is_resolved: bool = False
    """Whether the previous question determines what its pronoun means, so that it cannot mean the document's subject.
    """
    names_answer: bool = False
    """Whether it asks more about what the previous answer named, which other cells of the same row may tell."""
    anchors: tuple[str, ...] = ()
    """If words of it refer to something said before and are left as typed: the path of the source of the previous
    answer, and the names mentioned before. Its answer must be in that source, or in a passage with one of the names.
    """

    @property
    def asks_for_others(self) -> bool:
        """Whether it asks for what the previous answer left out: "who else?"."""
        return self.typed_stems is None and bool(self.previous_answer)

    @property
    def is_joined(self) -> bool:
        """Whether its topic is appended to it rather than part of it: "since when: who runs the shop"."""
        return self.typed_stems is not None and bool(self.shown)

    @property
    def follows_answer(self) -> bool:
        """Whether it is completed from a dialogue that has an answer, and names no time of its own ("And in 1961?")."""
        return self.typed_stems is not None and bool(self.previous_passage_id) and not self.is_time_typed


def leading(ways: Sequence[Reformulation]) -> Reformulation:
    """Return the likeliest of one or more reformulations: the first that is neither a fallback nor read beside the
    answer, or simply the first.
    """
    return next((way for way in ways if not (way.is_fallback or way.in_previous_passage)), ways[0])


@dataclass(frozen=True, slots=True)
class Person:
    """The person that the last question for a person was answered with."""

    name: str
    asked: str
    """That question; the names in it are not this person."""


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """The last question that was answered, as it was interpreted, and what is known from the dialogue around it."""

    question: str
    answer: str
    span: str = ""
    """The words of the answer that answer the question, such as a name."""
    said: str = ""
    """The question as shown to the user, if the interpretation is worded for search."""
    typed: str = ""
    """The question as it was typed."""
    passage_id: str = ""
    """The id of the passage that contains the answer."""
    source: str = ""
    """The path of the source of the passage."""
    heading: str = ""
    """The heading above the answer, which alone may tell whom a line such as "in: Tue, Fri" is about."""
    is_interrupted: bool = False
    """Whether unrelated questions without an answer followed; then only a question with content words of its own can
    depend on this one."""
    person: Person | None = None
    told: tuple[str, ...] = ()
    """The names of the persons that questions for a person were answered with, most recent first."""
    listed: str = ""
    """The things asked for last, if there were several: "voyages" for "which voyages did he make"."""
    earlier_names: tuple[str, ...] = ()
    """Names from the dialogue before that, which are antecedents of "he" if the last question has no name."""

    @property
    def bare(self) -> str:
        """The question as shown to the user, without an initial "and" and final punctuation."""
        return strip_discourse_marker(self.said or self.question).rstrip(" ?!.…")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in a dialogue, and what it states itself."""

    text: str
    core: str
    """The question without a discourse marker and final punctuation."""
    resolved: str
    """The core, with a time that is relative to the dialogue replaced by that time."""
    timeframe: Timeframe | None
    typed_stems: frozenset[str]
    """The stems of its content words."""
    context: DialogueContext

    @property
    def as_typed(self) -> Reformulation:
        return Reformulation(self.text, previous_passage_id=self.context.passage_id)

    @property
    def as_fallback(self) -> Reformulation:
        return replace(self.as_typed, is_fallback=True)

    def made_from(self, reformulations: Iterable[Reformulation]) -> list[Reformulation]:
        """Return reformulations with what was typed and with the previous answer, which their answers are checked
        against.
        """
        return [
            replace(
                reformulation,
                typed=self.text,
                typed_stems=self.typed_stems,
                is_time_typed=self.timeframe is not None,
                previous_answer=self.context.answer,
                previous_passage_id=self.context.passage_id,
            )
            for reformulation in reformulations
        ]


def with_topic(core: str, topic: str, context: DialogueContext, *, is_fallback: bool) -> Reformulation:
    """Return the current question with the previous topic appended, unless that is empty. It is shown joined to the
    previous question, so that a pronoun means what it does in the dialogue: "Who came in 1959, and why?".
    """
    if not topic:
        return Reformulation(f"{core}?", is_fallback=is_fallback)
    text = f"{core}: {topic}?"
    said = context.bare
    if topic == without_subject(said)[1]:
        return Reformulation(text, shown=f"{core} ({topic})?", is_fallback=is_fallback)
    if ": " in context.question:  # the previous question was completed in this way itself
        said = said.rpartition(", and ")[0] or said
    said = _FINAL_INTERROGATIVE.sub("", said)
    return Reformulation(text, shown=and_asked(said, core), is_fallback=is_fallback)


def read_in_previous_passage(typed: str, context: DialogueContext) -> Reformulation:
    """Return a question as typed after the previous one, which is the context needed to understand it."""
    said = context.bare
    return Reformulation(
        f"{said}? {typed}",
        typed_stems=frozenset(content_stems(typed)),
        typed=typed,
        shown=and_asked(said, question_core(typed)),
        previous_answer=context.answer,
        previous_passage_id=context.passage_id,
        in_previous_passage=True,
    )


def and_asked(said: str, core: str) -> str:
    """Return two questions joined into one sentence, to be shown to the user."""
    asked = core[:1].lower() + core[1:] if QUESTION_OPENING.match(core) else core
    return f"{said}, and {asked}?"
