"""Puts the day of the week in the place of "tomorrow", and of "today" where a question asks what is open: opening hours
and timetables are told by the day.
"""

from __future__ import annotations

import re
from datetime import date

from relbot.query.weekdays import DAYS

_AHEAD = {"the day after tomorrow": 2, "tomorrow": 1, "tonight": 0, "today": 0}
_DAY = re.compile(rf"\b(?:{'|'.join(_AHEAD)})\b(?!['’])", re.IGNORECASE)
_ASKS_FOR_HOURS = re.compile(r"\b(?:open(?:s|ed|ing)?|clos(?:es?|ed|ing)|shuts?|hours)\b", re.IGNORECASE)
"""Elsewhere "today" mostly means these years."""


def with_weekdays(question: str, today: date) -> str:
    """A question with the name of the day that it is asked about, in place of that day relative to today."""
    asks_for_hours = _ASKS_FOR_HOURS.search(question) is not None

    def named(match: re.Match[str]) -> str:
        ahead = _AHEAD[match[0].lower()]
        return f"on {DAYS[(today.weekday() + ahead) % 7]}" if ahead or asks_for_hours else match[0]

    return _DAY.sub(named, question)
