"""Reformulates a question that depends on the dialogue so that it stands alone: "And in 1961?", "Why?", "What did he
reply?".

No language model is used, only rules on capitals, pronouns, and the words that questions begin with. Reformulations are
searched in addition to the question as typed, and the most confident answer is chosen. A question that shows no sign of
depending on the dialogue is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from relbot.query.dialogue.common_nouns import (
    complete_with_any,
    complete_with_noun,
    complete_with_things,
    ranked_noun,
    things_asked_for,
)
from relbot.query.dialogue.completion import asks_for_attribute, completions
from relbot.query.dialogue.parallel import is_rank
from relbot.query.dialogue.previous_question import asks_who_did
from relbot.query.dialogue.pronouns import (
    PREPOSITION,
    as_question,
    entity_names,
    has_pronoun,
    unresolved_pronoun,
    with_fronted,
)
from relbot.query.dialogue.reformulation import DialogueContext, Reformulation, Turn, with_topic
from relbot.query.dialogue.substitution import is_of_somebody, of_somebody_else, substitutions
from relbot.query.dialogue.time_offsets import resolve_relative_time
from relbot.query.question_words import (
    AUXILIARY,
    INTERROGATIVE,
    QUESTION_OPENING,
    has_discourse_marker,
    question_core,
    strip_discourse_marker,
    topic,
)
from relbot.query.subject.references import open_references
from relbot.query.timeframe import Timeframe, extract_timeframe
from relbot.text import terms

_MAX_CHARACTERS = 400
"""The greatest total length of a question and the previous one, so that a reformulation fits the model's window."""
_MAX_WORDS = 16
"""The most words of a question that may depend on the dialogue; a longer one states its topic itself."""
_MAX_FRAGMENT_WORDS = 5
"""The most words of a fragment such as "And what about the early 1970s?", not counting "and what about"."""
_MAX_CONTENT_STEMS = 2
"""The most content stems of a question that may continue the dialogue without a sign of it: "How many people came?"."""

