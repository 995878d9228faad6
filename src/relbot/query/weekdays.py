"""The days of the week in a text ("Mon–Fri", "weekends", "daily", "Saturdays and Sundays"), and the day that "tomorrow"
is, since opening hours and timetables are given by weekday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from relbot.temporal.calendar import WEEKDAYS

WEEK = frozenset(range(7))
_FORMS = ("mon", "tue|tues", "wed|weds", "thu|thur|thurs", "fri", "sat", "sun")
_NAME = "|".join(f"{day}s?" for day in WEEKDAYS)
_SHORT = "|".join(_FORMS)
_TO = r"\s?(?:-|–|—|to|till|until|through|thru)\s?"
_DAY = rf"(?:{_NAME}|(?:{_SHORT})\b\.?)"
_RANGE = re.compile(rf"\b(?P<first>{_DAY}){_TO}(?P<last>{_DAY})(?!\w)", re.IGNORECASE)
_ONE = re.compile(rf"\b(?:(?P<name>{_NAME})|(?P<short>{_SHORT}))(?![\w-])", re.IGNORECASE)
_GROUPS = (
    (re.compile(r"\b(?:weekdays?|working\sdays?|workdays?|business\sdays?)\b", re.IGNORECASE), frozenset(range(5))),
    (re.compile(r"\b(?:(?:at\sthe\s)?weekends?|week-ends?)\b", re.IGNORECASE), frozenset((5, 6))),
    (re.compile(r"\b(?:daily|every\s?day|each\sday|all\sweek|(?:7|seven)\sdays(?:\sa\sweek)?)\b", re.IGNORECASE), WEEK),
)
_NEAR = (
    (re.compile(r"\bthe\sday\safter\stomorrow\b(?!['’])", re.IGNORECASE), 2),
    (re.compile(r"\b(?:tomorrow|tmrw?)\b(?!['’])", re.IGNORECASE), 1),
    (re.compile(r"\b(?:today|tonight|(?<=open\s)now|(?<=closed\s)now|right\snow)\b(?!['’])", re.IGNORECASE), 0),
)
_ASKS_FOR_HOURS = re.compile(r"\b(?:open(?:s|ed|ing)?|clos(?:es?|ed|ing)|shuts?|hours)\b", re.IGNORECASE)
"""In other questions "today" mostly means these years."""


def weekdays(text: str) -> frozenset[int]:
    """The days that a text names, 0 for Monday; a short form only with a capital, since one sat in the sun."""
    return _named(text, loosely=False)


def weekdays_asked(question: str, today: date) -> frozenset[int]:
    """The days that a question about hours names, in small letters too, and "today" and "tomorrow"."""
    near = {(today + timedelta(days)).weekday() for pattern, days in _NEAR if pattern.search(question)}
    return weekdays_named(question) or frozenset(near)


def weekdays_named(question: str) -> frozenset[int]:
    """The days that a question names, in small letters too; "today" is none here, since it mostly means these years."""
    return _named(question, loosely=True)


def with_weekdays(question: str, today: date) -> str:
    """A question with the name of the day that it is asked about, in place of that day relative to today."""
    asks_for_hours = _ASKS_FOR_HOURS.search(question) is not None
    for pattern, days in _NEAR:
        if days or asks_for_hours:
            question = pattern.sub(f"on {WEEKDAYS[(today.weekday() + days) % 7]}", question)
    return question


def without_weekdays(question: str) -> str:
    """A question without the words for days."""
    for pattern in (_RANGE, _ONE, *(group for group, _ in _GROUPS), *(near for near, _ in _NEAR)):
        question = pattern.sub(" ", question)
    return question


def _named(text: str, *, loosely: bool) -> frozenset[int]:
    found = set[int]()
    for group, days in _GROUPS:
        if group.search(text):
            found |= days
    for match in _RANGE.finditer(text):
        if loosely or match["first"][0].isupper():
            first, last = _number(match["first"]), _number(match["last"])
            found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    for match in _ONE.finditer(text):
        if match["name"] or loosely or match["short"][0].isupper():
            found.add(_number(match.group()))
    return frozenset(found)


def _number(name: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day[:3].lower() == name[:3].lower())
