"""Finds the rows of a calendar with a date in the time asked about: "list all events in May", "what's on in September".
The reader does not recognise the month of a numeric date, so dates are compared as dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from relbot.answering.statements import Quote, without_copies
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.times.asked_day import day_asked
from relbot.query.question_words import QUESTION_OPENING
from relbot.query.request.intent import Intent
from relbot.query.timeframe import extract_timeframe
from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_patterns import parse_month
from relbot.temporal.interval import Interval, a_month, overlap
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems, stems

_IN_MONTH = re.compile(
    rf"\b(?:in|of|for|during|this|next)\s(?P<month>{'|'.join(MONTHS)})\b(?!\s(?:the\s)?\d)", re.IGNORECASE
)
"""A month without a year."""
_NEXT_YEARS = (0, 1, -1)
"""Offsets of the years in which such a month may be, in order; the first year with a match counts."""
_TAKES_PLACE = frozenset(stems("planned scheduled coming taking takes place calendar up dates there"))
"""Words of a topic that only say that it has a date."""


def dated_rows(question: str, intent: Intent, generation: Generation, today: date) -> list[Quote]:
    """Return the table rows with a date in the time asked about, in text order, that have all other words of the topic
    in the row or in the headings above it.

    Empty if the question names no time, or a day without its year, or asks for no list; a noun and a time by themselves
    count as asking for one.
    """
    is_typed_alone = intent.kind == "fact" and not QUESTION_OPENING.match(question)
    if (intent.kind != "list" and not is_typed_alone) or day_asked(question, today):
        return []
    month, timeframe = _IN_MONTH.search(question), extract_timeframe(question, today)
    if timeframe:
        spans, words = [timeframe.interval], question[timeframe.start : timeframe.end]
    elif month:
        number = parse_month(month["month"])
        spans, words = [a_month(today.year + years, number) for years in _NEXT_YEARS], month.group()
    else:
        return []
    others = frozenset(content_stems(intent.topic)) - set(stems(words)) - _TAKES_PLACE
    for span in spans:
        if found := without_copies(_rows_in(span, others, generation)):
            return found
    return []


def _rows_in(span: Interval, words: frozenset[str], generation: Generation) -> Iterator[Quote]:
    mentions = generation.date_mentions((), span)
    rows = list(dict.fromkeys(row for row, _, mention in mentions if overlap(mention.interval, span) > 0))
    for record in generation.passages(rows):
        for number, sentence in enumerate(record.sentences):
            quote = Quote(record.passage, number)
            is_of_it = any(overlap(mention.interval, span) > 0 for mention in sentence.dates)
            if is_of_it and first_column(quote.text) and words <= {*sentence.terms, *record.heading_terms}:
                yield quote
