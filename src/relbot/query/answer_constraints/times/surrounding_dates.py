"""Sentences with a period that contains the time asked about: "mayor 1970–1978" for "who was mayor in 1975"."""

from __future__ import annotations

import re

from relbot.index.records import PassageRecord
from relbot.query.timeframe import Timeframe
from relbot.temporal.interval import Interval

_PREPOSITION = re.compile(r"\s(?:back\s)?(?:in|on|during|around|at|by)(?:\sthe(?:\syear)?)?$", re.IGNORECASE)


def dated_around(timeframe: Timeframe, record: PassageRecord) -> list[int]:
    """Return the sentences of a passage whose period contains the time asked about; none if a sentence states that very
    time.

    They are best read without the time: 1975 and "1970–1978" share no token, so the reader takes them for different
    times.
    """
    asked = timeframe.interval
    dates = [[mention.interval for mention in sentence.dates] for sentence in record.sentences]
    is_met = any(asked.contains(date) for own in dates for date in own)
    if is_met or timeframe.is_present:
        return []
    return [number for number, own in enumerate(dates) if any(_surrounds(date, asked) for date in own)]


def without_time(question: str, timeframe: Timeframe) -> str:
    """Return a question without the words for its time: "who was mayor"."""
    before = _PREPOSITION.sub("", question[: timeframe.start].rstrip())
    return f"{before}{question[timeframe.end :]}".strip()


def _surrounds(date: Interval, asked: Interval) -> bool:
    """Return whether a date is a span that contains a time. Decades and centuries do not count: what is said about one
    need not hold for all of it.
    """
    is_span = date.precision == "span" and not date.is_open
    return is_span and date.contains(asked)
