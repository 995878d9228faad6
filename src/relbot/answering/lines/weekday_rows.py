"""Finds the rows of a timetable for the day of the week asked about: "what's on on Tuesday", "which classes are there
on fridays", also if a row says "Fri". The reader would choose at most one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relbot.answering.rows.lookup import LOOKED_AT
from relbot.answering.rows.values import CLOCK, HOURS, is_of_days
from relbot.answering.statements import Quote, quotes_of, without_copies
from relbot.index.protocol import Generation
from relbot.query.weekdays import weekdays, weekdays_named, without_weekdays
from relbot.temporal.calendar import WEEKDAYS
from relbot.text.table_rows import cells
from relbot.text.terms import content_stems, stems

_ASKS = re.compile(
    r"\W*(?:what(?:['’]?s|\sall)?|which|(?:is\sthere\s)?anything|(?:please\s)?(?:list|show\sme|tell\sme))\b(?!\stime)",
    re.IGNORECASE,
)
_FILLERS = frozenset(stems("what which list show tell anything everything happens happening takes place going all day"))
_LONGEST = 300
"""The longest question for a day, in characters. Set by hand."""
_MOST_ROWS = 8
"""The most rows shown; if there are more, the question is not about the day."""


def rows_of_weekday(question: str, generation: Generation) -> list[Quote]:
    """Return the rows for the day of the week or the weekend asked about, in the order of the text, if they or the
    headings above them contain all other words of the question. Return none if it asks for hours or something else;
    rows that state only a time are left out.
    """
    if len(question) > _LONGEST or not _ASKS.match(question):
        return []
    days = weekdays_named(question)
    words = {*content_stems(without_weekdays(question))} - _FILLERS
    if not days or not words.isdisjoint(HOURS):
        return []
    found = without_copies(_rows(days, words, generation))
    return found if len(found) <= _MOST_ROWS else []


def _rows(days: frozenset[int], words: set[str], generation: Generation) -> Iterator[Quote]:
    names = {
        *words,
        *(form for day in days for form in stems(f"{WEEKDAYS[day]} {WEEKDAYS[day]}s {WEEKDAYS[day][:3]}")),
        *stems("tues thur thurs weds"),
    }
    records = sorted(generation.matching(sorted(names), LOOKED_AT), key=lambda record: record.row)
    for record in records:
        for quote in quotes_of(record.passage):
            row = [value for _, value in cells(quote.text)]
            of_days = [value for value in row if is_of_days(f"{value}: ")]
            told = [v for v in row if v not in of_days and re.search(r"[^\W\d_]{2}", CLOCK.sub("", v))]
            is_of_it = any(days & weekdays(value) for value in of_days)
            if is_of_it and told and words <= {*quote.words, *record.heading_terms}:
                yield quote
