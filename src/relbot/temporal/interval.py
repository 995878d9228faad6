"""Intervals of days with the modifier of a date expression ("after 1990", "about 1500"): comparison and formatting."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from relbot.temporal.calendar import BEGINNING, END, MONTHS, Day, days_in_month

Precision = Literal["day", "month", "year", "decade", "century", "span"]
Modifier = Literal["in", "about", "by", "since", "after", "before", "until"]
"""How a date bounds the interval, like TimeML's `mod`: "after 1990" is open and begins in 1991; "by 1990" is 1990."""

_OPEN_YEARS = 30
"""Number of years (a generation) to which `overlap` limits an open end. Set by hand: "lived until 1999" says something
about the 1970s and nothing about the Middle Ages."""

_ABOUT_YEARS = 5
"""Number of years by which `overlap` widens "about 1500" on either side. Set by hand."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from the first to the last, both inclusive; sorts chronologically. Raises ValueError if last < first."""

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
        """Whether the interval consists of whole calendar years."""
        return self.first.begins("year") and self.last.ends("year")

    def contains(self, other: Interval) -> bool:
        """Return whether this interval contains all days of the other."""
        return self.first <= other.first and other.last <= self.last

    @property
    def days(self) -> int:
        """Number of days in the interval; an open interval extends to `BEGINNING` or `END`."""
        return self.last.number - self.first.number + 1

    @property
    def precision(self) -> Precision:
        """The calendar unit of which the interval is exactly one, or "span"."""
        first, last = self.first, self.last
        if first == last:
            return "day"
        if first[:2] == last[:2] and first.begins("month") and last.ends("month"):
            return "month"
        if not self.whole_years:
            return "span"
        match last.year - first.year + 1:  # ten years that begin elsewhere are a span: 1956–1965 is not a decade
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
    """Return the interval of one day. Raises ValueError if there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        raise ValueError(f"There is no day {day} in month {month} of {year}.")
    return Interval(Day(year, month, day), Day(year, month, day))


def a_month(year: int, month: int) -> Interval:
    """Return the interval of one month."""
    return Interval(Day(year, month, 1), Day(year, month, days_in_month(year, month)))


def years(first: int, last: int | None = None) -> Interval:
    """Return the interval of one or more whole years."""
    return Interval(Day(first, 1, 1), Day(first if last is None else last, 12, 31))


def with_modifier(date: Interval, modifier: Modifier) -> Interval:
    """Return the interval of a date with a modifier: "before 1950" has no beginning and ends with 1949."""
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
    """Return the interval of an event within a date, with a modifier: "after the 1973 crisis" begins in 1973."""
    inclusive: dict[Modifier, Modifier] = {"after": "since", "before": "until"}
    return with_modifier(date, modifier if date.precision == "day" else inclusive.get(modifier, modifier))


def reference_day(interval: Interval) -> Day:
    """Return the day that represents an interval: its first, or for an open one the day that its modifier names.

    For example, "after 1990" is represented by the last day of 1990.
    """
    match interval.modifier:
        case "after":
            return Day.numbered(interval.first.number - 1)
        case "before":
            return Day.numbered(interval.last.number + 1)
        case "until":
            return interval.last
    return interval.first


def hull(one: Interval, other: Interval) -> Interval:
    """Return the shortest interval that contains both intervals."""
    return Interval(min(one.first, other.first), max(one.last, other.last))


def overlap(mentioned: Interval, queried: Interval) -> float:
    """Return how well the interval mentioned in a sentence fits the queried one, 0–1.

    It is 1 if the mentioned interval lies within the queried one, 0 if they are disjoint, and otherwise
    1 / (1 + log10(mentioned days / common days)), e.g. 1/2 for the 1970s and the query 1975. An open end is limited to
    `_OPEN_YEARS`. If either interval has the modifier "about", both such intervals are also widened, at half the score.
    """
    mentioned = _limit_open_end(mentioned)
    exact = _containment(mentioned, queried)
    if "about" in (mentioned.modifier, queried.modifier):
        return max(exact, _containment(_widen_about(mentioned), _widen_about(queried)) / 2)
    return exact


def reach(queried: Interval) -> Interval:
    """Return the days of which any interval with an `overlap` above 0 contains at least one, for a coarse search."""
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
    """Format an interval with its modifier."""
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
    """Format a closed interval without its modifier."""
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
    """Format a day as the year or month that begins or ends with it, as determined by `bounds`."""
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
