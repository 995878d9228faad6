"""Times relative to the previous question or answer: "And two years later?", "What happened after that?"."""

from __future__ import annotations

import re
from datetime import date

from relbot.query.timeframe import asks_when, extract_timeframe
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.interval import Interval, years

_RELATION = re.compile(
    r"\b(?:(?P<before>before(?:\s(?:that|then|it|this))?|earlier|previously)"
    r"|(?P<since>since(?:\s(?:that|then|this))?)"
    r"|(?P<after>after(?:\s?(?:that|then|it|this|wards))?|later(?:\son)?))$",
    re.IGNORECASE,
)
_BARE_RELATION = ("before", "after", "since", "later", "earlier")
_EVENT_QUESTION = re.compile(r"(?:what\s(?:happened|was|came)\s?)?$", re.IGNORECASE)
_TIME_PREPOSITION = re.compile(r"\b(?:in|on|during|of)\s$", re.IGNORECASE)


def resolve_relative_time(text: str, question: str, answer: str, today: date) -> str:
    """Return a question with its relative time resolved ("two years later" → "in 1963"), counted from the previous
    question or answer, or unchanged if it has none.
    """
    if extract_dates(text):
        return text
    if resolved := _resolve_offset(text, question, answer, today):
        return resolved
    if relation := _RELATION.search(text):
        is_bare = relation[0].lower() in _BARE_RELATION
        if is_bare and not _EVENT_QUESTION.fullmatch(text[: relation.start()]):
            return text  # "What had he been before?" asks for no time
        reference = _reference_time(question, answer, today, last=relation["before"] is None)
        manner = "before" if relation["before"] else "since" if relation["since"] else "after"
        return f"{text[: relation.start()]}{manner} {_format(_end_of(reference, manner))}" if reference else text
    return text


def _resolve_offset(text: str, question: str, answer: str, today: date) -> str | None:
    """Return the question with a time such as "two years later" or "that month" resolved, or None."""
    reference = _reference_time(question, answer, today, last=False)
    for mention in extract_dates(f"{text}.", reference) if reference else ():
        preposition = _TIME_PREPOSITION.search(text[: mention.start])
        new_preposition = "on" if mention.interval.precision == "day" else "in"
        before, after = text[: preposition.start() if preposition else mention.start], text[mention.end :]
        return f"{before}{new_preposition} {_format(mention.interval)}{after}"
    return None


def _end_of(interval: Interval, manner: str) -> Interval:
    """Return the first year of a span of years if something is asked before it, the last if after it."""
    if interval.precision != "span" or not interval.whole_years:
        return interval
    return years(interval.first.year if manner == "before" else interval.last.year)


def _format(interval: Interval) -> str:
    return f"the {interval}" if interval.precision in ("decade", "century") else str(interval)


def _reference_time(question: str, answer: str, today: date, *, last: bool) -> Interval | None:
    """Return the timeframe of the previous question, or else the first or last date of its answer; None if there is
    none. A question for a time is skipped if its answer has a date.
    """
    timeframe = extract_timeframe(question, today)
    dates = [mention.interval for mention in extract_dates(answer) if not mention.interval.is_open]
    if timeframe and not timeframe.interval.is_open and not (dates and asks_when(question)):
        return timeframe.interval
    return (dates[-1] if last else dates[0]) if dates else None
