"""Times relative to today in a question: "ten years ago", "in the last five years", "last century", "nowadays"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from relbot.temporal.calendar import Day
from relbot.temporal.date_patterns import NUMBERS
from relbot.temporal.interval import Interval, a_day
from relbot.temporal.relative_dates import UNITS, DateOffset, resolve

_PRESENT_YEARS = 10
"""How many years "today" and "nowadays" reach back, since sources are older than questions about them. Set by hand."""

_NUMBER = rf"(?P<n>\d{{1,4}}|an?|{'|'.join(NUMBERS)}|thirty|forty|fifty|hundred)"
_VALUES = {
    **{word: number for number, word in enumerate(NUMBERS, 1)},
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
_UNIT = rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"

_AGO = re.compile(rf"\b{_NUMBER}\s{_UNIT}\sago\b", re.IGNORECASE)
_PAST = re.compile(
    rf"\b(?:in|over|during|for|within)\sthe\s(?:last|past)\s(?:{_NUMBER}\s)?{_UNIT}\b(?!\sof\b)",
    re.IGNORECASE,
)
_NAMED_UNIT = re.compile(
    r"(?<!\bthe\s)\b(?P<which>last|this|next)\s(?P<unit>month|year|decade|century)\b(?!\sof\b)|\byesterday\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:nowadays|today|currently|these\sdays|at\spresent|at\sthe\smoment|right\snow|(?<!what\s)now(?=\s?\??$))\b(?!['’])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RelativeToToday:
    """An interval, from the words `question[start:end]`."""

    interval: Interval
    start: int
    end: int
    is_present: bool
    """True for "today", "nowadays" and the like."""


def relative_to_today(question: str, today: date) -> RelativeToToday | None:
    """Return the first time in a question that is relative to today; None if it has none."""
    for pattern, interval_of in _RESOLVERS:
        if match := pattern.search(question):
            return RelativeToToday(interval_of(match, today), match.start(), match.end(), pattern is _PRESENT)
    return None


def _ago(match: re.Match[str], today: date) -> Interval:
    """Return an interval as precise as the unit: "ten years ago" is a year, "three days ago" a day, "a week ago" the
    seven days around that day.
    """
    return _at(today, DateOffset.counted(-_number(match), UNITS[match["unit"].lower()]))


def _past(match: re.Match[str], today: date) -> Interval:
    count, unit = _number(match), UNITS[match["unit"].lower()]
    start = DateOffset("day", -7 * count) if unit == "week" else DateOffset.counted(-count, unit)
    return Interval(_at(today, start).first, Day.of(today))


def _named_unit(match: re.Match[str], today: date) -> Interval:
    """Return yesterday, or the previous, current or next month, year, decade or century."""
    if match["unit"] is None:
        return _at(today, DateOffset("day", -1))
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    return _at(today, DateOffset(UNITS[match["unit"].lower()], shift))


def _present(_: re.Match[str], today: date) -> Interval:
    return Interval(Day(today.year - _PRESENT_YEARS, 1, 1), Day.of(today))


_RESOLVERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Interval]], ...] = (
    (_AGO, _ago),
    (_PAST, _past),
    (_NAMED_UNIT, _named_unit),
    (_PRESENT, _present),
)


def _number(match: re.Match[str]) -> int:
    words = (match["n"] or "one").lower()
    return int(words) if words.isdigit() else _VALUES.get(words, 1)


def _at(today: date, offset: DateOffset) -> Interval:
    """Return the unit at an offset from today."""
    day = a_day(*Day.of(today))
    return resolve(offset, day) or day
