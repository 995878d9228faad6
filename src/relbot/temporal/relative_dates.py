"""Dates that lean on the one before: "6 June", "that month", "the following summer", "two years later"."""

from __future__ import annotations

from typing import Literal, NamedTuple

from relbot.temporal.interval import Day, Interval, a_day, a_month, anchor, years

Unit = Literal["day", "week", "month", "year", "decade", "century"]

FURTHEST_YEAR = 10_000
"""Beyond it nothing is counted on, so that no text can count out of the calendar."""

LONGEST_CONTEXT = 20
"""Years. "The following year" after a date as vague as a lifetime or a century means nothing."""


class MonthDay(NamedTuple):
    """A month or some days of it, without a year."""

    month: int
    first: int | None = None
    last: int | None = None

    def of(self, year: int) -> Interval:
        """Raises ValueError for a 29 February that was not."""
        if self.first is None:
            return a_month(year, self.month)
        first, last = a_day(year, self.month, self.first), a_day(year, self.month, self.last or self.first)
        return Interval(first.first, last.last)


class Step(NamedTuple):
    """So many units on from the date before: 0 months is "that month", -1 years "the previous year"."""

    unit: Unit
    shift: int


class Season(NamedTuple):
    """A season by its first month, without a year: shift 0 is "that autumn", 1 "the following summer"."""

    month: int
    shift: int

    def of(self, year: int) -> Interval:
        """The one that begins in a year, by whole months."""
        end = (year + 1, 2) if self.month == 12 else (year, self.month + 2)
        return Interval(a_month(year, self.month).first, a_month(*end).last)


Leaning = MonthDay | Step | Season


def filled(meaning: Interval | Leaning, context: Interval | None) -> Interval | None:
    """The days that are meant, by the last date before; None where that does not tell."""
    match meaning:
        case Interval():
            return meaning
        case Step():
            return _stepped(meaning, context) if context else None
        case Season():
            return _season_beside(meaning, context) if context else None
        case MonthDay():
            try:
                return meaning.of(context.last.year) if context else None
            except ValueError:  # 29 February
                return None


def _stepped(step: Step, context: Interval) -> Interval | None:
    """The unit so many units on; None where the context is vaguer than the unit."""
    last, precision = context.last, context.precision
    if abs(last.year) > FURTHEST_YEAR:
        return None
    match step.unit:
        case "day":
            known = precision == "day" or (precision == "span" and not last.ends("month"))
            return a_day(*Day.numbered(last.number + step.shift)) if known else None
        case "week":
            middle = last.number + 7 * step.shift
            return Interval(Day.numbered(middle - 3), Day.numbered(middle + 3)) if precision == "day" else None
        case "month":
            if context.whole_years:
                return None
            months = last.year * 12 + last.month - 1 + step.shift
            return a_month(months // 12, months % 12 + 1)
        case "year":
            return years(last.year + step.shift)
        case "decade":
            first = (last.year // 10 + step.shift) * 10
            return years(first, first + 9)
        case "century":
            first = (last.year - 1) // 100 * 100 + 1 + 100 * step.shift
            return years(first, first + 99)


def _season_beside(season: Season, context: Interval) -> Interval | None:
    """The season nearest to a date, or the next after it or before; after a whole year that is the next year's."""
    year = context.last.year
    if abs(year) > FURTHEST_YEAR:
        return None
    if context.whole_years:
        return season.of(year + season.shift)
    around = [season.of(year + shift) for shift in (-2, -1, 0, 1)]
    if season.shift > 0:
        return next(s for s in around if s.first > context.last)
    if season.shift < 0:
        return next(s for s in reversed(around) if s.last < context.last)
    return min(around, key=lambda s: abs(s.first.number + s.last.number - context.first.number - context.last.number))


def basis(sentence: str, start: int, interval: Interval) -> Interval | None:
    """What is counted on from: the date itself, or the end that "until 1887" names; not a lifetime in parentheses, nor
    another open end or a whole decade.
    """
    if interval.manner in ("since", "until"):
        return _named(anchor(interval), interval.manner == "since")
    if interval.is_open or interval.precision in ("decade", "century"):
        return None
    in_parentheses = sentence[max(0, start - 1) : start] == "("
    length = interval.last.year - interval.first.year
    return interval if length <= LONGEST_CONTEXT and not (in_parentheses and length) else None


def _named(day: Day, begins: bool) -> Interval:
    """The year, month or day that an open end was named by: "until 1887" ends with its last day."""
    if day.begins("year") if begins else day.ends("year"):
        return years(day.year)
    if day.begins("month") if begins else day.ends("month"):
        return a_month(day.year, day.month)
    return a_day(*day)
