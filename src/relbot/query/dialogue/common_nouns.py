"""Common nouns of the previous question: the noun that a pronoun refers to, the one that another noun replaces, and the
one of which another kind is asked about ("and the steel one?").
"""

from __future__ import annotations

import re

from relbot.query.dialogue.pronouns import PREPOSITION, PRONOUN, entity_names
from relbot.query.question_words import AUXILIARY
from relbot.query.request.intent import read_intent
from relbot.temporal.date_patterns import ORDINALS
from relbot.text.english import is_plural, singular

_PHRASE_END = (
    rf"(?=\W*$|\W*[,;]|\s(?:{PREPOSITION}|when|where|who|which|that|and|or|but|as|than|there|here|now|then|too)\b)"
)
_PROPERTIES = (
    r"(?:years?|months?|days?|weekdays?|dates?|times?|hours?|centur(?:y|ies)|decades?|age|sizes?|kinds?|sorts?|types?"
    r"|ways?)"
)
"""Nouns after "what" that name a property rather than a thing: "what year did it start"."""
_OBJECT = re.compile(
    rf"\b(?!(?!ha[sd]|have){AUXILIARY}\s|{PREPOSITION}\s)[\w'’]+"
    rf"\s(?:an?|the|some|any|another)\s(?P<noun>(?:[\w-]+\s)??(?:[\w-]+\s)??[^\W\d_]+){_PHRASE_END}"
    rf"|^(?:what|which)\s(?P<asked>(?!(?:{AUXILIARY}|{_PROPERTIES})\b)[^\W\d_]+)\s(?={AUXILIARY}\b)"
    rf"|\b{AUXILIARY}\s(?:an?|the)\s(?P<alone>[^\W\d_]+)(?=\W*$)"
    r"|^(?:is|are|was|were)\sthere\s(?:an?\s|any\s|some\s)?(?P<there>[^\W\d_][\w-]*(?:\s[\w-]+){0,4})(?=\W*$)",
    re.IGNORECASE,
)
"""A common noun: the object of a verb, the noun asked for ("which car"), the only noun, or a thing that there may be,
with its modifiers ("is there a plugin for dungeons")."""
_DEFINITE = re.compile(
    rf"\b(?!(?:is|are|was|were)\b){AUXILIARY}\s(?P<subject>the\s[\w-]+)(?=\s[\w-])"
    r"|\b(?:is|are|was|were)\s(?P<passive>the\s[\w-]+)(?=\s\w+(?:ed|en|wn|lt)\W*$)"
    r"|\s(?!(?:(?<=\bin\s)|(?<=\bat\s))the\s(?:end|beginning|start|time|moment)\b)"
    rf"(?P<object>the\s(?:[\w-]+\s)??(?:[\w-]+\s)??[^\W\d_]+){_PHRASE_END}",
    re.IGNORECASE,
)
"""A definite noun: the subject of a verb or of a passive verb, or a noun anywhere else, but not in "in the end"."""
_SEVERAL_DO = re.compile(
    rf"\b{AUXILIARY}\s(?P<subject>the\s(?:(?!{AUXILIARY}\b)[\w-]+\s){{0,2}}?[^\W\d_]{{2,}}s)(?=\s[a-z])", re.IGNORECASE
)
"""Several who do something: "the four boys" in "where did the four boys go"."""
_PREPOSITION_INSIDE = re.compile(rf"\s{PREPOSITION}\s", re.IGNORECASE)
_KIND = rf"(?:(?!(?:{PREPOSITION}|{AUXILIARY})\b)[\w-]+\s){{0,2}}"
_MODIFIED_NOUN = re.compile(
    r"(?:^(?:is|are|was|were)|\b(?:do|does|did|can|could|will|would|should|must))"
    rf"\s(?:the|an?)\s(?P<of_subject>{_KIND})[^\W\d_]+(?=\s(?!(?:the|an?|(?-i:[A-Z][a-z]+))\b)[\w-])"
    rf"|\s(?:the|an?)\s(?P<of_object>{_KIND})[^\W\d_]+{_PHRASE_END}",
    re.IGNORECASE,
)
"""A noun with the modifiers that tell its kind, as the subject of a verb or at the end of its phrase: "the heron room",
but not "the heron" before a verb with an object: "did the heron meet Kim"."""
_OTHER_KIND = re.compile(
    r"(?:the|an?)\s(?!(?:other|first|second|third|last|next|previous|same)\b)(?P<one>[\w-]+(?:\s[\w-]+)?)\sones?"
    r"|(?!(?:the|an?)\s)(?P<name>[^\W\d_]+)",
    re.IGNORECASE,
)
"""Another kind of the thing mentioned before: "the steel one", or the name of the kind alone."""
_RANKS = rf"(?:other|next|previous|last|{'|'.join(ORDINALS[:10])})"
_ANOTHER_ONE = re.compile(rf"(?P<which>the\s{_RANKS})(?:\sone)?", re.IGNORECASE)
_RANKED = re.compile(rf"^the\s(?:{_RANKS}\s)?", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"^\s(?:of|in|from)\s\d{3,4}\b")
_WHICH_ONE = re.compile(
    r"(?:and\s)?(?:which|what(?!\s(?:do|did|does|can|could|would|should|will|must)\b"
    r"|\s(?:is|are|was|were)\s(?:his|her|its|their|your|our|my)\b))"
    rf"(?P<one>\s(?:one|of\s(?:them|these|those)))?"
    rf"\s(?P<rest>(?:{AUXILIARY}|costs?|(?(one)[a-z]{{3,}}(?<!s)s))\s(?!(?:it|they|that|this)\b).+)",
    re.IGNORECASE,
)
"""A question for one of several: "which one has the most", "what is the cheapest", but not "what did she do with
it" or "what was his job"."""
_HOW_MANY = re.compile(r"how\smany\s", re.IGNORECASE)
_BEFORE_THINGS = re.compile(r"(?:how\smany\s|(?:kinds?|sorts?|types?)\sof\s|of\sthe\s)+", re.IGNORECASE)
_AFTER_THINGS = re.compile(rf"\s{AUXILIARY}\b.*", re.IGNORECASE)
"""The words after the things asked for: "do you sell" in "kinds of bread do you sell"."""
_CONDITION = rf"\s(?P<condition>(?!{AUXILIARY}\s(?:you|they|we|i|he|she|it|people|there|the|your|our|their)\b).+)"
"""The condition by which a question chooses among things: "have 4 beds" in "which rooms have 4 beds"."""
_ONE_OF_THEM = re.compile(
    rf"\b(?P<which>the\s(?:{'|'.join(ORDINALS[:10])}|last|other|next|previous|[a-z]{{3,}}est|(?:most|least)\s[a-z]+)|that|this)"
    rf"(?:\s(?P<one>ones?)\b(?!\s(?:who|that|which)\b)|(?<!that)(?<!this)(?<!est)(?=\W*$))",
    re.IGNORECASE,
)
"""A reference to one of the things asked for: "the second one", "that one", "the last"."""
_RANKED_NOUN = re.compile(
    rf"\b(?:the|his|her|its|their|['’]s)\s(?:{'|'.join(ORDINALS[:10])}|last)\s"
    rf"(?!(?:{AUXILIARY}|{PREPOSITION}|ones?|time|and|to)\b)(?P<noun>(?-i:[a-z])[a-z-]+)",
    re.IGNORECASE,
)
_GENERIC_ONE = re.compile(
    rf"(?<=\s)(?<!which\s)(?<!the\s)(?<!that\s)(?<!this\s)(?<!every\s)(?<!each\s)(?<!any\s)(?<!no\s)one"
    rf"(?=\W*$|\s(?:{PREPOSITION}|{AUXILIARY})\b)",
    re.IGNORECASE,
)
"""A "one" that stands for any of several things: "how long can you stay in one"."""
_THERE_ARE = re.compile(
    rf"{AUXILIARY}\s(?:you|they|we|i|he|she|it|people|there|the\s\w+|(?-i:[A-Z])\w+)\s(?:\w+\s)?(?:(?:any|some|your|their)\s)?"
    rf"(?P<things>(?!(?:the|an?|to|{PREPOSITION})\b)(?:[\w-]+\s){{0,2}}?[^\W\d_]+s){_PHRASE_END}",
    re.IGNORECASE,
)
"""A question whether somebody has or does certain things: "do they have animal suits"."""
_ASKS_MAY_I = re.compile(rf"{AUXILIARY}\s(?:i|we|you|one)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"(?:and\s)?who", re.IGNORECASE)


def focus(question: str, pronoun: re.Match[str]) -> str | None:
    """Return the thing that the previous question asked about or mentioned, to which "it" or "they" refers in
    preference to names: "the ring" for "do they get a ring", "the jetty" for "what is wrong with the jetty". Return
    None if that question contains the pronoun itself, which then still means the same.

    Centering theory (Grosz, Joshi and Weinstein 1995) ranks the arguments of a verb before the objects of
    prepositions.
    """
    kind = "it" if pronoun["it"] else "they" if pronoun["they"] else ""
    if not kind or any(match[kind] for match in PRONOUN.finditer(question)):
        return None
    nouns = [match[match.lastgroup or 0] for match in _OBJECT.finditer(question)]
    fitting = [noun for noun in nouns if is_plural(_head(noun)) == (kind == "they")]
    if fitting:
        return f"the {fitting[-1]}"
    several = [match["subject"] for match in _SEVERAL_DO.finditer(question) if kind == "they"]
    if several and is_plural(several[-1].split()[-1]):
        return several[-1]
    things = [match["object"] for match in _DEFINITE.finditer(question) if match["object"]]
    is_only_one = len(things) == 1 and is_plural(things[0].split()[-1]) == (kind == "they")
    return things[0] if is_only_one and not entity_names(question) and not _ASKS_WHO.match(question) else None


def _head(noun: str) -> str:
    """Return the head of a noun phrase: "plugin" for "map plugin for dungeons"."""
    return _PREPOSITION_INSIDE.split(noun)[0].split()[-1]


def complete_with_things(question: str, core: str) -> str | None:
    """Return a question for one of several things with the things of the previous question filled in: "what plans do
    you have" and "which is the cheapest" give "which of the plans is the cheapest". A condition on the things stays:
    "which of the rooms that have 4 beds is the cheapest". Return None if the previous question asked for no things, or
    this one does not ask which.
    """
    asked, things = _WHICH_ONE.fullmatch(core), things_asked_for(question)
    if asked is None or not things:
        return None
    chosen = re.fullmatch(rf"(?:which|what)\s{re.escape(things)}{_CONDITION}", question.strip(" ?!.…"), re.IGNORECASE)
    condition = f" that {chosen['condition']}" if chosen else ""
    return f"which of the {things}{condition} {asked['rest']}"


def complete_with_noun(things: str, core: str) -> str | None:
    """Return a question about one of some things with its noun filled in: "operas" and "was the first one a hit" give
    "was the first opera a hit". Return None if it points at none of them.
    """
    pointing, noun = _ONE_OF_THEM.search(core), _singular_head(things)
    if pointing is None or not noun:
        return None
    start = pointing.start("one") if pointing["one"] else pointing.end()
    return f"{core[:start].rstrip()} {noun}{core[pointing.end() :]}"


def ranked_noun(question: str) -> str:
    """Return the noun that a question ranks: "wife" for "who was his first wife"; "" if there is none."""
    ranked = _RANKED_NOUN.search(question)
    return ranked["noun"] if ranked else ""


def complete_with_any(question: str, core: str) -> str | None:
    """Return a question about any of the things of the previous question with their noun filled in: "do they have
    animal suits" and "how long can you stay in one" give "how long can you stay in an animal suit". Return None if
    there is no "one" or no noun.
    """
    one, several = _GENERIC_ONE.search(core), _THERE_ARE.match(question)
    if one is None:
        return None
    nouns = [match[match.lastgroup or 0] for match in _OBJECT.finditer(question)]
    thing = (
        _singular_head(several["things"]) if several and is_plural(several["things"]) else nouns[-1] if nouns else ""
    )
    article = "an" if thing[:1].lower() in "aeiou" else "a"
    return f"{core[: one.start()]}{article} {thing}{core[one.end() :]}" if thing else None


def _singular_head(things: str) -> str:
    """Return the singular of some things: "solar cooker" for "types of solar cooker", "tour" for "tours of Europe"."""
    words = _PREPOSITION_INSIDE.split(_BEFORE_THINGS.sub("", things, count=1))[0].split()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def things_asked_for(question: str) -> str:
    """Return the things that a question asks for: "plans" for "what plans do you have"; "" if for at most one."""
    intent = read_intent(question)
    asked = intent.topic if intent.kind == "list" else question if _HOW_MANY.match(question) else ""
    sorts = _AFTER_THINGS.sub("", asked, count=1).strip(" ?!.…")
    things = _BEFORE_THINGS.sub("", sorts, count=1)
    if not things or re.fullmatch(_PROPERTIES, things, re.IGNORECASE):
        return ""
    return things if is_plural(things.split()[-1]) else sorts if is_plural(sorts.split()[0]) else ""


def replace_noun(question: str, noun: str) -> str | None:
    """Return the question with another noun in place of its only definite one: "what did the king do" and "the queen"
    give "what did the queen do". Return None if it has none, or more than one.
    """
    found = [match.span(match.lastgroup or 0) for match in _DEFINITE.finditer(question)]
    if len(found) != 1:
        return None
    start, end = found[0]
    return f"{question[:start]}{noun}{question[end:]}"


def replace_one(question: str, fragment: str) -> str | None:
    """Return the question about another one of its only definite noun, without the time that belongs to that: "what
    happened to the Macau embassy of 1640" and "the next one" give "what happened to the next Macau embassy". Return
    None if it has no such noun, or the fragment names no other one.
    """
    asked, nouns = _ANOTHER_ONE.fullmatch(fragment), [*_DEFINITE.finditer(question)]
    if asked is None or len(nouns) != 1:
        return None
    start, end = nouns[0].span(nouns[0].lastgroup or 0)
    noun, rest = _RANKED.sub("", question[start:end]), _OF_A_YEAR.sub("", question[end:])
    return f"{question[:start]}{asked['which']} {noun}{rest}"


def replace_kind(question: str, kind: str) -> str | None:
    """Return the question about another kind of its last noun: "how do I make a copper pick" and "the steel one" give
    "how do I make a steel pick". Return None if `kind` names no kind, or is a name alone and the noun has no modifier
    that it could replace.
    """
    asked = _OTHER_KIND.fullmatch(kind)
    old = next(reversed([*_MODIFIED_NOUN.finditer(question)]), None)
    if asked is None or old is None or not (asked["one"] or old[old.lastgroup or 0]):
        return None
    if asked["name"] and _ASKS_MAY_I.match(question):  # in "can i eat in the tea room", "and drink?" "drink" is a verb
        return None
    start, end = old.span(old.lastgroup or 0)
    return f"{question[:start]}{asked['one'] or asked['name']} {question[end:]}"
