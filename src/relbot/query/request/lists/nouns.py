"""The head noun of a phrase, and whether it means several things."""

from __future__ import annotations

import re

from relbot.query.request.word_lists import SEVERAL
from relbot.text.english import is_plural

CLAUSE_AFTER = re.compile(
    r"\b(?:of|for|about|in|on|behind|who|that|which|at|to|from|with|between|against|involved|around|near|nearby|during"
    r"|under|over|by|within|among|outside|after|before|since|here|there|abroad|overseas|elsewhere|worldwide"
    r"|i|we|you|they|he|she)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\w{2,}(?:ed|ing)|held|built|made|won|lost|fought|sold|sent|given|taken|written|found|left|kept|seen|born|known",
    re.IGNORECASE,
)
"""A participle, which modifies the noun before it as a clause does: "the battles fought there"."""


def head_of(phrase: str) -> str:
    """Return the head noun of a phrase, before "of", "in", "who" and the like; "" for an empty phrase."""
    words = (CLAUSE_AFTER.split(phrase, maxsplit=1)[0].split() or phrase.split())[:6]
    while len(words) > 1 and _PARTICIPLE.fullmatch(words[-1]) and any(is_plural(word) for word in words[:-1]):
        words.pop()
    plural = [word for word in words if is_plural(word)]
    return plural[-1] if plural and plural[-1] == words[-1] else words[-1] if words else ""


def heads_plural(phrase: str) -> bool:
    """Return whether the head noun of a phrase is a plural."""
    return is_plural(head_of(phrase))


def is_several(noun: str) -> bool:
    """Return whether a noun is a plural, or means several things: "stuff"."""
    return is_plural(noun) or noun.lower() in SEVERAL
