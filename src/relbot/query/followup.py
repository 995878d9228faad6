"""Reformulates a question that depends on the dialogue so that it stands alone: "And in 1961?", "Why?", "What did he
reply?".

No language model: capitals, pronouns, and the words that questions begin with. Reformulations are searched in addition
to the question as typed, and the most confident answer is chosen. A question without a sign of depending on the
dialogue is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from relbot.query.pronouns import (
    antecedents,
    entity_names,
    focus,
    has_pronoun,
    in_place_of_noun,
    replace_pronoun,
    unresolved_pronoun,
)
from relbot.query.question_words import (
    AUXILIARY,
    INTERROGATIVE,
    QUESTION_OPENING,
    has_discourse_marker,
    question_core,
    strip_discourse_marker,
    topic,
    without_subject,
)
from relbot.query.request.subject import open_references
from relbot.query.time_offsets import resolve_relative_time
from relbot.query.timeframe import Timeframe, asks_when, extract_timeframe
from relbot.text import terms

_MAX_CHARACTERS = 400
"""Of a question and the one before, together, so that a reformulation fits the model's window."""
_MAX_WORDS = 16
"""Of a question that may depend on the dialogue; a longer one states its topic itself."""
_MAX_FRAGMENT_WORDS = 5
"""Of a fragment such as "And what about the early 1970s?", without "and what about"."""
_MAX_CONTENT_STEMS = 2
"""Of a question that may continue the dialogue without a sign of it, as in "How many people came?"."""

