"""Completes a question from the dialogue: with a name or thing in the place of its pronoun, with what the question
before was about, or as that question with another time, name or interrogative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from relbot.query.dialogue.common_nouns import focus, in_place_of_noun, of_another_kind
from relbot.query.dialogue.given import asks_who, asks_who_did, given_names, given_thing
from relbot.query.dialogue.parallel import in_place_of_like, names_day
from relbot.query.dialogue.pronouns import PREPOSITION, antecedents, entity_names, replace_pronoun, stated_names
from relbot.query.dialogue.reformulation import DialogueContext, Reformulation
from relbot.query.question_words import (
    AUXILIARY,
    INTERROGATIVE,
    QUESTION_OPENING,
    strip_discourse_marker,
    topic,
    without_subject,
)
from relbot.query.request.word_lists import ATTRIBUTES
from relbot.query.timeframe import Timeframe, asks_when, extract_timeframe
from relbot.text import terms

_ASKED_ABOUT = re.compile(
    rf"(?:(?:{INTERROGATIVE}|how\s[a-z]+)\s(?:is|are|was|were)|who['’]?s|what['’]?s)(?<!^which is)\s(?P<thing>(?!(?:it|that|this|he|she|they|there|not|the\s\w+est)\b)"
    r"(?!(?-i:[a-z]+(?:ed|own|ung|orn|osen)\s))"
    r"(?:(?:the|an?)\s)?(?:[^\s,]+\s){0,2}[^\s,]+)$",
    re.IGNORECASE,
)
"""A question that asks about one thing and no more: "who was montcalm", "when are the elections"; not "who was elected
treasurer".
"""
_PREDICATE = re.compile(
    r"(?<!\b(?:is|an|my))(?<!\b(?:are|was|the|our))(?<!\bwere)(?<!\ba)\s(?:open|shut|due|over|free|full|on|off|ready|available"
    r"|held|built|sold|made|born|shown|known|sent|kept|taken|given|broken|written|paid|[a-z]{3,}ed)$",
    re.IGNORECASE,
)
"""What is asked of a thing: "when is the sauna open", "where is the key kept"."""
_ASKS_OF_A_THING = re.compile(r"(?:and\s)?(?:(?:since|until)\s)?(?:when|where|how)\b", re.IGNORECASE)
_WHO_IS_THAT = re.compile(
    r"(?P<who>(?:who|what)(?:['’]?s|\s(?:is|are|was|were)))\s(?:that|this|those|he|she|they|it)(?:\s(?:guy|man|woman|person|thing))?",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(rf"{INTERROGATIVE}\s(?:are|were)\s", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    r"(?:and\s)?(?:whom?|which|what)\b(?!\s(?:is|are|was|were|did|does|do)\b)|(?:and\s)?whom?\b", re.IGNORECASE
)
_ONLY_ASKS = re.compile(rf"(?:how\s(?:many|much)|what|which)\s(?!{AUXILIARY}\b)\w+|{INTERROGATIVE}", re.IGNORECASE)
"""An interrogative, with its noun where it takes one."""
_NOUN_ALONE = re.compile(r"(?:the|an?)\s[\w-]+(?:\s[\w-]+)?", re.IGNORECASE)
_NO_THING = re.compile(rf"(?:{PREPOSITION}|per|his|hers?|its|theirs?|him|them)\b", re.IGNORECASE)
"""What "how much is the locker" is not asked of: "and for guests?", "and hers?"."""
_HE = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
_ASKS_OF = re.compile(
    rf"(?:whom?|which\s\w+|what)\s(?!{AUXILIARY}\b)[\w'’-]+\s(?P<thing>(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?)$"
    rf"|(?:what|how\smuch)\s(?:do|does|did)\s(?P<priced>(?:the|an?)\s[\w-]+(?:\s[\w-]+){{0,2}})(?=\s[\w-]+$)"
    rf"|(?:{INTERROGATIVE})\s(?:do|does|did)\s(?P<subject>(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?)(?=\s[\w-]+$)",
    re.IGNORECASE,
)
"""A question of one thing alone, as its object or subject: "who maintains matrix", "what does membership cost"."""
_SOME_NOUN = re.compile(rf"(?!{PREPOSITION}\b)(?:(?:the|an?)\s)?[\w-]+(?:\s[\w-]+)?", re.IGNORECASE)
_ADVERB = re.compile(r"\s(?:exactly|precisely|then|though|come)$", re.IGNORECASE)
_MAX_ATTRIBUTE_WORDS = 2
_MAX_NAMED = 3
"""Antecedents tried."""
_RECIPROCAL = re.compile(r"\b(?:each other|one another|between)\b", re.IGNORECASE)
"""Said of several, and never of one name."""
_TIME_PREPOSITION = re.compile(r"(?:in|on|at|during|before|after|since|until|between|from|around)\b", re.IGNORECASE)
_TIME_ADVERB = re.compile(
    r"(?:today|nowadays|now|right\snow|currently|recently|lately|yesterday|tomorrow|tonight|last|next|this|these)\b"
    r"|.*\b(?:ago|later|earlier)$",
    re.IGNORECASE,
)
"""A time that takes no preposition: "what happened today"."""
_FINAL_TIME_PREPOSITION = re.compile(r"\b(?:in|on|during)\s(?:the\s)?$", re.IGNORECASE)


def completions(core: str, pronoun: re.Match[str] | None, context: DialogueContext) -> Iterator[Reformulation]:
    """A question with its pronoun resolved, and with the topic of the previous question appended."""
    previous_topic = topic(context.question)
    if context.span and (asked := _WHO_IS_THAT.fullmatch(core)) and _asks_alike(asked[0], context.question):
        yield Reformulation(f"{asked['who']} {context.span}?")
        return
    if pronoun is None and asks_for_attribute(core) and asks_who(context.question):
        for rank, name in enumerate(_of_the_answer(context)):
            yield Reformulation(f"{name}'s {core}?", is_fallback=rank > 0, names_answer=True)
    brought_up = _brought_up(pronoun, context) if pronoun else None
    names = [brought_up] if brought_up else _named(pronoun, context) if pronoun else []
    if _RECIPROCAL.search(core):
        names = [name for name in names if name == brought_up or " and " in name]
    for rank, name in enumerate(names):
        put = replace_pronoun(pronoun, name) if pronoun else core
        yield Reformulation(
            put, is_fallback=rank > 0, is_resolved=brought_up is not None, names_answer=name in context.answer
        )
    asked_otherwise = None if pronoun else _asked_otherwise(core, context.question)
    if asked_otherwise:
        yield asked_otherwise
    # An antecedent of "they" is the most reliable: two names are seldom together in a passage by chance.
    if not (names and pronoun and pronoun["they"]):
        is_given = (
            bool(names)
            and asks_who(context.question)
            and names[0] in given_names(context)
            and len(_HE.findall(core)) == 1
        )
        yield _with_topic(core, previous_topic, context, is_fallback=is_given or asked_otherwise is not None)


def _asks_alike(core: str, previous: str) -> bool:
    """Whether who or what "that" is can be what the question before asked for: after "who do I ask", whoever it was."""
    if asks_who(core):
        return asks_who(previous)
    return re.match(r"(?:and\s)?wh(?:at|ich)\b", previous, re.IGNORECASE) is not None


def _brought_up(pronoun: re.Match[str], context: DialogueContext) -> str | None:
    """The thing that a pronoun surely means."""
    return (given_thing(context) if pronoun["it"] else None) or focus(context.typed or context.question, pronoun)


def _named(pronoun: re.Match[str], context: DialogueContext) -> list[str]:
    """What a pronoun may refer to, likeliest first: what the previous question asked about by itself ("who was
    montcalm"), else the names in it and in the answer.
    """
    is_who = asks_who(context.question)
    given = given_names(context) if is_who and pronoun["he"] else []
    if match := _asked_about(context.question):
        is_meant = _OF_SEVERAL.match(match[0]) is not None if pronoun["they"] else is_who == bool(pronoun["he"])
        thing = terms.content_stems(match["thing"])
        is_said = frozenset(terms.stems(pronoun.string)).issuperset(thing)  # "since when is he treasurer?" means a name
        if is_meant and not is_said:
            return [match["thing"]] if entity_names(match["thing"]) else [*given[:1], match["thing"]]
    asked_of = "" if pronoun["he"] and asks_who_did(context.question) else topic(context.question)
    found = antecedents(pronoun, asked_of, context.answer, context.earlier_names)
    if pronoun["he"] and _ASKS_WHICH.match(context.question):  # "Which general came?", "What did he do?"
        asked = context.question.lower()
        given += [name for name in antecedents(pronoun, "", context.answer) if name.lower() not in asked]
        found = list(dict.fromkeys([*given, *found] if is_who or not entity_names(asked_of) else [*found, *given]))
    elif pronoun["he"] and context.person:
        asked = context.person.asked.lower()
        found = list(dict.fromkeys([*(n for n in found if n.lower() not in asked), context.person.name]))
    elif pronoun["it"] and _HE.search(context.typed):  # a name filled in there is that of a person
        found = [name for name in found if name.lower() in context.typed.lower()]
    return found[:_MAX_NAMED]


def asks_for_attribute(core: str) -> bool:
    """Whether words ask for nothing but what somebody or something has: "email", "phone number"."""
    words = core.lower().replace("-", "").split()
    return 0 < len(words) <= _MAX_ATTRIBUTE_WORDS and ATTRIBUTES.issuperset(words)


def _of_the_answer(context: DialogueContext) -> list[str]:
    """Those whom the answer may be about, likeliest first, for a question that leaves it open."""
    names = (name.words for name in stated_names(context.answer) if len(name.parts) > 1)
    return list(dict.fromkeys([*given_names(context), *names]))[:_MAX_NAMED]


def _asked_about(question: str) -> re.Match[str] | None:
    """The question, matched, where it asks about one thing; without what it asks of that: "when is the sauna open"."""
    bare = question.rstrip(" ?!.…")
    return _ASKED_ABOUT.match(_PREDICATE.sub("", bare) if _ASKS_OF_A_THING.match(bare) else bare)


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


def substitutions(
    core: str, own: frozenset[str], timeframe: Timeframe | None, context: DialogueContext, today: date
) -> Iterator[Reformulation]:
    """The previous question with another timeframe or name substituted: "And in 1961?", "And Albania's?"."""
    previous = context.question.rstrip(" ?!.…")
    put = None if ": " in previous else in_place_of_like(previous, core)
    if put and (names_day(previous) or not timeframe):
        yield Reformulation(f"{put}?")
        yield _with_topic(core, topic(previous), context, is_fallback=True)
        return
    if timeframe and not own:
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
        return
    if of_kind := of_another_kind(previous, core):
        yield Reformulation(f"{of_kind}?")
        if " " in core:  # a name alone may be that of something else
            yield _with_topic(core, topic(previous), context, is_fallback=True)
            return
    old_names, new_names = entity_names(previous), entity_names(core)
    if (old := _ASKS_OF.match(previous)) and _SOME_NOUN.fullmatch(core) and not _NO_THING.match(core):
        start, end = old.span(old.lastgroup or 0)
        yield Reformulation(f"{previous[:start]}{core}{previous[end:]}?")
    elif _NOUN_ALONE.fullmatch(core) and (put := in_place_of_noun(previous, core)):
        yield Reformulation(f"{put}?", shown=_shown_with(core, previous, context))
    elif (about := _asked_about(previous)) and not _NO_THING.match(core):  # "Who is Kim?", "And Hoxha?"
        yield Reformulation(f"{previous[: about.start('thing')]}{core}{previous[about.end('thing') :]}?")
    elif old_names and new_names:
        name = new_names[0].words
        yield Reformulation(f"{previous[: old_names[0].start]}{name}{previous[old_names[0].end :]}?")
    yield _with_topic(core, topic(previous), context, is_fallback=True)


def _shown_with(noun: str, previous: str, context: DialogueContext) -> str:
    """For people, where the question before was put for search ("why: the locker"): as they saw it, with the noun."""
    if ": " not in previous:
        return ""
    said = (context.said or previous).rstrip(" ?!.…")
    return f"{in_place_of_noun(said, noun) or f'{said}, and {noun}'}?"


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
