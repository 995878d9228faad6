"""The ways to put a question, what is known of the dialogue before it, and both put beside each other: "Who came in
1959, and why?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.query.question_words import (
    INTERROGATIVE,
    QUESTION_OPENING,
    question_core,
    strip_discourse_marker,
    without_subject,
)
from relbot.text.terms import content_stems

_BARE_BEHIND = re.compile(rf",\sand\s{INTERROGATIVE}$", re.IGNORECASE)
"""What was only asked of the question before: "who was the architect, and why"."""


@dataclass(frozen=True, slots=True)
class Reformulation:
    """One way to put a question."""

    text: str
    typed_stems: frozenset[str] | None = None
    """The stems of the content words that were typed, where the rest is filled in from the dialogue; None where nothing
    is."""
    typed: str = ""
    """All that was typed, where the rest is filled in."""
    shown: str = ""
    """The same for people, where the text is put for search: a sentence that they could have typed."""
    is_time_typed: bool = False
    """Whether a timeframe was typed, so that the answer has to lie in it."""
    previous_answer: str = ""
    previous_passage_id: str = ""
    """The passage that the previous answer is in."""
    is_fallback: bool = False
    """Whether it counts only where none of the others is answered."""
    least_confidence: float = 0.0
    """That its answer needs where the question is put by what only may be meant."""
    beside_answer: bool = False
    """Whether it is read in the passage of the answer before alone, as typed and behind the question before."""
    is_resolved: bool = False
    """Whether the question before brought up what its pronoun means, so that it cannot mean what the document is about.
    """
    names_answer: bool = False
    """Whether it asks more about what the answer before named: other cells of the same row tell that."""
    anchors: tuple[str, ...] = ()
    """Where words of it mean something said before and are left as typed: the path of the source of the answer before,
    and the names before. It is answered by that source, or by a passage that holds one of the names.
    """

    @property
    def asks_for_others(self) -> bool:
        """Whether it asks for what the answer before has left out: "who else?"."""
        return self.typed_stems is None and bool(self.previous_answer)

    @property
    def is_joined(self) -> bool:
        """Whether what it is about stands beside it, and is no part of it: "since when: who runs the shop"."""
        return self.typed_stems is not None and bool(self.shown)

    @property
    def follows_answer(self) -> bool:
        """Whether it is completed from a dialogue that has an answer; not where that is about another time: "And in
        1961?".
        """
        return self.typed_stems is not None and bool(self.previous_passage_id) and not self.is_time_typed


def leading(ways: Sequence[Reformulation]) -> Reformulation:
    """Of the ways to put a question, one or more, the likeliest: as completed where words of it point back."""
    return next((way for way in ways if not (way.is_fallback or way.beside_answer)), ways[0])


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the last question for somebody was answered with."""

    name: str
    asked: str
    """That question: what it names is not this person."""


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """The last question that was answered, as it was interpreted, and what is known from around it."""

    question: str
    answer: str
    span: str = ""
    """The words of the answer that are what was asked for, such as a name."""
    said: str = ""
    """The question as a person would put it, where the interpretation is put for search."""
    typed: str = ""
    """The question as it was typed."""
    passage_id: str = ""
    """The passage that the answer is in."""
    source: str = ""
    """The path of its source."""
    heading: str = ""
    """Under which the answer stands: a line such as "in: Tue, Fri" tells whose it is only there."""
    is_interrupted: bool = False
    """Whether unrelated questions followed without an answer: then only a question with content words of its own
    depends on this one."""
    person: Person | None = None
    told: tuple[str, ...] = ()
    """The names of those whom questions for somebody were answered with, the last one first."""
    listed: str = ""
    """The things that were asked for last, where there were several: "voyages" of "which voyages did he make"."""
    earlier_names: tuple[str, ...] = ()
    """Names from the dialogue before that, antecedents of "he" where the last question has no name."""

    @property
    def bare(self) -> str:
        """The question as a person would put it, without "and" before it and its mark."""
        return strip_discourse_marker(self.said or self.question).rstrip(" ?!.…")


def with_topic(core: str, topic: str, context: DialogueContext, *, is_fallback: bool = False) -> Reformulation:
    """What is asked now with what was asked about before, unless that names nothing; for people as one sentence, in
    which a pronoun means what it does in a dialogue: "Who came in 1959, and why?".
    """
    if not topic:
        return Reformulation(f"{core}?", is_fallback=is_fallback)
    text = f"{core}: {topic}?"
    said = context.bare
    if topic == without_subject(said)[1]:
        return Reformulation(text, shown=f"{core} ({topic})?", is_fallback=is_fallback)
    if ": " in context.question:  # the question before was put in this way itself
        said = said.rpartition(", and ")[0] or said
    said = _BARE_BEHIND.sub("", said)
    return Reformulation(text, shown=and_asked(said, core), is_fallback=is_fallback)


def read_beside_answer(typed: str, context: DialogueContext) -> Reformulation:
    """A question as typed behind the one before, which says what it takes to understand it in whatever way."""
    said = context.bare
    return Reformulation(
        f"{said}? {typed}",
        typed_stems=frozenset(content_stems(typed)),
        typed=typed,
        shown=and_asked(said, question_core(typed)),
        previous_answer=context.answer,
        previous_passage_id=context.passage_id,
        beside_answer=True,
    )


def and_asked(said: str, core: str) -> str:
    """Both as one sentence for people."""
    asked = core[:1].lower() + core[1:] if QUESTION_OPENING.match(core) else core
    return f"{said}, and {asked}?"