_NOUN_ASKED = re.compile(rf"^{INTERROGATIVE}(?:\s(?!{AUXILIARY}\b)[\w-]+){{0,2}}$", re.IGNORECASE)
_ASKED_ABOUT = re.compile(
    rf"(?:{INTERROGATIVE}\s(?:is|are|was|were)|who['’]?s|what['’]?s)\s(?P<thing>(?!(?:it|that|this|he|she|they|there|not|the\s\w+est)\b)"
    r"(?:(?:the|an?)\s)?(?:[^\s,]+\s){0,2}[^\s,]+)$",
    re.IGNORECASE,
)
"""A question that asks about one thing and no more: "who was montcalm", "when are the elections"."""
_OF_SEVERAL = re.compile(rf"{INTERROGATIVE}\s(?:are|were)\s", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    r"(?:and\s)?(?:whom?|which|what)\b(?!\s(?:is|are|was|were|did|does|do)\b)|(?:and\s)?whom?\b", re.IGNORECASE
)
_ONLY_ASKS = re.compile(rf"(?:how\s(?:many|much)|what|which)\s(?!{AUXILIARY}\b)\w+|{INTERROGATIVE}", re.IGNORECASE)
"""An interrogative, with its noun where it takes one."""
_ASKS_FOR_REASON = re.compile(r"(?:why|how come)(?:\s(?:not|so|is that|was that))?", re.IGNORECASE)
_NOUN_ALONE = re.compile(r"(?:the|an?)\s[\w-]+(?:\s[\w-]+)?", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
_ADVERB = re.compile(r"\s(?:exactly|precisely|then|though|come)$", re.IGNORECASE)
_MAX_NAMED = 3
"""Antecedents tried."""
_TIME_PREPOSITION = re.compile(r"(?:in|on|at|during|before|after|since|until|between|from|around)\b", re.IGNORECASE)
_FINAL_TIME_PREPOSITION = re.compile(r"\b(?:in|on|during)\s(?:the\s)?$", re.IGNORECASE)
_ANAPHORIC_ADVERB = re.compile(
    r"\b(?:back then|then|at th(?:e|at) time|that (?:day|month|year|time)|(?<!is )(?<!are )(?<!was )(?<!were )there)$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\belse\b|\b(?:any|the)\sother\b", re.IGNORECASE)
_FILLERS = frozenset(
    [
        *("one", "ones", "exactly", "precisely", "again", "back", "ever", "also", "too", "really", "later", "now"),
        *("time", "before", "after", "then"),
    ]
)


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
    is_resolved: bool = False
    """Whether the question before brought up what its pronoun means, so that it cannot mean what the document is about.
    """
    anchors: tuple[str, ...] = ()
    """Where words of it mean something said before and are left as typed: the path of the source of the answer before,
    and the names before. It is answered by that source, or by a passage that holds one of the names.
    """

    @property
    def follows_answer(self) -> bool:
        """Whether it is completed from a dialogue that has an answer; not where that is about another time: "And in
        1961?".
        """
        return self.typed_stems is not None and bool(self.previous_passage_id) and not self.is_time_typed


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """The last question that was answered, as it was interpreted, and what is known from around it."""

    question: str
    answer: str
    said: str = ""
    """The question as a person would put it, where the interpretation is put for search."""
    typed: str = ""
    """The question as it was typed."""
    passage_id: str = ""
    """The passage that the answer is in."""
    source: str = ""
    """The path of its source."""
    is_interrupted: bool = False
    """Whether unrelated questions followed without an answer: then only a question with content words of its own
    depends on this one."""
    earlier_names: tuple[str, ...] = ()
    """Names from the dialogue before that, antecedents of "he" where the last question has no name."""


def reformulate(text: str, context: DialogueContext | None, today: date) -> list[Reformulation]:
    """The ways to put a question: as typed, unless it has no content of its own, and completed from the dialogue."""
    as_typed = Reformulation(text, previous_passage_id=context.passage_id if context else "")
    if context is None or len(text.split()) > _MAX_WORDS or len(text) + len(context.question) > _MAX_CHARACTERS:
        return [as_typed]
    core = question_core(text)
    resolved = resolve_relative_time(core, context.question, context.answer, today)
    timeframe = extract_timeframe(resolved, today)
    own = _content_stems(resolved, timeframe)
    if not QUESTION_OPENING.match(resolved):
        if len(resolved.split()) > _MAX_FRAGMENT_WORDS or not (has_discourse_marker(text) or resolved != core):
            return [as_typed]
        substituted = _with_context(
            text, [*_substitutions(resolved, own, timeframe, context, today)], own, timeframe, context
        )
        return [*substituted, Reformulation(resolved, is_fallback=True)] if entity_names(resolved) else substituted
    pronoun, has_name = unresolved_pronoun(resolved), bool(entity_names(resolved))
    asks_only_for_noun = _NOUN_ASKED.match(resolved) is not None and len(own) == 1
    is_bare = not has_name and not timeframe and (not own or asks_only_for_noun)
    if context.is_interrupted and (is_bare or (pronoun and not pronoun["he"])):
        return [as_typed]
    if resolved != core and not pronoun:
        with_time = [Reformulation(f"{resolved}?")]
        return [*_with_context(text, with_time, own, timeframe, context), replace(as_typed, is_fallback=True)]
    completed = _with_context(text, [*_completions(resolved, pronoun, context)], own, timeframe, context)
    if is_bare:
        return completed
    anchored = replace(as_typed, anchors=_anchors(context))
    if pronoun or _ANAPHORIC_ADVERB.search(resolved):
        return [replace(anchored, is_fallback=pronoun is not None), *completed]
    if not has_name and _refers_by_noun(resolved):
        as_typed = anchored
    if len(own) <= _MAX_CONTENT_STEMS and not (has_name or timeframe or has_pronoun(resolved)):
        return [as_typed, *(replace(completion, is_fallback=True) for completion in completed)]
    return [as_typed]


def _anchors(context: DialogueContext) -> tuple[str, ...]:
    names = (name.words for name in entity_names(context.question))
    return tuple(filter(None, (context.source, *names, *context.earlier_names)))


def _refers_by_noun(text: str) -> bool:
    """Whether a noun or "else" takes up what was said before: "Did the band tour?", "Who else came?"."""
    return _ELSE.search(text) is not None or any(reference.kind == "noun" for reference in open_references(text))


def is_about_a_statement(text: str, today: date) -> bool:
    """Whether a question is about nothing but what was said before: "Why?", "And who said that?"."""
    core = question_core(text)
    timeframe = extract_timeframe(core, today)
    if not QUESTION_OPENING.match(core) or timeframe or entity_names(core):
        return False
    own, pronoun = _content_stems(core, timeframe), unresolved_pronoun(core)
    if pronoun is None:
        return not own and _ASKS_FOR_REASON.fullmatch(core) is not None
    return len(own) <= 1 and pronoun[0].lower() in ("that", "those")


def _with_context(
    typed: str,
    reformulations: list[Reformulation],
    own: frozenset[str],
    timeframe: Timeframe | None,
    context: DialogueContext,
) -> list[Reformulation]:
    return [
        replace(
            reformulation,
            typed=typed,
            typed_stems=own,
            is_time_typed=timeframe is not None,
            previous_answer=context.answer,
            previous_passage_id=context.passage_id,
        )
        for reformulation in reformulations
    ]


def _content_stems(core: str, timeframe: Timeframe | None) -> frozenset[str]:
    """The stems of the content words, without the timeframe and an interrogative such as "how many"."""
    opening = re.match(INTERROGATIVE, core, re.IGNORECASE)
    return frozenset(
        term.stem
        for term in terms.tokenize(core)
        if not term.is_stopword
        and term.word.lower() not in _FILLERS
        and not (timeframe and timeframe.start <= term.start < timeframe.end)
        and not (opening and term.end <= opening.end())
    )


def _completions(core: str, pronoun: re.Match[str] | None, context: DialogueContext) -> Iterator[Reformulation]:
    """A question with its pronoun resolved, and with the topic of the previous question appended."""
    previous_topic = topic(context.question)
    names = _named(pronoun, context) if pronoun else []
    brought_up = focus(context.typed or context.question, pronoun) if pronoun else None
    for rank, name in enumerate(names):
        put = replace_pronoun(pronoun, name) if pronoun else core
        yield Reformulation(put, is_fallback=rank > 0, is_resolved=name == brought_up)
    asked_otherwise = None if pronoun else _asked_otherwise(core, context.question)
    if asked_otherwise:
        yield asked_otherwise
    # An antecedent of "they" is the most reliable: two names are seldom together in a passage by chance.
    if not (names and pronoun and pronoun["they"]):
        yield _with_topic(core, previous_topic, context, is_fallback=asked_otherwise is not None)


def _named(pronoun: re.Match[str], context: DialogueContext) -> list[str]:
    """What a pronoun may refer to, likeliest first: the thing that the previous question brought up ("a ring") or
    asked about by itself ("who was montcalm"), else the names in it and in the answer.
    """
    if brought_up := focus(context.typed or context.question, pronoun):
        return [brought_up]
    match = _ASKED_ABOUT.match(context.question.rstrip(" ?!.…"))
    if match:
        asks_who = context.question.lower().startswith("who")
        is_meant = _OF_SEVERAL.match(match[0]) is not None if pronoun["they"] else asks_who == bool(pronoun["he"])
        if is_meant:
            return [match["thing"]]
    found = antecedents(pronoun, topic(context.question), context.answer, context.earlier_names)
    if pronoun["he"] and _ASKS_WHICH.match(context.question):  # "Which general came?", "What did he do?"
        asked = context.question.lower()
        given = [name for name in antecedents(pronoun, "", context.answer) if name.lower() not in asked]
        found = [*given, *(name for name in found if name not in given)]
    elif pronoun["it"] and _HE.search(context.typed):  # a name filled in there is that of a person
        found = [name for name in found if name.lower() in context.typed.lower()]
    return found[:_MAX_NAMED]


def _asked_otherwise(core: str, previous: str) -> Reformulation | None:
    """The previous question with another interrogative: "Did they settle there?", "How exactly?" asks how they did."""
    if ": " in previous:  # it was completed itself
        return None
    previous, subject = without_subject(previous)
    asked = _ADVERB.sub("", core)
    rest = re.sub(rf"^{INTERROGATIVE}\s", "", strip_discourse_marker(previous), flags=re.IGNORECASE)
    if not (re.match(rf"{AUXILIARY}\s", rest, re.IGNORECASE) and _ONLY_ASKS.fullmatch(asked)):
        return None
    put, beside = f"{asked} {rest}", f" ({subject})" if subject else ""
    is_yes_or_no = re.match(rf"{AUXILIARY}\s", previous, re.IGNORECASE)
    shown = _and_asked(f"{previous}{beside}", core) if is_yes_or_no else f"{put}{beside}?"
    return Reformulation(f"{put}: {subject}?" if subject else f"{put}?", shown=shown)


def _substitutions(
    core: str, own: frozenset[str], timeframe: Timeframe | None, context: DialogueContext, today: date
) -> Iterator[Reformulation]:
    """The previous question with another timeframe or name substituted: "And in 1961?", "And Albania's?"."""
    previous = context.question.rstrip(" ?!.…")
    if timeframe and not own:
        time = core if _TIME_PREPOSITION.match(core) else f"in {core}"
        if asks_when(previous):
            yield Reformulation(f"What happened {time}?")
            yield Reformulation(f"{topic(previous)} {time}?".lstrip(), is_fallback=True)
            return
        if replaced := extract_timeframe(previous, today):
            new, head = core[timeframe.start : timeframe.end], previous[: replaced.start]
            if _TIME_PREPOSITION.match(new):  # "before 1961" replaces "in 1959"
                head = _FINAL_TIME_PREPOSITION.sub("", head)
            yield Reformulation(f"{head}{new}{previous[replaced.end :]}?")
        else:
            yield Reformulation(f"{previous} {time}?")
        yield Reformulation(f"What happened {time}?", is_fallback=True)
        return
    old_names, new_names = entity_names(previous), entity_names(core)
    if _NOUN_ALONE.fullmatch(core) and (put := in_place_of_noun(previous, core)):
        yield Reformulation(f"{put}?")
    elif about := _ASKED_ABOUT.match(previous):  # "Who is Kim?", "And Hoxha?"
        yield Reformulation(f"{previous[: about.start('thing')]}{core}?")
    elif old_names and new_names:
        name = new_names[0].words
        yield Reformulation(f"{previous[: old_names[0].start]}{name}{previous[old_names[0].end :]}?")
    yield _with_topic(core, topic(previous), context, is_fallback=True)


def _with_topic(core: str, topic: str, context: DialogueContext, *, is_fallback: bool = False) -> Reformulation:
    """What is asked now with what was asked about before, unless that names nothing; for people as one sentence, in
    which a pronoun means what it does in a dialogue: "Who came in 1959, and why?".
    """
    if not topic:
        return Reformulation(f"{core}?", is_fallback=is_fallback)
    text = f"{core}: {topic}?"
    said = strip_discourse_marker(context.said or context.question).rstrip(" ?!.…")
    if topic == without_subject(said)[1]:
        return Reformulation(text, shown=f"{core} ({topic})?", is_fallback=is_fallback)
    if ": " in context.question:  # the question before was put in this way itself
        said = said.rpartition(", and ")[0] or said
    return Reformulation(text, shown=_and_asked(said, core), is_fallback=is_fallback)


def _and_asked(said: str, core: str) -> str:
    asked = core[:1].lower() + core[1:] if QUESTION_OPENING.match(core) else core
    return f"{said}, and {asked}?"
