"""Applies the words around a date to its interval, e.g. "early", "from … to …", "since the".

"Early" in a decade means its first third. Parts are rounded outwards: those of longer intervals to years, of years to
months, of months to days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from relbot.temporal.interval import Interval, Modifier, a_month, event_with_modifier, with_modifier, years

_LOOKBEHIND = 48
"""Number of characters before a date that are searched for modifying words."""


class ResolvedDate(NamedTuple):
    """A date expression, `sentence[start:end]`, with its interval."""

    start: int
    end: int
    interval: Interval
    inferred: bool
    """Whether other dates were needed to resolve it."""


_PARTS = {
    words: fractions
    for fractions, synonyms in {
        (0, 1 / 3): ("early", "beginning", "start", "first third"),
        (1 / 3, 2 / 3): ("mid", "middle"),
        (2 / 3, 1): ("late", "end", "close", "last third"),
        (0, 2 / 3): ("early to mid",),
        (1 / 3, 1): ("mid to late", "mid late"),
        (0, 1 / 2): ("first half",),
        (1 / 2, 1): ("second half", "latter half"),
        (0, 1 / 4): ("first quarter",),
        (1 / 4, 1 / 2): ("second quarter",),
        (1 / 2, 3 / 4): ("third quarter",),
        (3 / 4, 1): ("fourth quarter", "last quarter", "final quarter"),
    }.items()
    for words in synonyms
}
"""The part of a calendar unit that each expression denotes, as fractions of the unit's length."""
_PART_BEFORE = re.compile(
    r"(?<!\w)(?:the\s)?(?P<part>early[-\s]to[-\s]mid|mid[-\s](?:to[-\s])?late|early|mid|late"
    r"|turn(?=\sof\sthe\s)|(?:beginning|start|middle|end|close|(?:first|second|latter)\shalf|(?:first|last)\sthird"
    r"|(?:first|second|third|fourth|last|final)\squarter)(?=\sof))(?:\sof(?:\sthe)?)?[-\s]$",
    re.IGNORECASE,
)

_MODIFIERS: dict[Modifier, tuple[str, ...]] = {
    "since": ("since",),
    "after": ("after", "following", "post-"),
    "before": ("before", "prior to", "pre-"),
    "until": ("until", "till", "up to"),
    "by": ("by",),
    "about": ("around", "about", "approximately", "circa", "ca.", "ca", "c.", "c"),
}
_MODIFIER_OF = {words: modifier for modifier, synonyms in _MODIFIERS.items() for words in synonyms}
_MODIFIER_BEFORE = re.compile(
    r"(?<!\w)(?P<words>since|after|following|before|prior\sto|until|till|up\sto|by|around|about|approximately|circa|ca?\.?"
    r"|(?:post|pre)-(?=$))\s?(?:about\s|around\s)?(?:(?:the\s)?years?\s|(?P<the>the\s))?$",
    re.IGNORECASE,
)
# "A decade after the 1973 crisis" is not an open interval, and "not until 1978" denotes 1978.
_NOT_OPEN = re.compile(
    r"\b(?:(?:day|week|month|year|decade|centur(?:y|ie)|generation)s?|not|named|only|shortly|soon|just|immediately)\s$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"\s(?:onwards?|forwards?|(?:to|until)\s(?:the\s)?(?:present|today|now))\b|\son\b(?=[,.;)]|$)", re.IGNORECASE
)
_FROM_BEFORE = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)

_OPENING = re.compile(r"\b(?P<word>from|between)\s(?:about\s|around\s|c\.\s)?(?:the\s)?$", re.IGNORECASE)
_TO = re.compile(r"\s?(?:[-‐-―]|\b(?:to|until|till|through)\b)\s?(?:about\s|around\s|c\.\s)?(?:the\s)?", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|or)\s(?:the\s)?", re.IGNORECASE)


