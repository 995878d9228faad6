"""The words around a date: "early", "from … to …", "since the".

An early decade is its first third, rounded outwards; so are the parts of years (to months) and months (to days).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from relbot.temporal.interval import Interval, Manner, a_month, held, held_by_event, years

REACH = 48
"""Characters before a date in which such words are looked for."""


class Dated(NamedTuple):
    """A date whose days are known, `sentence[start:end]`."""

    start: int
    end: int
    interval: Interval
    inferred: bool


PARTS = {
    words: share
    for share, alike in {
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
    for words in alike
}
PART_BEFORE = re.compile(
    r"(?<!\w)(?:the\s)?(?P<part>early\sto\smid|mid[-\s](?:to\s)?late|early|mid|late"
    r"|turn(?=\sof\sthe\s)|(?:beginning|start|middle|end|close|(?:first|second|latter)\shalf|(?:first|last)\sthird"
    r"|(?:first|second|third|fourth|last|final)\squarter)(?=\sof))(?:\sof(?:\sthe)?)?[-\s]$",
    re.IGNORECASE,
)

MANNERS: dict[Manner, tuple[str, ...]] = {
    "since": ("since",),
    "after": ("after", "following", "post-"),
    "before": ("before", "prior to", "pre-"),
    "until": ("until", "till", "up to"),
    "by": ("by",),
    "about": ("around", "about", "approximately", "circa", "ca.", "ca", "c.", "c"),
}
MANNER_OF = {words: manner for manner, alike in MANNERS.items() for words in alike}
MANNER_BEFORE = re.compile(
    r"(?<!\w)(?P<words>since|after|following|before|prior\sto|until|till|up\sto|by|around|about|approximately|circa|ca?\.?"
    r"|(?:post|pre)-(?=$))\s?(?:about\s|around\s)?(?P<the>the\s)?$",
    re.IGNORECASE,
)
# "A decade after the 1973 crisis" is not open, and what was "not until 1978" was in 1978.
NOT_OPEN = re.compile(
    r"\b(?:(?:day|week|month|year|decade|centur(?:y|ie)|generation)s?|not|named|only|shortly|soon|just|immediately)\s$",
    re.IGNORECASE,
)
ONWARDS = re.compile(
    r"\s(?:onwards?|forwards?|(?:to|until)\s(?:the\s)?(?:present|today|now))\b|\son\b(?=[,.;)]|$)", re.IGNORECASE
)
FROM_BEFORE = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)

OPENING = re.compile(r"\b(?P<word>from|between)\s(?:about\s|around\s|c\.\s)?(?:the\s)?$", re.IGNORECASE)
TO = re.compile(r"\s?(?:[-‐-―]|\b(?:to|until|till|through)\b)\s?(?:about\s|around\s|c\.\s)?(?:the\s)?", re.IGNORECASE)
AND = re.compile(r"\s(?:and|or)\s(?:the\s)?", re.IGNORECASE)


def with_part(sentence: str, piece: Dated) -> Dated:
    """What "early" and "the first half of" make of a date."""
    before = PART_BEFORE.search(sentence, max(0, piece.start - REACH), piece.start)
    if before is None or not (piece.interval.whole_years or piece.interval.precision == "month"):
        return piece
    part = " ".join(before["part"].lower().replace("-", " ").split())
    if part == "turn":
        return piece._replace(start=before.start("part"), interval=held(years(piece.interval.first.year - 1), "about"))
    low, high = PARTS[part]
    return piece._replace(start=before.start("part"), interval=_share(piece.interval, low, high))


def _share(whole: Interval, low: float, high: float) -> Interval:
    """The part from one share of the whole to another, 0–1, rounded outwards."""
    first = whole.first
    if whole.precision == "month":
        days = whole.last.day
        return Interval(first._replace(day=floor(days * low) + 1), first._replace(day=ceil(days * high)))
    if whole.precision == "year":
        begin, end = a_month(first.year, floor(12 * low) + 1), a_month(first.year, ceil(12 * high))
        return Interval(begin.first, end.last)
    length = whole.last.year - first.year + 1
    return years(first.year + floor(length * low), first.year + ceil(length * high) - 1)


def joined(sentence: str, pieces: Sequence[Dated]) -> Iterator[tuple[Dated, bool]]:
    """Two dates joined by "to" or a dash are one, and so are two "between … and …"; tells if a word opens it."""
    index = 0
    while index < len(pieces):
        piece, index = pieces[index], index + 1
        opening = OPENING.search(sentence, max(0, piece.start - REACH), piece.start)
        between = opening is not None and opening["word"].lower() == "between"
        following = pieces[index] if index < len(pieces) else None
        if following and _makes_a_span(sentence, piece, following, between):
            start = opening.start() if opening else piece.start
            interval = Interval(piece.interval.first, following.interval.last)
            yield Dated(start, following.end, interval, piece.inferred or following.inferred), opening is not None
            index += 1
        else:
            yield piece, False


def _makes_a_span(sentence: str, first: Dated, last: Dated, between: bool) -> bool:
    if first.interval.is_open or last.interval.is_open or first.interval.first > last.interval.last:
        return False
    words = (first.end, last.start)
    return bool(TO.fullmatch(sentence, *words) or (between and AND.fullmatch(sentence, *words)))


def with_manner(sentence: str, piece: Dated, opened: bool) -> Dated:
    """What "since", "until the" or "from … onwards" make of a date."""
    if opened or piece.interval.is_open:
        return piece
    reach = max(0, piece.start - REACH)
    onwards = ONWARDS.match(sentence, piece.end)
    from_ = FROM_BEFORE.search(sentence, reach, piece.start)
    if from_ and onwards:
        return piece._replace(start=from_.start(), end=onwards.end(), interval=held(piece.interval, "since"))
    before = MANNER_BEFORE.search(sentence, reach, piece.start)
    if before is None or NOT_OPEN.search(sentence, max(0, before.start() - REACH), before.start()):
        return piece
    manner = MANNER_OF[" ".join(before["words"].lower().split())]
    if not before["the"] or piece.interval.precision in ("decade", "century", "span"):
        return piece._replace(start=before.start(), interval=held(piece.interval, manner))
    if manner in ("about", "by"):  # "by the 1763 treaty"
        return piece
    return piece._replace(start=before.start(), interval=held_by_event(piece.interval, manner))
