"""Reads the day that a question is about where it leaves the year or the order of day and month open: "october 6",
"6.10.", "06/10/2026", "on the 6th". A day stated in full is the time that `timeframe` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from relbot.query.weekdays import weekdays_named
from relbot.temporal.calendar import MONTHS, WEEKDAYS, Day, days_in_month
from relbot.temporal.day_readings import OpenDay, StatedDays, stated_days
from relbot.text.terms import stems

_NAME = "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in MONTHS)
_SMALL_MONTH = re.compile(
    rf"(?:(?<=\d\s)|(?<=\d(?:st|nd|rd|th)\s)|(?<=\d(?:st|nd|rd|th)\sof\s))(?:{_NAME})\b"
    rf"|(?:^|(?<=\bon\s)|(?<=\bfor\s)|(?<=[,;]\s))(?:{_NAME})(?=\s(?:the\s)?\d)"
    rf"|\b(?!may|mar(?:ch)?\b)(?:{_NAME})(?=\s(?:the\s)?\d)",
    re.IGNORECASE,
)
"""A month beside a day, in lower case too; "may" and "march" before it only where they can be no verb."""
_OF_MONTH = re.compile(
    rf"\b(?:on|{'|'.join(WEEKDAYS)})\s+the\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?=\W*$|[,;?]|\s(?:is|are|was|were|at|in\sthe|for|and|who|what|with)\b)",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?:after|before|since|until|till?|from|by|between|to|and|or|than)\s(?:the\s)?$|[-–]\s?$", re.IGNORECASE
)
"""Words before a day that make it the end of a span, or one of several."""
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The day that a question is about, in its words `question[start:end]` unless it is that of a weekday."""

    start: int
    end: int
    text: str
    days: frozenset[OpenDay]
    today: date

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the words and figures by which texts may state the day."""
        names = [name for day in self.days if day.month for name in (MONTHS[day.month - 1], MONTHS[day.month - 1][:3])]
        figures = [f"{number} {number:02}" for day in self.days for number in day[1:] if number]
        return frozenset(stems(" ".join((*names, *figures))))

    def among(self, days: Iterable[OpenDay]) -> OpenDay | None:
        """Return the day that is most likely meant of those that it may be: in this month and year, to come, or the
        last; None if it may be none of them.
        """
        fitting = [day for day in days if any(day.fits(asked) for asked in self.days)]
        return min(fitting, key=self._distance, default=None)

    def _distance(self, day: OpenDay) -> tuple[bool, bool, int]:
        """Return how far a day is from today, to be compared: whether in another period, whether past, and by days."""
        year, month = day.year or self.today.year, day.month or self.today.month
        away = Day(year, month, min(day.day, days_in_month(year, month))).number - Day.of(self.today).number
        is_of_month = all(not asked.month for asked in self.days)
        period = (self.today.year, self.today.month) if is_of_month else (self.today.year,)
        return (year, month)[: len(period)] != period, away < 0, abs(away)


def day_asked(question: str, today: date) -> AskedDay | None:
    """Return the one day that a question is about and leaves open in part; None if it states none, or in full."""
    text = _SMALL_MONTH.sub(lambda match: match.group().capitalize(), question)
    found = stated_days(text)
    if not found and (match := _OF_MONTH.search(text)) and 1 <= int(match["day"]) <= _LAST_DAY:
        found = [StatedDays(*match.span(), frozenset((OpenDay(0, 0, int(match["day"])),)))]
    if len(found) != 1:
        return None
    start, end, days = found[0]
    is_open = len(days) > 1 or not all(day.year for day in days)
    is_span = len({day.month for day in days}) < len(days)
    if is_span or not is_open or _BEYOND.search(text[:start]):
        return None
    return AskedDay(start, end, question[start:end], days, today)


def weekday_asked(question: str, today: date) -> AskedDay | None:
    """Return the next day that is the one weekday named in a question; None if it names none or several."""
    named = weekdays_named(question)
    if len(named) != 1:
        return None
    day = today + timedelta((min(named) - today.weekday()) % 7)
    return AskedDay(0, 0, WEEKDAYS[day.weekday()], frozenset((OpenDay(*Day.of(day)),)), today)