def apply_part(sentence: str, date: ResolvedDate) -> ResolvedDate:
    """Narrow a date to the part denoted by the words before it, e.g. "early" or "the first half of"."""
    before = _PART_BEFORE.search(sentence, max(0, date.start - _LOOKBEHIND), date.start)
    if before is None or not (date.interval.whole_years or date.interval.precision == "month"):
        return date
    part = " ".join(before["part"].lower().replace("-", " ").split())
    if part == "turn":
        turn = with_modifier(years(date.interval.first.year - 1), "about")
        return date._replace(start=before.start("part"), interval=turn)
    low, high = _PARTS[part]
    if date.interval.precision == "year" and high - low > 1 / 2:
        return date._replace(start=before.start("part"))  # two thirds of a year are roughly the year
    return date._replace(start=before.start("part"), interval=_part_of(date.interval, low, high))


def _part_of(whole: Interval, low: float, high: float) -> Interval:
    """Return the part of an interval between two fractions (0–1) of its length, rounded outwards."""
    first = whole.first
    if whole.precision == "month":
        days = whole.last.day
        return Interval(first._replace(day=floor(days * low) + 1), first._replace(day=ceil(days * high)))
    if whole.precision == "year":
        begin, end = a_month(first.year, floor(12 * low) + 1), a_month(first.year, ceil(12 * high))
        return Interval(begin.first, end.last)
    length = whole.last.year - first.year + 1
    return years(first.year + floor(length * low), first.year + ceil(length * high) - 1)


def join_ranges(sentence: str, dates: Sequence[ResolvedDate]) -> Iterator[tuple[ResolvedDate, bool]]:
    """Join two dates connected by "to", a dash or "between … and …" into one range.

    Yield each date, and whether it is a range that begins with "from" or "between".
    """
    index = 0
    while index < len(dates):
        date, index = dates[index], index + 1
        opening = _OPENING.search(sentence, max(0, date.start - _LOOKBEHIND), date.start)
        between = opening is not None and opening["word"].lower() == "between"
        following = dates[index] if index < len(dates) else None
        if following and _is_range(sentence, date, following, between):
            start = opening.start() if opening else date.start
            interval = Interval(date.interval.first, following.interval.last)
            yield ResolvedDate(start, following.end, interval, date.inferred or following.inferred), opening is not None
            index += 1
        else:
            yield date, False


def _is_range(sentence: str, first: ResolvedDate, last: ResolvedDate, between: bool) -> bool:
    if first.interval.is_open or last.interval.is_open or first.interval.first > last.interval.last:
        return False
    gap = (first.end, last.start)
    return bool(_TO.fullmatch(sentence, *gap) or (between and _AND.fullmatch(sentence, *gap)))


def apply_modifier(sentence: str, date: ResolvedDate, is_opened_range: bool) -> ResolvedDate:
    """Apply "since", "until the", "from … onwards" etc. to a date, except to a range opened by "from" or "between"."""
    if is_opened_range or date.interval.is_open:
        return date
    search_start = max(0, date.start - _LOOKBEHIND)
    onwards = _ONWARDS.match(sentence, date.end)
    from_ = _FROM_BEFORE.search(sentence, search_start, date.start)
    if from_ and onwards:
        return date._replace(start=from_.start(), end=onwards.end(), interval=with_modifier(date.interval, "since"))
    before = _MODIFIER_BEFORE.search(sentence, search_start, date.start)
    if before is None or _NOT_OPEN.search(sentence, max(0, before.start() - _LOOKBEHIND), before.start()):
        return date
    modifier = _MODIFIER_OF[" ".join(before["words"].lower().split())]
    if not before["the"] or date.interval.precision in ("decade", "century", "span"):
        return date._replace(start=before.start(), interval=with_modifier(date.interval, modifier))
    if modifier in ("about", "by"):  # "by the 1763 treaty"
        return date
    return date._replace(start=before.start(), interval=event_with_modifier(date.interval, modifier))