_NOUN_ASKED = re.compile(rf"^{INTERROGATIVE}(?:\s(?!{AUXILIARY}\b)[\w-]+){{0,2}}$", re.IGNORECASE)
_IS_PHRASE = re.compile(rf"{PREPOSITION}\s", re.IGNORECASE)
"""A prepositional phrase such as "for students?", with which a question may end, but none begins."""
_ASKS_WHOM = re.compile(
    r"whom?\s(?:do|should|can|could|must|would)\s(?:i|we|you)\s[\w-]+(?:\s(?:to|with|for|from))?", re.IGNORECASE
)
"""A question whom to ask or call that does not say about what."""
_ASKS_FOR_REASON = re.compile(r"(?:why|how come)(?:\s(?:not|so|is that|was that))?", re.IGNORECASE)
_ANAPHORIC_ADVERB = re.compile(
    r"\b(?:back then|then|at th(?:e|at) time|that (?:day|month|year|time)|(?<!is )(?<!are )(?<!was )(?<!were )there)$",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
_ELSE = re.compile(r"\belse\b|\b(?:any|the)\sother\b", re.IGNORECASE)
_FILLERS = frozenset(
    [
        *("one", "ones", "exactly", "precisely", "again", "back", "ever", "also", "too", "really", "later", "now"),
        *("time", "before", "after", "then"),
    ]
)


def reformulate(text: str, context: DialogueContext | None, today: date) -> list[Reformulation]:
    """Return the reformulations of a question: as typed, unless it has no content of its own, and completed from the
    dialogue.
    """
    if context is None or len(text.split()) > _MAX_WORDS or len(text) + len(context.question) > _MAX_CHARACTERS:
        return [Reformulation(text, previous_passage_id=context.passage_id if context else "")]
    core = with_fronted(question_core(as_question(strip_discourse_marker(text))))
    if is_of_somebody(core):
        return _about_somebody_else(text, core, context)
    resolved = resolve_relative_time(core, context.question, context.answer, today)
    timeframe = extract_timeframe(resolved, today)
    turn = Turn(text, core, resolved, timeframe, _content_stems(resolved, timeframe), context)
    if asks_for_attribute(resolved):  # "email?"
        return [*turn.made_from(completions(resolved, None, context)), turn.as_fallback]
    pronoun = unresolved_pronoun(resolved)
    asks_of_somebody = pronoun is not None and not timeframe and len(resolved.split()) <= _MAX_FRAGMENT_WORDS
    if not QUESTION_OPENING.match(resolved) and not asks_of_somebody:  # "her email?" counts as a question
        return _of_fragment(turn, today)
    return _about_listed_things(turn) or _of_whole_question(turn, pronoun)


def _of_fragment(turn: Turn, today: date) -> list[Reformulation]:
    """Return the reformulations of a text that is no whole question: "And in 1961?", "for students?"."""
    resolved = turn.resolved
    depends = has_discourse_marker(turn.text) or resolved != turn.core or _IS_PHRASE.match(turn.core)
    if len(resolved.split()) > _MAX_FRAGMENT_WORDS or not (depends or is_rank(turn.core)):
        return [turn.as_typed]
    substituted = turn.made_from(substitutions(resolved, turn.typed_stems, turn.timeframe, turn.context, today))
    return [*substituted, Reformulation(resolved, is_fallback=True)] if entity_names(resolved) else substituted


def _about_listed_things(turn: Turn) -> list[Reformulation]:
    """Return the reformulations of a question about one or any of the things asked for before, with these filled in;
    none if it is not about these.
    """
    core, before = turn.core, question_core(turn.context.question)
    things = things_asked_for(before) or ranked_noun(before) or turn.context.listed
    completed = (
        complete_with_things(before, core) or complete_with_noun(things, core) or complete_with_any(before, core)
    )
    if not completed:
        return []
    is_about_one = _ONE.search(core) is not None
    chosen = turn.made_from([Reformulation(f"{completed}?", is_resolved=is_about_one)])
    if is_about_one:  # as typed it means nothing
        return [
            *chosen,
            *turn.made_from([with_topic(core, topic(turn.context.question), turn.context, is_fallback=True)]),
        ]
    return [*chosen, turn.as_fallback]


def _of_whole_question(turn: Turn, pronoun: re.Match[str] | None) -> list[Reformulation]:
    """Return the reformulations of a whole question, the likeliest first."""
    context, resolved, typed_stems = turn.context, turn.resolved, turn.typed_stems
    has_name = bool(entity_names(resolved))
    asks_only_for_noun = _NOUN_ASKED.match(resolved) is not None and len(typed_stems) == 1
    is_empty = not typed_stems or asks_only_for_noun or _ASKS_WHOM.fullmatch(resolved) is not None
    is_bare = is_empty and not has_name and not turn.timeframe
    if context.is_interrupted and (is_bare or (pronoun and not pronoun["he"])):
        return [turn.as_typed]
    if resolved != turn.core and not pronoun:
        return [*turn.made_from([Reformulation(f"{resolved}?")]), turn.as_fallback]
    completed = turn.made_from(completions(resolved, pronoun, context))
    if is_bare:
        return completed
    if pronoun or _ANAPHORIC_ADVERB.search(resolved):
        return _with_reference(turn, pronoun, completed)
    refers = not has_name and (_ELSE.search(resolved) or _has_reference(resolved, "noun"))
    as_typed = _anchored(turn) if refers else turn.as_typed
    if len(typed_stems) <= _MAX_CONTENT_STEMS and not (has_name or turn.timeframe or has_pronoun(resolved)):
        fallbacks = [replace(completion, is_fallback=True) for completion in completed]
        if not context.answer:  # the refused question is the likeliest topic
            return [_anchored(turn), *fallbacks, replace(as_typed, is_fallback=True)]
        return [as_typed, *fallbacks]
    return [as_typed]


def _with_reference(
    turn: Turn, pronoun: re.Match[str] | None, completed: Sequence[Reformulation]
) -> list[Reformulation]:
    """Return the reformulations of a question with a pronoun, or with "then" or "there", given the completed ones."""
    if pronoun and pronoun["he"]:
        if not turn.context.answer and asks_who_did(turn.context.question):
            return [replace(completion, is_resolved=True) for completion in completed]  # "he" is the person asked for
        if not any(way.is_resolved or ": " not in way.text for way in completed):
            return [_anchored(turn), *completed]  # no person was named that it could mean
    ways = [replace(_anchored(turn), is_fallback=pronoun is not None), *completed]
    # "Can we have a party there?" states its topic, and "there" may be the place that the whole dialogue is about.
    says_its_topic = (
        not pronoun and _has_reference(turn.resolved, "place") and len(turn.typed_stems) >= _MAX_CONTENT_STEMS
    )
    return [*ways, turn.as_fallback] if says_its_topic else ways


def _anchored(turn: Turn) -> Reformulation:
    """Return the question as typed, to be answered only from the previous answer's document or from a passage that
    names something spoken of; after a refused question that names something, only from such a passage.
    """
    context = turn.context
    names = [name.words for name in entity_names(context.question)]
    source = context.source if context.answer or not names else ""
    return replace(turn.as_typed, anchors=tuple(filter(None, (source, *names, *context.earlier_names))))


def _about_somebody_else(text: str, core: str, context: DialogueContext) -> list[Reformulation]:
    """Return the ways to ask the previous question about somebody else, or only the text as typed if nobody else is
    known.
    """
    named, swapped = of_somebody_else(core, context)
    turn = Turn(text, core, core, None, frozenset(), context)
    ways = turn.made_from([Reformulation(named, is_resolved=True)]) if named else []
    by_pronoun = [Reformulation(swapped, is_fallback=bool(named))] if swapped else []
    return [*ways, *by_pronoun] or [Reformulation(text)]


def may_be_in_previous_passage(text: str, ways: Sequence[Reformulation], context: DialogueContext | None) -> bool:
    """Return whether a question may be about the passage of the previous answer: it is short, and names no time."""
    if context is None or not context.answer or context.is_interrupted or any(way.is_time_typed for way in ways):
        return False
    if is_of_somebody(question_core(text)):  # the passage is about the other person
        return False
    asked = len(text) + len(context.said or context.question)
    return 0 < len(text.split()) <= _MAX_WORDS and asked <= _MAX_CHARACTERS


def _has_reference(text: str, kind: str) -> bool:
    """Return whether a noun or a place refers to what was said before: "Did the band tour?", "Can one swim there?"."""
    return any(reference.kind == kind for reference in open_references(text))


def is_fragment(text: str) -> bool:
    """Return whether a text only replaces a part of the previous question: "and the first?"."""
    core = question_core(text)
    is_part = has_discourse_marker(text) or is_rank(core)
    return is_part and not QUESTION_OPENING.match(core) and 0 < len(core.split()) <= _MAX_FRAGMENT_WORDS


def is_about_a_statement(text: str, today: date) -> bool:
    """Return whether a question is only about the previous statement: "Why?", "And who said that?"."""
    if len(text) > _MAX_CHARACTERS:
        return False
    core = question_core(text)
    timeframe = extract_timeframe(core, today)
    if not QUESTION_OPENING.match(core) or timeframe or entity_names(core):
        return False
    own, pronoun = _content_stems(core, timeframe), unresolved_pronoun(core)
    if pronoun is None:
        return not own and _ASKS_FOR_REASON.fullmatch(core) is not None
    return len(own) <= 1 and pronoun[0].lower() in ("that", "those")


def _content_stems(core: str, timeframe: Timeframe | None) -> frozenset[str]:
    """Return the stems of the content words, without the timeframe and an interrogative such as "how many"."""
    opening = re.match(INTERROGATIVE, core, re.IGNORECASE)
    return frozenset(
        term.stem
        for term in terms.tokenize(core)
        if not term.is_stopword
        and term.word.lower() not in _FILLERS
        and not (timeframe and timeframe.start <= term.start < timeframe.end)
        and not (opening and term.end <= opening.end())
    )
