"""A stretch of days, written the way people write dates.

Days are counted in today's (proleptic Gregorian) calendar throughout and years astronomically: year 0 is 1 BC. The
standard library's `date` ends at the year 1, which is why `Day` is our own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year", "decade", "century", "span"]
Manner = Literal["in", "about", "by", "since", "after", "before", "until"]
"""How the words hold the interval: "after 1990" begins in 1991 and is open, "by 1990" is 1990 itself."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

CYCLE_YEARS, CYCLE_DAYS = 400, 146_097
"""The calendar repeats after 400 years."""

OPEN_YEARS = 30
"""How far an open end of a sentence reaches in `overlap`: a generation. Set by hand: "lived until 1999" says something
of the 1970s and nothing of the Middle Ages."""

ABOUT_YEARS = 5
"""How far "about 1500" reaches to either side in `overlap`. Set by hand."""


class Day(NamedTuple):
    """A day of any era; sorts by time."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, day: date) -> Day:
        return cls(day.year, day.month, day.day)

    @classmethod
    def numbered(cls, number: int) -> Day:
        """The day of a number, the inverse of `number`."""
        cycles, rest = divmod(number - 1, CYCLE_DAYS)
        day = date.fromordinal(rest + 1)
        return cls(day.year + cycles * CYCLE_YEARS, day.month, day.day)

    @property
    def number(self) -> int:
        """Days since 31 December of 1 BC, as in `date.toordinal`; 0 or less before Christ."""
        cycles, year = divmod(self.year - 1, CYCLE_YEARS)
        return date(year + 1, self.month, self.day).toordinal() + cycles * CYCLE_DAYS

    def begins(self, unit: Literal["month", "year"]) -> bool:
        return self.day == 1 and (unit == "month" or self.month == 1)

    def ends(self, unit: Literal["month", "year"]) -> bool:
        return self.day == days_in(self.year, self.month) and (unit == "month" or self.month == 12)


BEGINNING, END = Day(-9_999_999, 1, 1), Day(9_999_999, 12, 31)
"""The far sides of open intervals."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from the first to the last, both inclusive; sorts by time. Raises ValueError where the last comes first."""

    first: Day
    last: Day
    manner: Manner = "in"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"An interval cannot end on {self.last} before it begins on {self.first}.")

    @property
    def is_open(self) -> bool:
        return self.first == BEGINNING or self.last == END

    @property
    def whole_years(self) -> bool:
        return self.first.begins("year") and self.last.ends("year")

    @property
    def days(self) -> int:
        """How long it lasts; open ones reach to the end of the calendar kept here."""
        return self.last.number - self.first.number + 1

    @property
    def precision(self) -> Precision:
        first, last = self.first, self.last
        if first == last:
            return "day"
        if first[:2] == last[:2] and first.begins("month") and last.ends("month"):
            return "month"
        if not self.whole_years:
            return "span"
        lengths: dict[int, Precision] = {1: "year", 10: "decade", 100: "century"}
        length = last.year - first.year + 1
        # Ten and a hundred years from anywhere else are a span: 1956–1965 is no decade.
        named = length == 1 or (length == 10 and first.year % 10 == 0) or (length == 100 and first.year % 100 in (0, 1))
        return lengths[length] if named else "span"

    def __str__(self) -> str:
        match self.manner:
            case "since":
                return f"since {_written_start(self.first)}"
            case "after":
                return f"after {_written_end(Day.numbered(self.first.number - 1))}"
            case "before":
                return f"before {_written_start(Day.numbered(self.last.number + 1))}"
            case "until":
                return f"until {_written_end(self.last)}"
            case "about" | "by":
                return f"{self.manner} {'the ' if self.precision in ('decade', 'century') else ''}{_written(self)}"
        return _written(self)


def days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else MONTH_DAYS[month - 1]


