"""The months that a text is about ("March to October", "in winter"), since hours and prices depend on the season."""

from __future__ import annotations

import re

from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_patterns import lowered, parse_month
from relbot.text.terms import stems

_NAME = "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in MONTHS)
_RANGE = re.compile(
    rf"\b(?P<first>{_NAME})\b\.?\s?(?:-|–|—|to|till|until|through)\s?(?P<last>{_NAME})\b", re.IGNORECASE
)
_SEASONS = {
    "spring": frozenset((3, 4, 5)),
    "summer": frozenset((6, 7, 8)),
    "autumn": frozenset((9, 10, 11)),
    "fall": frozenset((9, 10, 11)),
    "winter": frozenset((12, 1, 2)),
}
_SEASON = re.compile(
    r"\b(?:in|during|over)\s(?:the\s)?(?P<season>spring|summer|autumn|fall|winter)(?:time)?\b", re.IGNORECASE
)
_MONTH_ASKED = re.compile(rf"\b(?:in|during)\s(?P<month>{'|'.join(MONTHS)})\b(?!\s\d)", re.IGNORECASE)
_SEASON_NAMED = re.compile(rf"\b(?P<season>{'|'.join(_SEASONS)})\b", re.IGNORECASE)
_MONTH_NAMED = re.compile(rf"\b(?P<month>{_NAME})\b")


def months_asked(question: str) -> frozenset[int]:
    """Return the months that a question asks about, by season or name, in any year."""
    _, months = season_asked(question)
    return months.union(parse_month(match["month"]) for match in _MONTH_ASKED.finditer(question))


def months_told(heading: str) -> frozenset[int]:
    """Return the months that a heading names: spans and single months, or else those of a season."""
    named = months_from_to(heading).union(parse_month(match["month"]) for match in _MONTH_NAMED.finditer(heading))
    seasons = (_SEASONS[lowered(match["season"])] for match in _SEASON_NAMED.finditer(heading))
    return named or frozenset[int]().union(*seasons)


def months_named(words: str) -> frozenset[int]:
    """The months that some words name, as people type them: "july", "in december", "winter"."""
    return months_told(words.title())


def season_asked(question: str) -> tuple[frozenset[str], frozenset[int]]:
    """Return the stems of the season that a question asks about, and its months in the northern hemisphere (1 is
    January); both empty if it names no season.
    """
    match = _SEASON.search(question)
    if match is None:
        return frozenset(), frozenset()
    return frozenset(stems(match["season"])), _SEASONS[lowered(match["season"])]


def months_from_to(text: str) -> frozenset[int]:
    """Return the months of the spans in a text, which may cross the end of a year: "November to February"."""
    found = set[int]()
    for match in _RANGE.finditer(text):
        first, last = parse_month(match["first"]), parse_month(match["last"])
        found |= {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}
    return frozenset(found)
