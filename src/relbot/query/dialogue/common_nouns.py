"""Common nouns of the question before: the one that a pronoun takes up, the one that another noun replaces, and the one
of which another kind is asked about ("and the steel one?").
"""

from __future__ import annotations

import re

from relbot.query.dialogue.pronouns import PREPOSITION, PRONOUN, entity_names
from relbot.query.question_words import AUXILIARY
from relbot.query.request.intent import read_intent
from relbot.text.english import is_plural

_PHRASE_END = (
    rf"(?=\W*$|\W*[,;]|\s(?:{PREPOSITION}|when|where|who|which|that|and|or|but|as|than|there|here|now|then|too)\b)"
)
_VALUES = (
    r"(?:years?|months?|days?|weekdays?|dates?|times?|hours?|centur(?:y|ies)|decades?|age|sizes?|kinds?|sorts?|types?"
    r"|ways?)"
)
"""What is asked of a thing and is none: "what year did it start"."""
_OBJECT = re.compile(
    rf"\b(?!(?!ha[sd]|have){AUXILIARY}\s|{PREPOSITION}\s)[\w'’]+"
    rf"\s(?:an?|the|some|any|another)\s(?P<noun>(?:[\w-]+\s)??(?:[\w-]+\s)??[^\W\d_]+){_PHRASE_END}"
    rf"|^(?:what|which)\s(?P<asked>(?!(?:{AUXILIARY}|{_VALUES})\b)[^\W\d_]+)\s(?={AUXILIARY}\b)"
    rf"|\b{AUXILIARY}\s(?:an?|the)\s(?P<alone>[^\W\d_]+)(?=\W*$)"
    r"|^(?:is|are|was|were)\sthere\s(?:an?\s|any\s|some\s)?(?P<there>[^\W\d_][\w-]*(?:\s[\w-]+){0,4})(?=\W*$)",
    re.IGNORECASE,
)
"""A common noun in the place of the object, the one that is asked for ("which car"), the only one, or what there may
be, with all that is said of it ("is there a plugin for dungeons")."""
_DEFINITE = re.compile(
    rf"\b(?!(?:is|are|was|were)\b){AUXILIARY}\s(?P<subject>the\s[\w-]+)(?=\s[\w-])"
    r"|\b(?:is|are|was|were)\s(?P<passive>the\s[\w-]+)(?=\s\w+(?:ed|en|wn|lt)\W*$)"
    rf"|\s(?P<object>the\s(?:[\w-]+\s)??(?:[\w-]+\s)??[^\W\d_]+){_PHRASE_END}",
    re.IGNORECASE,
)
"""A definite noun: as the subject of a verb, of a passive one, or anywhere else."""
_BEHIND = re.compile(rf"\s{PREPOSITION}\s", re.IGNORECASE)
_KIND = rf"(?:(?!(?:{PREPOSITION}|{AUXILIARY})\b)[\w-]+\s){{0,2}}"
_OF_A_KIND = re.compile(
    r"(?:^(?:is|are|was|were)|\b(?:do|does|did|can|could|will|would|should|must))"
    rf"\s(?:the|an?)\s(?P<of_subject>{_KIND})[^\W\d_]+(?=\s(?!(?:the|an?|(?-i:[A-Z][a-z]+))\b)[\w-])"
    rf"|\s(?:the|an?)\s(?P<of_object>{_KIND})[^\W\d_]+{_PHRASE_END}",
    re.IGNORECASE,
)
"""A noun with what tells its kind, as the subject of a verb or up to the end of its phrase: "the heron room", but not
"the heron" with a verb that has an object: "did the heron meet Kim"."""
_OTHER_KIND = re.compile(
    r"(?:the|an?)\s(?!(?:other|first|second|third|last|next|previous|same)\b)(?P<one>[\w-]+(?:\s[\w-]+)?)\sones?"
    r"|(?!(?:the|an?)\s)(?P<name>[^\W\d_]+)",
    re.IGNORECASE,
)
"""Another kind of what was spoken of: "the steel one", or its name alone."""
_WHICH_ONE = re.compile(
    r"(?:and\s)?(?:which|what(?!\s(?:do|did|does|can|could|would|should|will|must)\b))"
    rf"(?:\s(?:one|of\s(?:them|these|those)))?\s(?P<rest>(?:{AUXILIARY}|costs?)\s(?!(?:it|they|that|this)\b).+)",
    re.IGNORECASE,
)
"""One of several: "which one has the most", "what is the cheapest", but not "what did she do with it"."""
_HOW_MANY = re.compile(r"how\smany\s", re.IGNORECASE)
_BEFORE_THINGS = re.compile(r"(?:how\smany\s|(?:kinds?|sorts?|types?)\sof\s|of\sthe\s)+", re.IGNORECASE)
_BEHIND_THINGS = re.compile(rf"\s{AUXILIARY}\b.*", re.IGNORECASE)
"""Around several things that are asked for: "kinds of bread do you sell"."""
_ASKS_MAY_I = re.compile(rf"{AUXILIARY}\s(?:i|we|you|one)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(r"(?:and\s)?who", re.IGNORECASE)


def focus(question: str, pronoun: re.Match[str]) -> str | None:
    """The thing that the previous question asked about or brought up, which "it" or "they" takes up before the names:
    of "do they get a ring" the ring, of "what is wrong with the jetty" that. None where that question has the pronoun
    itself, which then still means the same.

    Centering theory (Grosz, Joshi and Weinstein 1995) ranks what fills a question's grammatical roles before what
    stands behind a preposition.
    """
    kind = "it" if pronoun["it"] else "they" if pronoun["they"] else ""
    if not kind or any(match[kind] for match in PRONOUN.finditer(question)):
        return None
    nouns = [match[match.lastgroup or 0] for match in _OBJECT.finditer(question)]
    fitting = [noun for noun in nouns if is_plural(_head(noun)) == (kind == "they")]
    if fitting:
        return f"the {fitting[-1]}"
    things = [match["object"] for match in _DEFINITE.finditer(question) if match["object"]]
    is_only_one = len(things) == 1 and is_plural(things[0].split()[-1]) == (kind == "they")
    return things[0] if is_only_one and not entity_names(question) and not _ASKS_WHO.match(question) else None


def _head(noun: str) -> str:
    """The last word of a noun before what is said of it: "plugin" of "map plugin for dungeons"."""
    return _BEHIND.split(noun)[0].split()[-1]


def of_those_asked_for(question: str, core: str) -> str | None:
    """What is asked of one of those that the question before asked for: of "what plans do you have" and "which is the
    cheapest", "which of the plans is the cheapest"; None where it asked for none, or which is said.
    """
    asked, things = _WHICH_ONE.fullmatch(core), _things_asked_for(question)
    return f"which of the {things} {asked['rest']}" if asked and things else None


def _things_asked_for(question: str) -> str:
    """Several things that a question is for: "plans" of "what plans do you have"; "" where it is for one at most."""
    intent = read_intent(question)
    asked = intent.topic if intent.kind == "list" else question if _HOW_MANY.match(question) else ""
    things = _BEHIND_THINGS.sub("", _BEFORE_THINGS.sub("", asked, count=1), count=1).strip(" ?!.…")
    return things if things and is_plural(things.split()[-1]) else ""


def in_place_of_noun(question: str, noun: str) -> str | None:
    """The question with another noun in the place of its only definite one: of "what did the king do" and "the queen",
    "what did the queen do"; None where it has none, or more than one.
    """
    found = [match.span(match.lastgroup or 0) for match in _DEFINITE.finditer(question)]
    if len(found) != 1:
        return None
    start, end = found[0]
    return f"{question[:start]}{noun}{question[end:]}"


def of_another_kind(question: str, kind: str) -> str | None:
    """The question about another kind of its last noun: of "how do I make a copper pick" and "the steel one", "how do I
    make a steel pick"; None where no kind is named, or the noun of a mere name has none itself.
    """
    asked = _OTHER_KIND.fullmatch(kind)
    old = next(reversed([*_OF_A_KIND.finditer(question)]), None)
    if asked is None or old is None or not (asked["one"] or old[old.lastgroup or 0]):
        return None
    if asked["name"] and _ASKS_MAY_I.match(question):  # "can i eat in the tea room", "and drink?"
        return None
    start, end = old.span(old.lastgroup or 0)
    return f"{question[:start]}{asked['one'] or asked['name']} {question[end:]}"
