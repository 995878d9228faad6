"""The proleptic Gregorian calendar, for days of any era.

Years are astronomical: year 0 is 1 BC. The standard library's `date` cannot be used because it begins with the year 1.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
"""Years and days after which the calendar repeats."""


class Day(NamedTuple):
    """A day of any era. Days sort chronologically."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, day: date) -> Day:
        """Return the day of a `datetime.date`."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def numbered(cls, number: int) -> Day:
        """Return the day with the given number, the inverse of `number`."""
        cycles, rest = divmod(number - 1, _CYCLE_DAYS)
        day = date.fromordinal(rest + 1)
        return cls(day.year + cycles * _CYCLE_YEARS, day.month, day.day)

    @property
    def number(self) -> int:
        """Number of days since 31 December 1 BC, as in `date.toordinal`; 0 or less before the year 1."""
        cycles, year = divmod(self.year - 1, _CYCLE_YEARS)
        return date(year + 1, self.month, self.day).toordinal() + cycles * _CYCLE_DAYS

    def begins(self, unit: Literal["month", "year"]) -> bool:
        """Return whether this is the first day of a month or year."""
        return self.day == 1 and (unit == "month" or self.month == 1)

    def ends(self, unit: Literal["month", "year"]) -> bool:
        """Return whether this is the last day of a month or year."""
        return self.day == days_in_month(self.year, self.month) and (unit == "month" or self.month == 12)


BEGINNING, END = Day(-9_999_999, 1, 1), Day(9_999_999, 12, 31)
"""The bounds of open intervals."""


def today() -> date:
    """Return the current day in UTC, as the day on which a question is asked."""
    return datetime.now(UTC).date()


def days_in_month(year: int, month: int) -> int:
    """Return the number of days in a month (1–12)."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _MONTH_DAYS[month - 1]
