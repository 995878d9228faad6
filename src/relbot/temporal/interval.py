"""Intervals of days, with the modifier of a date expression, compared and formatted: "after 1990", "about 1500"."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from relbot.temporal.calendar import BEGINNING, END, MONTHS, Day, days_in_month

Precision = Literal["day", "month", "year", "decade", "century", "span"]
Modifier = Literal["in", "about", "by", "since", "after", "before", "until"]
"""How a date bounds the interval, like TimeML's `mod`: "after 1990" is open and begins in 1991, "by 1990" is 1990."""

_OPEN_YEARS = 30
"""Years, a generation, to which `overlap` limits an open end. Set by hand: "lived until 1999" says something of the
1970s and nothing of the Middle Ages."""

_ABOUT_YEARS = 5
"""Years by which `overlap` widens "about 1500" on either side. Set by hand."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from the first to the last, both inclusive; sorts chronologically. Raises ValueError where last < first."""

    first: Day
    last: Day
    modifier: Modifier = "in"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"An interval cannot end on {self.last} before it begins on {self.first}.")

    @property
    def is_open(self) -> bool:
        return self.first == BEGINNING or self.last == END

    @property
    def whole_years(self) -> bool:
        """Whether it begins and ends with a year."""
        return self.first.begins("year") and self.last.ends("year")

    def contains(self, other: Interval) -> bool:
        """Whether all days of another are among its own."""
        return self.first <= other.first and other.last <= self.last

    @property
    def days(self) -> int:
        """Its length; an open interval extends to the end of the calendar."""
        return self.last.number - self.first.number + 1

    @property
    def precision(self) -> Precision:
        """The calendar unit that it is exactly one of, or "span"."""
        first, last = self.first, self.last
        if first == last:
            return "day"
        if first[:2] == last[:2] and first.begins("month") and last.ends("month"):
            return "month"
        if not self.whole_years:
            return "span"
        match last.year - first.year + 1:  # ten years that begin elsewhere are a span: 1956–1965 is no decade
            case 1:
                return "year"
            case 10 if first.year % 10 == 0:
                return "decade"
            case 100 if first.year % 100 in (0, 1):
                return "century"
        return "span"

    def __str__(self) -> str:
        return _formatted(self)


