"""The previous question about another time, name or thing: "And in 1961?", "And Albania's?", "And the dryer?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from relbot.query.dialogue.common_nouns import replace_kind, replace_noun, replace_one
from relbot.query.dialogue.parallel import is_rank, names_day, replace_parallel_part
from relbot.query.dialogue.previous_question import asked_about
from relbot.query.dialogue.pronouns import (
    OWNED,
    PREPOSITION,
    PRONOUN,
    entity_names,
    replace_pronoun,
    unresolved_pronoun,
)
from relbot.query.dialogue.reformulation import DialogueContext, Reformulation, with_topic
from relbot.query.question_words import AUXILIARY, INTERROGATIVE, question_core, topic
from relbot.query.timeframe import Timeframe, asks_when, extract_timeframe
from relbot.temporal.date_patterns import lowered

_NOUN_ALONE = re.compile(r"(?:the|an?)\s[\w-]+(?:\s[\w-]+)?", re.IGNORECASE)
_NO_THING = re.compile(rf"(?:{PREPOSITION}|per|his|hers?|its|theirs?|him|them)\b", re.IGNORECASE)
"""The start of a fragment that names no other thing: "and for guests?" or "and hers?" after "how much is the
locker"."""
_ABOUT_ONE_THING = re.compile(
    "|".join(
        (
            rf"(?:whom?|which\s\w+|what)\s(?!{AUXILIARY}\b)[\w'’-]+\s(?:{PREPOSITION}\s)?"
            rf"(?P<thing>(?!{PREPOSITION}\b)(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?)$",
            r"(?:what|how\smuch)\s(?:do|does|did)\s(?P<priced>(?:the|an?)\s[\w-]+(?:\s[\w-]+){0,2})"
            r"(?=\s(?-i:[a-z])[\w-]*$)",
            r"who\s(?:does|did)\s(?P<done>(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?)$",
            rf"(?!who\s)(?:{INTERROGATIVE})\s(?:do|does|did)\s"
            r"(?!(?:that|this)\b)(?P<subject>(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?)"
            rf"(?=\s(?!{PREPOSITION}\b)(?-i:[a-z])[\w-]*(?:\s{PREPOSITION})?$)",
            rf"(?:{INTERROGATIVE}|how\s[a-z]+)\s(?:is|are|was|were)\s"
            rf"(?P<there>(?:(?:the|an?)\s)?(?!(?:the|an?|{PREPOSITION})\b)[\w-]+)"
            r"(?=\s(?:at|in|on|during|for|with)\s)",
        )
    ),
    re.IGNORECASE,
)
"""A question about one thing, which is its object or subject or is to be found somewhere: "who maintains matrix", "what
does membership cost", "how much is tea at the open day"."""
_SOME_NOUN = re.compile(rf"(?!{PREPOSITION}\b)(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?", re.IGNORECASE)
_TIME_PREPOSITION = re.compile(r"(?:in|on|at|during|before|after|since|until|between|from|around)\b", re.IGNORECASE)
_TIME_ADVERB = re.compile(
    r"(?:today|nowadays|now|right\snow|currently|recently|lately|yesterday|tomorrow|tonight|last|next|this|these)\b"
    r"|.*\b(?:ago|later|earlier)$",
    re.IGNORECASE,
)
"""A time that takes no preposition: "what happened today"."""
_SOMEBODY = re.compile(r"(?:him|he|(?P<she>her|she))(?:\s(?:too|then|instead|exactly))?", re.IGNORECASE)
_THE_OTHER = re.compile(r"the\sother(?:\sone)?", re.IGNORECASE)
_FORMS = {"he": "she", "him": "her", "his": "her", "she": "he", "her": "him"}
_REFERS_TO_ALL = re.compile(r"\b(?:that|this)$|\s(?:do|does|did)\s(?:that|this)\b", re.IGNORECASE)
"""A "that" or "this" for all that was said before, in whose place no other thing fits: "how did that go"."""
_SUBJECT_BESIDE = re.compile(r": .+|\s\(.+\)")
_FINAL_TIME_PREPOSITION = re.compile(r"\b(?:in|on|during)\s(?:the\s)?$", re.IGNORECASE)


def substitutions(
    core: str, own: frozenset[str], timeframe: Timeframe | None, context: DialogueContext, today: date
) -> Iterator[Reformulation]:
    """Yield the previous question with another timeframe, name or thing in it: "And in 1961?", "And Albania's?"."""
    whole = context.question.rstrip(" ?!.…")
    previous = _without_subject(whole, context.typed.rstrip(" ?!.…"))
    on_topic = with_topic(core, topic(previous), context, is_fallback=True)
    parallel = None if ": " in previous else replace_parallel_part(previous, core)
    if not parallel and ": " in whole and (instead := _in_place_of_pronoun(core, context)):
        yield Reformulation(instead)
        yield with_topic(core, topic(whole), context, is_fallback=True)
    elif parallel and (names_day(previous) or not timeframe):
        beside = whole[len(previous) :]
        said = f"{replace_parallel_part(context.bare, core) or parallel}?" if beside.startswith(": ") else ""
        yield Reformulation(f"{parallel}{beside}?", shown=said, is_resolved=is_rank(core))
        yield on_topic
    elif timeframe and not own:
        yield from _at_another_time(core, timeframe, previous, today)
    elif put := replace_one(previous, core) or _about_other_of_two(previous, core, context.answer):
        yield Reformulation(f"{put}?", is_resolved=True)
        yield on_topic
    else:
        yield from _about_another_thing(core, previous, context)
        yield on_topic


