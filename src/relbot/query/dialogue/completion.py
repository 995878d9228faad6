"""Completes a question from the dialogue: with a name or thing in place of its pronoun, with the topic of the previous
question, or as the previous question with another interrogative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from relbot.query.dialogue.common_nouns import focus
from relbot.query.dialogue.given_by_answer import given_names, given_thing, given_things, given_together
from relbot.query.dialogue.previous_question import asked_about, asks_who, asks_who_did
from relbot.query.dialogue.pronouns import antecedents, entity_names, replace_pronoun, stated_names
from relbot.query.dialogue.reformulation import DialogueContext, Reformulation, and_asked, with_topic
from relbot.query.question_words import AUXILIARY, INTERROGATIVE, strip_discourse_marker, topic, without_subject
from relbot.query.request.word_lists import ATTRIBUTES
from relbot.query.wording.present import present_wordings
from relbot.text import terms
from relbot.text.he_or_she import said_of

_WHO_IS_THAT = re.compile(
    r"(?P<who>(?:who|what)(?:['’]?s|\s(?:is|are|was|were)))\s(?:that|this|those|he|she|they|it)(?:\s(?:guy|man|woman|person|thing))?",
    re.IGNORECASE,
)
_ASKS_ABOUT_SEVERAL = re.compile(rf"{INTERROGATIVE}\s(?:are|were)\s", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    r"(?:and\s)?(?:whom?|which|what)\b(?!\s(?:is|are|was|were|did|does|do)\b)|(?:and\s)?whom?\b", re.IGNORECASE
)
_ONLY_ASKS = re.compile(rf"(?:how\s(?:many|much)|what|which)\s(?!{AUXILIARY}\b)\w+|{INTERROGATIVE}", re.IGNORECASE)
"""An interrogative, with its noun if it takes one."""
_CIRCUMSTANCE = re.compile(r"(?:since\s|until\s)?(?:when|where|why|how\scome|how\slong)\b|how(?!\s)", re.IGNORECASE)
"""Interrogatives for the circumstances of a clause that is complete without them, rather than for a participant:
"when did they meet"."""
_DESCRIPTION = re.compile(r"the\s|.+['’]s\s", re.IGNORECASE)
"""How a description that contains a name, but is none, begins: "the Treasurer", "Kim's first wife"."""
_HE = re.compile(r"\b(?:he|she|him|her|his)\b", re.IGNORECASE)
_ADVERB = re.compile(r"\s(?:exactly|precisely|then|though|come)$", re.IGNORECASE)
_EVER = re.compile(r"\s(?:ever|even|actually|really)\b", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"how\s(?:often|many|much)\b|when\b", re.IGNORECASE)
_THEIRS = re.compile(r"(?:his|her|its|their)\s(?P<noun>[\w-]+(?:\s[\w-]+)?)", re.IGNORECASE)
_BEFORE_SOMEBODY = re.compile(r"(?:before|after)\s(?:him|her|them)", re.IGNORECASE)
_FROM_SOMEBODY = re.compile(r"\s(?:from|after|before)\s[\w'’-]+(?:\s[\w'’-]+)?$", re.IGNORECASE)
_WHO_IS = re.compile(r"^who(?:['’]s|\sis|\sare)\s", re.IGNORECASE)
_MAX_ATTRIBUTE_WORDS = 2
_MAX_NAMED = 3
"""The most antecedents tried."""
_RECIPROCAL = re.compile(r"\b(?:each other|one another|between)\b", re.IGNORECASE)
"""Words that need several antecedents, never a single name."""


def completions(core: str, pronoun: re.Match[str] | None, context: DialogueContext) -> Iterator[Reformulation]:
    """Yield a question with its pronoun resolved, and with the topic of the previous question appended."""
    previous_topic = _full_topic(context.question)
    if context.span and (asked := _WHO_IS_THAT.fullmatch(core)) and _asks_for_same_kind(asked[0], context.question):
        yield Reformulation(f"{asked['who']} {context.span}?")
        return
    if pronoun is None and asks_for_attribute(core) and asks_who(context.question):
        for rank, name in enumerate(_persons_in_answer(context)):
            yield Reformulation(f"{name}'s {core}?", is_fallback=rank > 0, names_answer=True)
    brought_up = _certain_antecedent(pronoun, context) if pronoun else None
    names = [brought_up] if brought_up else _plausible_antecedents(pronoun, context) if pronoun else []
    names = [name for name in names if name.lower() not in core.lower()]
    is_sure = brought_up is not None or (bool(names) and asked_about(context.question) is not None)
    if _BEFORE_SOMEBODY.fullmatch(core):
        names = names[:1]
    if _RECIPROCAL.search(core):
        names = [name for name in names if name == brought_up or " and " in name]
    if pronoun and names and (of_kin := _asked_about_relative(core, names[0], context)):
        yield Reformulation(of_kin, is_resolved=is_sure)
    for rank, name in enumerate(names):
        put = _asked_about_predecessor(core, replace_pronoun(pronoun, name), context) if pronoun else core
        yield Reformulation(put, is_fallback=rank > 0, is_resolved=is_sure, names_answer=name in context.answer)
    asked_otherwise = None if pronoun else _with_other_interrogative(core, context)
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
        yield with_topic(core, previous_topic, context, is_fallback=is_given or asked_otherwise is not None)


def _asked_about_predecessor(core: str, put: str, context: DialogueContext) -> str:
    """Return the previous question about the time before or after somebody, if only that is asked: after "who's in
    charge these days", "before him?" gives "who was in charge before Amrit Gill". Return `put` for any other question.
    """
    if not (_BEFORE_SOMEBODY.fullmatch(core) and asks_who(context.question)):
        return put
    question, beside = without_subject(context.question)
    if beside or ": " in question:
        return put
    bare = _FROM_SOMEBODY.sub("", strip_discourse_marker(question))
    return f"{_WHO_IS.sub('who was ', next(iter(present_wordings(bare)), bare))} {put}"


def _asked_about_relative(core: str, name: str, context: DialogueContext) -> str | None:
    """Return the previous question about a relative or possession of the person it was about: after "when did Kim die",
    "and his brother?" gives "when did Kim's brother die". Return None if an attribute is asked for: "his email?".
    """
    theirs = _THEIRS.fullmatch(core)
    if theirs is None or ATTRIBUTES.issuperset(theirs["noun"].lower().split()) or context.question.count(name) != 1:
        return None
    asked = context.question.rstrip(" ?!.…")
    return asked.replace(name, f"{name}'s {theirs['noun']}") + "?"


def _full_topic(question: str) -> str:
    """Return the topic of a question, preceded by that of the part before its ": " if that part has content words:
    "why did she flee: she study".
    """
    asked, is_completed, _ = question.rpartition(": ")
    own = topic(asked) if is_completed else ""
    return f"{own} {topic(question)}" if terms.content_stems(own) else topic(question)


def _asks_for_same_kind(core: str, previous: str) -> bool:
    """Return whether "who is that" or "what is that" can mean the answer to the previous question: both ask for a
    person, or both for a thing.
    """
    if asks_who(core):
        return asks_who(previous)
    return re.match(r"(?:and\s)?wh(?:at|ich)\b", previous, re.IGNORECASE) is not None


def _certain_antecedent(pronoun: re.Match[str], context: DialogueContext) -> str | None:
    """Return the antecedent of which a pronoun leaves no doubt, or None."""
    if pronoun["they"]:
        given = given_together(context)
    else:
        given = given_things(context) if pronoun["that"] else given_thing(context) if pronoun["it"] else None
    return given or focus(context.typed or context.question, pronoun)


def _plausible_antecedents(pronoun: re.Match[str], context: DialogueContext) -> list[str]:
    """Return the candidate antecedents of a pronoun, likeliest first, without those that the answer contradicts: a man
    for "she", a woman for "he", a person for "it" or "they".
    """
    return _without_contradicted(_all_antecedents(pronoun, context), pronoun, context)


def _without_contradicted(names: Sequence[str], pronoun: re.Match[str], context: DialogueContext) -> list[str]:
    word = "she" if pronoun[0].lower() in ("she", "her") else "he" if pronoun["he"] else ""
    return [name for name in names if said_of(name, context.answer) in (None, word)]


def _all_antecedents(pronoun: re.Match[str], context: DialogueContext) -> list[str]:
    """Return the candidate antecedents of a pronoun, likeliest first: the one thing that the previous question was
    about ("who was montcalm"), else the names in it and in the answer.
    """
    is_who = asks_who(context.question)
    given = _without_contradicted(given_names(context), pronoun, context) if is_who and pronoun["he"] else []
    match = asked_about(context.question)
    if match:
        is_meant = _ASKS_ABOUT_SEVERAL.match(match[0]) is not None if pronoun["they"] else is_who == bool(pronoun["he"])
        thing = terms.content_stems(match["thing"])
        is_said = frozenset(terms.stems(pronoun.string)).issuperset(thing)  # "since when is he treasurer?" means a name
        if is_meant and not is_said:
            is_name = entity_names(match["thing"]) and not _DESCRIPTION.match(match["thing"])
            return [match["thing"]] if is_name else [*given[:1], match["thing"]]
    is_of_another = asks_who_did(context.question) if pronoun["he"] else match is not None and pronoun["they"]
    asked_of = "" if is_of_another else topic(context.question)
    found = antecedents(pronoun, asked_of, context.answer, context.earlier_names)
    if pronoun["he"] and _ASKS_WHICH.match(context.question):  # "Which general came?", "What did he do?"
        asked = context.question.lower()
        given += [name for name in antecedents(pronoun, "", context.answer) if name.lower() not in asked]
        found = list(dict.fromkeys([*given, *found] if is_who or not entity_names(asked_of) else [*found, *given]))
    elif pronoun["he"] and context.person:
        asked = context.person.asked.lower()
        found = list(dict.fromkeys([*(n for n in found if n.lower() not in asked), context.person.name]))
    elif pronoun["it"] and _HE.search(context.typed):  # a name filled in for "he" is no "it"
        found = [name for name in found if name.lower() in context.typed.lower()]
    return found[:_MAX_NAMED]


def asks_for_attribute(core: str) -> bool:
    """Return whether words only name an attribute of somebody or something: "email", "phone number"."""
    words = core.lower().replace("-", "").split()
    return 0 < len(words) <= _MAX_ATTRIBUTE_WORDS and ATTRIBUTES.issuperset(words)


def only_asks(core: str) -> bool:
    """Return whether words are only an interrogative, without a topic: "where", "how much exactly", "what time"."""
    return _ONLY_ASKS.fullmatch(_ADVERB.sub("", core)) is not None


def _persons_in_answer(context: DialogueContext) -> list[str]:
    """Return the persons whom the answer may be about, likeliest first, for a question that names none."""
    names = (name.words for name in stated_names(context.answer) if len(name.parts) > 1)
    return list(dict.fromkeys([*given_names(context), *names]))[:_MAX_NAMED]


def _with_other_interrogative(core: str, context: DialogueContext) -> Reformulation | None:
    """Return the previous question with another interrogative: after "Did they settle there?", "How exactly?" asks how
    they did. It is shown as both questions joined by "and", unless both ask for circumstances, so that the new one is a
    sentence too ("why was the architect" is none).
    """
    if ": " in context.question:  # the previous question was completed in this way itself
        return None
    previous, subject = without_subject(context.question)
    bare = strip_discourse_marker(previous)
    rest = re.sub(rf"^{INTERROGATIVE}\s", "", bare, flags=re.IGNORECASE)
    if _HOW_OFTEN.match(core):  # "did they ever meet" asks whether, "how many times did they meet" does not
        rest = _EVER.sub("", rest)
    if not (re.match(rf"{AUXILIARY}\s", rest, re.IGNORECASE) and only_asks(core)):
        return None
    asked = _ADVERB.sub("", core)
    put, beside = f"{asked} {rest}", f" ({subject})" if subject else ""
    said = previous if _is_unjoined(context.said, previous) else context.said.rstrip(" ?!.…").rpartition(", and ")[0]
    is_alike = bool(_CIRCUMSTANCE.match(bare) and _CIRCUMSTANCE.match(asked)) and said == previous
    shown = f"{put}{beside}?" if is_alike else and_asked(f"{said}{beside}", core)
    return Reformulation(f"{put}: {subject}?" if subject else f"{put}?", shown=shown)


def _is_unjoined(said: str, question: str) -> bool:
    """Return whether the previous question was shown as searched for, or at least not joined to an earlier one."""
    return ", and " not in said or said.rstrip(" ?!.…").lower() == question.lower()