def a_day(year: int, month: int, day: int) -> Interval:
    """The interval of one day. Raises ValueError where the month has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        raise ValueError(f"There is no day {day} in month {month} of {year}.")
    return Interval(Day(year, month, day), Day(year, month, day))


def a_month(year: int, month: int) -> Interval:
    """The interval of one month."""
    return Interval(Day(year, month, 1), Day(year, month, days_in_month(year, month)))


def years(first: int, last: int | None = None) -> Interval:
    """The interval of one or more whole years."""
    return Interval(Day(first, 1, 1), Day(first if last is None else last, 12, 31))


def with_modifier(date: Interval, modifier: Modifier) -> Interval:
    """The interval that a date denotes after a modifier: "before" 1950 ends with 1949 and has no beginning."""
    match modifier:
        case "since":
            return Interval(date.first, END, modifier)
        case "after":
            return Interval(Day.numbered(date.last.number + 1), END, modifier)
        case "before":
            return Interval(BEGINNING, Day.numbered(date.first.number - 1), modifier)
        case "until":
            return Interval(BEGINNING, date.last, modifier)
    return Interval(date.first, date.last, modifier)


def event_with_modifier(date: Interval, modifier: Modifier) -> Interval:
    """The same for an event within a date: "after the 1973 crisis" begins in 1973."""
    inclusive: dict[Modifier, Modifier] = {"after": "since", "before": "until"}
    return with_modifier(date, modifier if date.precision == "day" else inclusive.get(modifier, modifier))


def reference_day(interval: Interval) -> Day:
    """The day that represents an interval: its first, or of an open one the day that it is named by ("after 1990")."""
    match interval.modifier:
        case "after":
            return Day.numbered(interval.first.number - 1)
        case "before":
            return Day.numbered(interval.last.number + 1)
        case "until":
            return interval.last
    return interval.first


def hull(one: Interval, other: Interval) -> Interval:
    """The shortest interval that two lie in."""
    return Interval(min(one.first, other.first), max(one.last, other.last))


def overlap(mentioned: Interval, queried: Interval) -> float:
    """How well the interval that a sentence mentions fits the one that is queried, 0–1.

    1 where it lies inside, 0 where it lies outside; otherwise 1 / (1 + log10(its days / common days)): 1/2 for the
    1970s against 1975. An open end is limited to `_OPEN_YEARS`.
    """
    mentioned = _limit_open_end(mentioned)
    exact = _containment(mentioned, queried)
    if "about" in (mentioned.modifier, queried.modifier):
        return max(exact, _containment(_widen_about(mentioned), _widen_about(queried)) / 2)
    return exact


def reach(queried: Interval) -> Interval:
    """The days of which an interval holds one wherever `overlap` is above 0, "about" or not; for a coarse search."""
    wide = _widen_about(queried)
    around = years(wide.first.year - _ABOUT_YEARS, wide.last.year + _ABOUT_YEARS)
    return Interval(BEGINNING if wide.first == BEGINNING else around.first, END if wide.last == END else around.last)


def _limit_open_end(interval: Interval) -> Interval:
    first = Day(interval.last.year - _OPEN_YEARS, 1, 1) if interval.first == BEGINNING else interval.first
    last = Day(interval.first.year + _OPEN_YEARS, 12, 31) if interval.last == END else interval.last
    return Interval(first, last, interval.modifier)


def _containment(mentioned: Interval, queried: Interval) -> float:
    first, last = max(mentioned.first, queried.first), min(mentioned.last, queried.last)
    if last < first:
        return 0.0
    return 1 / (1 + math.log10(mentioned.days / (last.number - first.number + 1)))


def _widen_about(interval: Interval) -> Interval:
    if interval.modifier != "about":
        return interval
    return years(interval.first.year - _ABOUT_YEARS, interval.last.year + _ABOUT_YEARS)


def _formatted(interval: Interval) -> str:
    """The interval with its modifier."""
    match interval.modifier:
        case "since":
            return f"since {_format_bound(interval.first, interval.first.begins)}"
        case "after":
            last = reference_day(interval)
            return f"after {_format_bound(last, last.ends)}"
        case "before":
            first = reference_day(interval)
            return f"before {_format_bound(first, first.begins)}"
        case "until":
            return f"until {_format_bound(interval.last, interval.last.ends)}"
        case "about" | "by":
            article = "the " if interval.precision in ("decade", "century") else ""
            return f"{interval.modifier} {article}{_format_closed(interval)}"
    return _format_closed(interval)


def _format_closed(interval: Interval) -> str:
    """A closed interval, without its modifier."""
    first, last = interval.first, interval.last
    match interval.precision:
        case "day":
            return _format_day(first)
        case "month":
            return _format_month(first)
        case "year":
            return _format_year(first.year)
        case "decade" if first.year > 0:
            return f"{first.year}s"
        case "century" if first.year > 0 and first.year % 100 == 0:
            return f"{first.year}s"
        case "century" if first.year % 100 == 1:
            return (
                f"{_format_ordinal(last.year // 100)} century"
                if first.year > 0
                else f"{_format_ordinal(-first.year // 100 + 1)} century BC"
            )
    if interval.whole_years:
        if last.year < 1:
            return f"{1 - first.year}–{1 - last.year} BC"
        return f"{first.year}–{last.year}" if first.year > 0 else f"{_format_year(first.year)} – AD {last.year}"
    if first.begins("month") and last.ends("month"):
        same_year = first.year == last.year
        return f"{MONTHS[first.month - 1] if same_year else _format_month(first)} – {_format_month(last)}"
    if first[:2] == last[:2]:
        return f"{first.day}–{_format_day(last)}"
    same_year = first.year == last.year
    return f"{f'{first.day} {MONTHS[first.month - 1]}' if same_year else _format_day(first)} – {_format_day(last)}"


def _format_bound(day: Day, bounds: Callable[[Literal["month", "year"]], bool]) -> str:
    """A day as the year or month that begins or ends with it, as `bounds` tells."""
    if bounds("year"):
        return _format_year(day.year)
    return _format_month(day) if bounds("month") else _format_day(day)


def _format_day(day: Day) -> str:
    return f"{day.day} {_format_month(day)}"


def _format_month(day: Day) -> str:
    return f"{MONTHS[day.month - 1]} {_format_year(day.year)}"


def _format_year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 1000 else str(year)


def _format_ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
