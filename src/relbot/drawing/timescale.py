"""Equal steps of time with round boundaries: the ticks of an axis and the bins of a histogram."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from relbot.temporal.calendar import MONTHS, Day
from relbot.temporal.interval import Interval


@dataclass(frozen=True, slots=True)
class Timescale:
    """Time divided into numbered steps of equal length; steps of years start with a round year: 1950, AD 1, 100 BC."""

    unit: Literal["day", "month", "year"]
    length: int = 1
    """Units per step; 1 for days and months."""

    def number(self, day: Day) -> int:
        """The number of the step that contains a day."""
        match self.unit:
            case "day":
                return day.number
            case "month":
                return day.year * 12 + day.month - 1
        # There was no year 0, so that a step begins with AD 1 and "100 BC" is the astronomical year -99.
        return (day.year if day.year > 0 or self.length == 1 else day.year - 1) // self.length

    def start(self, number: int) -> Day:
        """The first day of a step."""
        match self.unit:
            case "day":
                return Day.numbered(number)
            case "month":
                return Day(number // 12, number % 12 + 1, 1)
        year = number * self.length
        return Day(year if year > 0 or self.length == 1 else year + 1, 1, 1)

    def step(self, number: int) -> Interval:
        """The interval of a step."""
        return Interval(self.start(number), Day.numbered(self.start(number + 1).number - 1))

    def tick(self, number: int) -> str:
        """A short label for the start of a step."""
        day = self.start(number)
        match self.unit:
            case "day":
                return f"{day.day} {MONTHS[day.month - 1][:3]}"
            case "month":
                return f"{MONTHS[day.month - 1][:3]} {_year(day.year)}"
        return _year(day.year)


def finest_scale(first: Day, last: Day, max_steps: int) -> Timescale:
    """The finest scale that divides the days from first to last into at most `max_steps` steps (1 or more)."""
    return next(scale for scale in _scales() if scale.number(last) - scale.number(first) < max(1, max_steps))


def _scales() -> Iterator[Timescale]:
    yield Timescale("day")
    yield Timescale("month")
    for power in count():
        for factor in (1, 2, 5):
            yield Timescale("year", factor * 10**power)


def _year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else f"AD {year}" if year < 100 else str(year)
