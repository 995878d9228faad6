"""Dates relative to an anchor, a date mentioned earlier: "6 June", "that month", "the following summer"."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, NamedTuple, get_args

from relbot.temporal.calendar import Day
from relbot.temporal.interval import Interval, a_day, a_month, reference_day, years

Unit = Literal["day", "week", "month", "year", "decade", "century"]
UNITS: dict[str, Unit] = {name: unit for unit in get_args(Unit) for name in (unit, f"{unit}s")} | {
    "centuries": "century"
}
_YEARS_OF: dict[Unit, int] = {"decade": 10, "century": 100}

MAX_YEAR = 10_000
"""Largest absolute year of an anchor, so that no text can produce a date beyond the calendar."""

_MAX_ANCHOR_YEARS = 20
"""Maximum length of an anchor: after a span as long as a lifetime, "the following year" is undefined."""


class MonthDay(NamedTuple):
    """A month, or a day or range of days in a month, without a year."""

    month: int
    first: int | None
    last: int | None

    def in_year(self, year: int) -> Interval:
        """Return the interval in a year. Raises ValueError if there is no such day, e.g. 29 February in 2023."""
        if self.first is None:
            return a_month(year, self.month)
        first, last = a_day(year, self.month, self.first), a_day(year, self.month, self.last or self.first)
        return Interval(first.first, last.last)


class DateOffset(NamedTuple):
    """An offset from the anchor in calendar units: 0 months is "that month", -1 years "the previous year"."""

    unit: Unit
    amount: int

    @classmethod
    def counted(cls, amount: int, unit: Unit) -> DateOffset:
        """Return the offset for "a century later", which denotes a year, unlike "the following century"."""
        return cls("year", amount * _YEARS_OF[unit]) if unit in _YEARS_OF else cls(unit, amount)


class Season(NamedTuple):
    """A season without a year, given by its first month: offset 0 is "that autumn", 1 "the following summer"."""

    month: int
    offset: int

    def in_year(self, year: int) -> Interval:
        """Return the three months of the season that begins in a year."""
        end = (year + 1, 2) if self.month == 12 else (year, self.month + 2)
        return Interval(a_month(year, self.month).first, a_month(*end).last)


RelativeDate = MonthDay | DateOffset | Season


def resolve(date: Interval | RelativeDate, anchor: Interval | None) -> Interval | None:
    """Return the interval that a date denotes, given its anchor; None if the anchor does not determine it."""
    match date:
        case Interval():
            return date
        case DateOffset():
            return _resolve_offset(date, anchor) if anchor else None
        case Season():
            return _resolve_season(date, anchor) if anchor else None
        case MonthDay():
            try:
                return date.in_year(anchor.last.year) if anchor else None
            except ValueError:  # 29 February
                return None


def nearest(date: MonthDay, day: Interval) -> Interval | None:
    """Return the interval of a month or day without a year that is nearest to a day; None if no such day is near."""
    found = list[Interval]()
    for year in range(day.first.year - 1, day.first.year + 2):
        with suppress(ValueError):  # 29 February
            found.append(date.in_year(year))
    return min(found, key=lambda own: abs(own.first.number - day.first.number), default=None)


def _resolve_offset(offset: DateOffset, anchor: Interval) -> Interval | None:
    """Return the unit at an offset from the anchor; None if the anchor is less precise than the unit."""
    last, precision = anchor.last, anchor.precision
    if abs(last.year) > MAX_YEAR:
        return None
    match offset.unit:
        case "day":
            is_exact = precision == "day" or (precision == "span" and not last.ends("month"))
            return a_day(*Day.numbered(last.number + offset.amount)) if is_exact else None
        case "week":
            middle = last.number + 7 * offset.amount
            return Interval(Day.numbered(middle - 3), Day.numbered(middle + 3)) if precision == "day" else None
        case "month":
            if anchor.whole_years:
                return None
            months = last.year * 12 + last.month - 1 + offset.amount
            return a_month(months // 12, months % 12 + 1)
        case "year":
            return years(last.year + offset.amount)
        case "decade":
            first = (last.year // 10 + offset.amount) * 10
            return years(first, first + 9)
        case "century":
            first = (last.year - 1) // 100 * 100 + 1 + 100 * offset.amount
            return years(first, first + 99)


def _resolve_season(season: Season, anchor: Interval) -> Interval | None:
    """Return the season nearest to the anchor (offset 0), or the next one after or before it.

    If the anchor consists of whole years, the offset counts years from its last.
    """
    year = anchor.last.year
    if abs(year) > MAX_YEAR:
        return None
    if anchor.whole_years:
        return season.in_year(year + season.offset)
    seasons = [season.in_year(year + shift) for shift in (-2, -1, 0, 1)]
    if season.offset > 0:
        return next(s for s in seasons if s.first > anchor.last)
    if season.offset < 0:
        return next(s for s in reversed(seasons) if s.last < anchor.last)
    return min(seasons, key=lambda s: abs(s.first.number + s.last.number - anchor.first.number - anchor.last.number))


def as_anchor(sentence: str, start: int, interval: Interval) -> Interval | None:
    """Return the anchor that a date at `start` provides for later dates; None if it is unsuitable.

    The anchor is the date itself, or 1887 for "until 1887". Other open intervals, decades, centuries, spans longer than
    `_MAX_ANCHOR_YEARS` and lifetimes in parentheses are unsuitable.
    """
    if interval.modifier in ("since", "until"):
        return _named_unit(reference_day(interval), interval.modifier == "since")
    if interval.is_open or interval.precision in ("decade", "century"):
        return None
    in_parentheses = sentence[max(0, start - 1) : start] == "("
    length = interval.last.year - interval.first.year
    return interval if length <= _MAX_ANCHOR_YEARS and not (in_parentheses and length) else None


def _named_unit(day: Day, begins: bool) -> Interval:
    """Return the year, month or day that names an open interval: 1887 for "until 1887", which ends on 31 December."""
    if day.begins("year") if begins else day.ends("year"):
        return years(day.year)
    if day.begins("month") if begins else day.ends("month"):
        return a_month(day.year, day.month)
    return a_day(*day)
