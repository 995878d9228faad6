"""Finds the lines with the opening hours of a week: "opening hours", "when are you open", "shop opening times"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from relbot.answer import Answer
from relbot.answering.rows.lookup import CONFIDENCE, LOOKED_AT
from relbot.answering.rows.values import HOURS, tells_hours
from relbot.answering.statements import Quote, quoted, quotes_of
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.times.dated_heading import OF_THE_PAST
from relbot.query.weekdays import weekdays, weekdays_asked
from relbot.temporal.calendar import WEEKDAYS
from relbot.text.terms import content_stems, stems

_ASKS = re.compile(
    r"\W*(?:(?:what|when|how)\b.*\b(?:open|opens|opening|close|closes|closing|shut|shuts|hours)\b.*|.*\b(?:opening|business|office|shop)"
    r"\s(?:hours|times)|.*\bhours)\W*",
    re.IGNORECASE,
)
_MOST_WORDS = 8
"""The most words of a question for the hours of a week."""
_ASKING = frozenset(stems("times time day days week usual usually regular normal get tell give shop business office"))
_FEWEST_DAYS = 3
"""The fewest days that the hours of a week cover."""


@dataclass(frozen=True, slots=True)
class _Week:
    """The lines of one section that tell the hours of days."""

    quotes: tuple[Quote, ...]
    words: frozenset[str]
    """The stems in the lines and the headings above them."""
    is_of_hours: bool
    """Whether the headings name hours."""


def hours_of_week(question: str, generation: Generation, today: date) -> Answer | None:
    """Return the lines with opening hours of the section that fits best; None if the question asks for a certain day or
    something else, or no section tells the hours of several days.
    """
    if (
        not _ASKS.fullmatch(question)
        or OF_THE_PAST.search(question)
        or len(question.split()) > _MOST_WORDS
        or weekdays_asked(question, today)
    ):
        return None
    wanted = set(content_stems(question)) - HOURS - _ASKING
    weeks = [week for week in _weeks(generation) if wanted <= week.words]
    weeks.sort(key=lambda week: (week.is_of_hours, len(week.quotes)), reverse=True)
    return quoted(question, weeks[0].quotes, CONFIDENCE) if weeks else None


def _weeks(generation: Generation) -> list[_Week]:
    names = {
        *stems(" ".join(WEEKDAYS)),
        *stems(" ".join(day[:3] for day in WEEKDAYS)),
        *stems("daily weekday weekdays weekend"),
    }
    lines = defaultdict[tuple[str, ...], list[Quote]](list)
    above = dict[tuple[str, ...], frozenset[str]]()
    for record in generation.matching(sorted(names), LOOKED_AT):
        key = (record.passage.source.path, *record.passage.section)
        above[key] = frozenset(record.heading_terms)
        lines[key] += filter(tells_hours, quotes_of(record.passage))
    return [
        _Week(tuple(quotes), above[key].union(*(q.words for q in quotes)), not HOURS.isdisjoint(above[key]))
        for key, quotes in lines.items()
        if len(frozenset[int]().union(*(weekdays(quote.text) for quote in quotes))) >= _FEWEST_DAYS
    ]