def a_day(year: int, month: int, day: int) -> Interval:
    """Raises ValueError where the month has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        raise ValueError(f"There is no day {day} in month {month} of {year}.")
    return Interval(Day(year, month, day), Day(year, month, day))


def a_month(year: int, month: int) -> Interval:
    return Interval(Day(year, month, 1), Day(year, month, days_in(year, month)))


def years(first: int, last: int | None = None) -> Interval:
    """Whole years, or one."""
    return Interval(Day(first, 1, 1), Day(first if last is None else last, 12, 31))


def held(anchor: Interval, manner: Manner) -> Interval:
    """What the words make of a date: "before" 1950 ends with 1949 and has no beginning."""
    match manner:
        case "since":
            return Interval(anchor.first, END, manner)
        case "after":
            return Interval(Day.numbered(anchor.last.number + 1), END, manner)
        case "before":
            return Interval(BEGINNING, Day.numbered(anchor.first.number - 1), manner)
        case "until":
            return Interval(BEGINNING, anchor.last, manner)
    return Interval(anchor.first, anchor.last, manner)


def held_by_event(anchor: Interval, manner: Manner) -> Interval:
    """The same for an event of that date: "after the 1973 crisis" begins within 1973."""
    inclusive: dict[Manner, Manner] = {"after": "since", "before": "until"}
    return held(anchor, manner if anchor.precision == "day" else inclusive.get(manner, manner))


def anchor(interval: Interval) -> Day:
    """The day that an interval is known by: its first, or where it is open the one its words name ("after 1990")."""
    match interval.manner:
        case "after":
            return Day.numbered(interval.first.number - 1)
        case "before":
            return Day.numbered(interval.last.number + 1)
        case "until":
            return interval.last
    return interval.first


def reach(said: Interval) -> Interval:
    """What a date speaks of: where it has an open end, a generation from the day that it names."""
    first = Day(said.last.year - OPEN_YEARS, 1, 1) if said.first == BEGINNING else said.first
    last = Day(said.first.year + OPEN_YEARS, 12, 31) if said.last == END else said.last
    return Interval(first, last, said.manner)


def overlap(said: Interval, asked: Interval) -> float:
    """How well what a sentence says fits what is asked, 0–1: 1 where it lies wholly inside, 0 where it lies wholly
    outside, and less by each tenfold that it is vaguer (the 1970s against 1975: 1/2).
    """
    said = reach(said)
    exact = _inside(said, asked)
    if "about" in (said.manner, asked.manner):
        return max(exact, _inside(_widened(said), _widened(asked)) / 2)
    return exact


def _inside(said: Interval, asked: Interval) -> float:
    first, last = max(said.first, asked.first), min(said.last, asked.last)
    if last < first:
        return 0.0
    return 1 / (1 + math.log10(said.days / (last.number - first.number + 1)))


def _widened(interval: Interval) -> Interval:
    if interval.manner != "about":
        return interval
    return years(interval.first.year - ABOUT_YEARS, interval.last.year + ABOUT_YEARS)


def _written(interval: Interval) -> str:
    first, last = interval.first, interval.last
    match interval.precision:
        case "day":
            return _day(first)
        case "month":
            return _month(first)
        case "year":
            return _year(first.year)
        case "decade" if first.year > 0:
            return f"{first.year}s"
        case "century" if first.year > 0 and first.year % 100 == 0:
            return f"{first.year}s"
        case "century" if first.year % 100 == 1:
            return (
                f"{_ordinal(last.year // 100)} century"
                if first.year > 0
                else f"{_ordinal(-first.year // 100 + 1)} century BC"
            )
    if interval.whole_years:
        if last.year < 1:
            return f"{1 - first.year}–{1 - last.year} BC"
        return f"{first.year}–{last.year}" if first.year > 0 else f"{_year(first.year)} – AD {last.year}"
    if first.begins("month") and last.ends("month"):
        same_year = first.year == last.year
        return f"{MONTHS[first.month - 1] if same_year else _month(first)} – {_month(last)}"
    if first[:2] == last[:2]:
        return f"{first.day}–{_day(last)}"
    return f"{f'{first.day} {MONTHS[first.month - 1]}' if first.year == last.year else _day(first)} – {_day(last)}"


def _written_start(day: Day) -> str:
    return _year(day.year) if day.begins("year") else _month(day) if day.begins("month") else _day(day)


def _written_end(day: Day) -> str:
    return _year(day.year) if day.ends("year") else _month(day) if day.ends("month") else _day(day)


def _day(day: Day) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: Day) -> str:
    return f"{MONTHS[day.month - 1]} {_year(day.year)}"


def _year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 1000 else str(year)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
