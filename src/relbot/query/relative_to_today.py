"""Times relative to today in a question: "ten years ago", "in the last five years", "last century", "nowadays"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from relbot.temporal.calendar import Day
from relbot.temporal.interval import Interval, a_day, a_month, years

PRESENT_YEARS = 10
"""How far back "today" and "nowadays" reach, since sources are older than the questions about them. Set by hand."""

_NUMBERS = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"
_NUMBER_VALUES = dict(zip(_NUMBERS.split("|"), (1, 1, *range(1, 13), 20, 30, 40, 50, 100), strict=True))
_UNIT = r"(?P<unit>day|week|month|year|decade|century|centuries)s?"

_AGO = re.compile(rf"\b(?P<n>\d{{1,4}}|{_NUMBERS})\s{_UNIT}\sago\b", re.IGNORECASE)
_PAST = re.compile(
    rf"\b(?:in|over|during|for|within)\sthe\s(?:last|past)\s(?:(?P<n>\d{{1,4}}|{_NUMBERS})\s)?{_UNIT}\b(?!\sof\b)",
    re.IGNORECASE,
)
_CALENDAR_UNIT = re.compile(
    r"(?<!\bthe\s)\b(?P<which>last|this|next)\s(?P<unit>month|year|decade|century)\b(?!\sof\b)", re.IGNORECASE
)
_YESTERDAY = re.compile(r"\byesterday\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:nowadays|today|currently|these\sdays|at\spresent|at\sthe\smoment|right\snow|now(?=\s?\??$))\b(?!['’])",
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
    """The first time of a question that is relative to today; None where it has none."""
    for pattern, resolve in _RESOLVERS:
        if match := pattern.search(question):
            return RelativeToToday(resolve(match, today), match.start(), match.end(), pattern is _PRESENT)
    return None


def _ago(match: re.Match[str], today: date) -> Interval:
    """As precise as the unit: "ten years ago" is a year, "three days ago" a day, a week seven days around one."""
    count, unit = _quantity(match)
    day = _subtract(today, count, unit)
    if unit == "day":
        return Interval(day, day)
    if unit == "week":
        return Interval(Day.numbered(day.number - 3), Day.numbered(day.number + 3))
    return a_month(day.year, day.month) if unit == "month" else years(day.year)


def _past(match: re.Match[str], today: date) -> Interval:
    return Interval(_subtract(today, *_quantity(match)), Day.of(today))


def _calendar_unit(match: re.Match[str], today: date) -> Interval:
    """The month, year, decade or century before, of or after today."""
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    match match["unit"].lower():
        case "month":
            months = today.year * 12 + today.month - 1 + shift
            return a_month(months // 12, months % 12 + 1)
        case "year":
            return years(today.year + shift)
        case "decade":
            first = (today.year // 10 + shift) * 10
            return years(first, first + 9)
    first = ((today.year - 1) // 100 + shift) * 100 + 1
    return years(first, first + 99)


def _yesterday(_: re.Match[str], today: date) -> Interval:
    return a_day(*Day.of(today - timedelta(days=1)))


def _present(_: re.Match[str], today: date) -> Interval:
    return Interval(Day(today.year - PRESENT_YEARS, 1, 1), Day.of(today))


_RESOLVERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Interval]], ...] = (
    (_AGO, _ago),
    (_PAST, _past),
    (_CALENDAR_UNIT, _calendar_unit),
    (_YESTERDAY, _yesterday),
    (_PRESENT, _present),
)


def _quantity(match: re.Match[str]) -> tuple[int, str]:
    number = (match["n"] or "one").lower()
    unit = match["unit"].lower().replace("centuries", "century")
    return int(number) if number.isdigit() else _NUMBER_VALUES[number], unit


def _subtract(today: date, count: int, unit: str) -> Day:
    """The day so many units before today; the first day of a month or year for units longer than a week."""
    if unit in ("day", "week"):
        return Day.numbered(Day.of(today).number - count * (7 if unit == "week" else 1))
    if unit == "month":
        months = today.year * 12 + today.month - 1 - count
        return Day(months // 12, months % 12 + 1, 1)
    return Day(today.year - count * {"year": 1, "decade": 10, "century": 100}[unit], 1, 1)
