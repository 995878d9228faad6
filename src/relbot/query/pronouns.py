"""Pronouns that a question leaves open, and the names that they may stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.question_words import ASKING, ASKS, AUXILIARY
from relbot.text import proper_names

_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|she|him|her|his)|(?P<they>they|them|their)|(?P<it>it|its)|(?P<that>that|this|those|these))\b",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset({"his", "its", "their"})
_ANTECEDENT = re.compile(
    rf"\b(?:the|a|an)\s\w+|^(?:{ASKING}\s)?(?:\w+\s){{0,3}}?{AUXILIARY}\s(?!{_PRONOUN.pattern})\w+", re.IGNORECASE
)
_MONTHS = re.compile(
    "january|february|march|april|may|june|july|august|september|october|november|december", re.IGNORECASE
)
_MOST = 2
"""Names tried for one pronoun."""


def named(text: str) -> list[proper_names.Name]:
    """The names in a text that are no dates."""
    return [
        name for name in proper_names.read(text) if not _MONTHS.fullmatch(name.words) and not ASKS.fullmatch(name.words)
    ]


def unresolved(said: str) -> re.Match[str] | None:
    """The first pronoun that stands for something not said."""
    for match in _PRONOUN.finditer(said):
        before, after = said[: match.start()], said[match.end() :]
        if match["that"]:
            if re.search(rf"\b{AUXILIARY}\s$", before, re.IGNORECASE) or not after.strip():
                return match
        elif not named(before) and not _ANTECEDENT.search(before) and not _has_owner(match, before):
            return match
    return None


def holds_one(said: str) -> bool:
    """Whether there is a pronoun at all."""
    return _PRONOUN.search(said) is not None


def put_in(name: str, pronoun: re.Match[str]) -> str:
    """A question with a name in the pronoun's place."""
    said = pronoun.string
    of = "'s" if pronoun[0].lower() in _POSSESSIVE else ""
    return f"{said[: pronoun.start()]}{name}{of}{said[pronoun.end() :]}?"


def referents(pronoun: re.Match[str], topic: str, answer: str, earlier: Sequence[str] = ()) -> list[str]:
    """Names that a pronoun may stand for, likeliest first, some at the most: of what was asked about last, of the
    answer, and of what the talk was about before that.
    """
    asked = named(topic)
    answered = [name.words for name in named(answer) if name.start or len(name.parts) > 1]
    if pronoun["they"] and asked:
        end = asked[0].end
        for name in asked[1:]:
            end = name.end if topic[end : name.start] == " and " else end
        return [topic[asked[0].start : end]]
    if pronoun["he"]:
        persons = [name.words for name in reversed(asked) if name.words == with_article(topic, name)]
        found = [*persons, *answered]
        return list(dict.fromkeys([*found[:_MOST], *earlier[:1]]))
    if pronoun["it"]:
        return list(dict.fromkeys([*(with_article(topic, name) for name in asked), *answered]))[:_MOST]
    return []


def with_article(text: str, name: proper_names.Name) -> str:
    """A name as it stands in a text, with "the" where that is before it."""
    return f"the {name.words}" if text[: name.start].lower().endswith("the ") else name.words


def _has_owner(pronoun: re.Match[str], before: str) -> bool:
    """Whether what is asked for has what is "its", as in "Which country sent its troops"."""
    asks_by_verb = re.search(rf"\b{AUXILIARY}\b", before, re.IGNORECASE)
    return pronoun[0].lower() in _POSSESSIVE and bool(before) and not asks_by_verb