def _at_another_time(core: str, timeframe: Timeframe, previous: str, today: date) -> Iterator[Reformulation]:
    """Yield the previous question about another time, and what happened then."""
    time = core if _TIME_PREPOSITION.match(core) or _TIME_ADVERB.match(core) else f"in {core}"
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


def _about_another_thing(core: str, previous: str, context: DialogueContext) -> Iterator[Reformulation]:
    """Yield the previous question about another kind, thing or name."""
    old = _ABOUT_ONE_THING.match(previous)
    is_there = old is not None and old["there"] is not None and " " not in core  # "how much is tea at the open day"
    if of_kind := None if is_there else replace_kind(previous, core):
        yield Reformulation(f"{of_kind}?")
        if " " in core:  # a single word may name something else
            return
    old_names, new_names = entity_names(previous), entity_names(core)
    is_owner = core.endswith(("'s", "’s"))  # "What was Albania's answer?", "And North Korea's?"
    if old and _SOME_NOUN.fullmatch(core) and not _NO_THING.match(core):
        start, end = old.span(old.lastgroup or 0)
        yield Reformulation(f"{previous[:start]}{core}{previous[end:]}?")
    elif _NOUN_ALONE.fullmatch(core) and (put := replace_noun(previous, core)):
        yield Reformulation(f"{put}?", shown=_shown_with_noun(core, previous, context))
    elif not is_owner and (about := asked_about(previous)) and not _NO_THING.match(core):  # "Who is Kim?", "And Hoxha?"
        yield Reformulation(f"{previous[: about.start('thing')]}{core}{previous[about.end('thing') :]}?")
    elif old_names and new_names:
        name = new_names[0].words
        yield Reformulation(f"{previous[: old_names[0].start]}{name}{previous[old_names[0].end :]}?")


def _about_other_of_two(question: str, core: str, answer: str) -> str | None:
    """Return the question about the other of two that the answer names together: after "what happened to Swift", "the
    other one" means Swallow if the answer speaks of "Swallow and Swift". Return None if it names no such two.
    """
    if not _THE_OTHER.fullmatch(core):
        return None
    names = entity_names(answer)
    for one, other in pairwise(names):
        if answer[one.end : other.start] in (" and ", " or "):
            for named, meant in ((one.words, other.words), (other.words, one.words)):
                if named in question and meant not in question:
                    return question.replace(named, meant)
    return None


def is_of_somebody(core: str) -> bool:
    """Return whether a text is only a personal pronoun: "and her?"."""
    return _SOMEBODY.fullmatch(core) is not None


def of_somebody_else(core: str, context: DialogueContext) -> tuple[str, str]:
    """Return the previous question about another person, given by a pronoun alone ("and her?" after "how did he die"):
    with a name from the dialogue, and with the pronoun; each is "" if there is none.
    """
    asked = _SOMEBODY.fullmatch(core)
    typed = question_core(context.typed)
    base = question_core(context.question) if is_of_somebody(typed) or not typed else typed
    pronouns = [match for match in PRONOUN.finditer(base) if match["he"]]
    other = next((name for name in context.told if name not in context.question), "")
    if asked is None or is_of_somebody(base):
        return "", ""
    if not pronouns:
        old = next((name for name in context.told if name in base), "")
        return (f"{base.replace(old, other)}?" if old and other else ""), ""
    is_other = all((match[0].lower() in ("she", "her")) != (asked["she"] is not None) for match in pronouns)
    if not is_other:  # another person of the same gender, whom nothing identifies
        return "", ""
    named = replace_pronoun(pronouns[0], other) if other and len(pronouns) == 1 else ""
    swapped = base
    for match in reversed(pronouns):
        owns = match[0].lower() == "her" and OWNED.match(base, match.end())
        swapped = f"{swapped[: match.start()]}{'his' if owns else _FORMS[lowered(match[0])]}{swapped[match.end() :]}"
    return named, f"{swapped}?"


def _without_subject(question: str, typed: str) -> str:
    """Return a question as it was typed, if only the subject of the document was appended to it."""
    is_typed = typed and question.lower().startswith(typed.lower()) and not _REFERS_TO_ALL.search(typed)
    return question[: len(typed)] if is_typed and _SUBJECT_BESIDE.fullmatch(question[len(typed) :]) else question


def _in_place_of_pronoun(core: str, context: DialogueContext) -> str | None:
    """Return the previous question as typed with its pronoun replaced by another thing: "and the annex?" after "when
    did it open". Return None if no thing is named, or that question has no singular pronoun.
    """
    pronoun = unresolved_pronoun(question_core(context.typed))
    is_thing = _NOUN_ALONE.fullmatch(core) or (entity_names(core) and _SOME_NOUN.fullmatch(core))
    if pronoun is None or pronoun["that"] or pronoun["they"] or not is_thing or _NO_THING.match(core):
        return None
    return replace_pronoun(pronoun, core)


def _shown_with_noun(noun: str, previous: str, context: DialogueContext) -> str:
    """Return what to show if the previous question was worded for search ("why: the locker"): the question as it was
    shown, with the noun substituted or appended; otherwise "".
    """
    if ": " not in previous:
        return ""
    said = (context.said or previous).rstrip(" ?!.…")
    return f"{replace_noun(said, noun) or f'{said}, and {noun}'}?"
