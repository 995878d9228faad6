"""Reads the days that a text may state, where the text alone does not settle them: without a year ("6 Oct", "6.10."),
without a month ("the 6th"), or with the day and month in an unknown order ("06/10/2026").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relbot.temporal.calendar import Day
from relbot.temporal.date_parser import parse_dates
from relbot.temporal.date_patterns import FOLD_CASE_VARIANTS
from relbot.temporal.interval import Interval
from relbot.temporal.relative_dates import MonthDay

_LONGEST = 31
"""The longest span whose days are listed: "3–5 October"; a longer one states no day."""
_SHORT = re.compile(r"(?<![\w./-])(?P<a>\d{1,2})(?:\.\s?(?P<b>\d{1,2})\.(?!\d)|/(?P<c>\d{1,2})(?![\w/]|[.-]\d))")
"""A day and month in figures, without a year: "6.10.", "10/6"."""
_LAST_DAY, _LAST_MONTH = 31, 12


class OpenDay(NamedTuple):
    """A day; its year or month is 0 if it is left open."""

    year: int
    month: int
    day: int

    def fits(self, other: OpenDay) -> bool:
        """Return whether two days may be the same."""
        return all(own in (0, others) or others == 0 for own, others in zip(self, other, strict=True))


class StatedDays(NamedTuple):
    """The days that an expression in a text, `text[start:end]`, may mean."""

    start: int
    end: int
    days: frozenset[OpenDay]


def stated_days(text: str) -> list[StatedDays]:
    """Return the expressions for days in a text, in order, each with all that it may mean."""
    folded = text.translate(FOLD_CASE_VARIANTS)
    found = dict[tuple[int, int], set[OpenDay]]()
    for is_day_first in (True, False):
        for date in parse_dates(folded, is_day_first=is_day_first):
            if isinstance(date.value, Interval | MonthDay):
                found.setdefault((date.start, date.end), set()).update(days_of(date.value))
    for match in _SHORT.finditer(folded):
        if not any(start < match.end() and match.start() < end for start, end in found):
            found[match.span()] = {*_in_figures(match)}
    return [StatedDays(*span, frozenset(days)) for span, days in sorted(found.items()) if days]


def days_of(value: Interval | MonthDay) -> Iterator[OpenDay]:
    """Yield the days of a date; none of a month, a year or a long span."""
    if isinstance(value, MonthDay):
        for day in range(value.first, (value.last or value.first) + 1) if value.first else ():
            yield OpenDay(0, value.month, day)
    elif value.modifier == "in" and value.precision in ("day", "span") and value.days <= _LONGEST:
        for number in range(value.first.number, value.last.number + 1):
            yield OpenDay(*Day.numbered(number))


def _in_figures(match: re.Match[str]) -> Iterator[OpenDay]:
    orders = [(match["a"], match["b"])] if match["b"] else [(match["a"], match["c"]), (match["c"], match["a"])]
    for day, month in orders:
        if 1 <= int(day) <= _LAST_DAY and 1 <= int(month) <= _LAST_MONTH:
            yield OpenDay(0, int(month), int(day))
