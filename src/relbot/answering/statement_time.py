"""Chooses among sentences that say the same of different times: the fee in the minutes of the latest meeting, or of the
meeting at the time asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from relbot.answer import Passage
from relbot.answering.statements import Quote
from relbot.query.timeframe import Timeframe
from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.interval import Interval, overlap
from relbot.temporal.stated_date import stated_date
from relbot.text.terms import stem, stems

_SAME = 0.5
"""Share of the shorter sentence's words that the other must have to say the same. Set by hand."""
_MONTH_STEMS = frozenset(stem(month.lower()) for month in MONTHS)
_OF_A_TIME = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|first|before|earlier|old|former(?:ly)?|previous(?:ly)?|original(?:ly)?|initial(?:ly)?"
    r"|used\sto|back\sthen)\b",
    re.IGNORECASE,
)
"""Words of a question about another time that is no timeframe: "before", "the old fee"."""


def at_time_asked(quote: Quote, rivals: Iterable[Quote], question: str, timeframe: Timeframe | None) -> Quote:
    """Choose among a quote and its rivals, likeliest first, that say the same: the one of the time asked about, else
    the latest; for a future event the first. Return the quote itself if its time is unknown.
    """
    same = [quote, *(rival for rival in rivals if _says_the_same(quote, rival))]
    if timeframe and timeframe.is_to_come and (soonest := _soonest(same, question, timeframe)):
        return soonest
    is_of_a_time = timeframe is not None and not timeframe.is_present
    if stated_time(quote.passage) is None or (is_of_a_time and extract_dates(quote.text)):
        return quote
    dated = [(time, rival) for rival in same if (time := stated_time(rival.passage))]
    if timeframe and is_of_a_time:
        return next((rival for time, rival in dated if overlap(time, timeframe.interval)), quote)
    return quote if _OF_A_TIME.search(question) else max(dated, key=lambda pair: pair[0].first)[1]


def _soonest(same: Sequence[Quote], question: str, timeframe: Timeframe) -> Quote | None:
    """Return the quote with the first day in a timeframe, among those with as many words of the question as the first
    quote; None if that one names no such day.
    """
    asked, ahead = frozenset(stems(question)), timeframe.interval
    of_the_kind = [quote for quote in same if same[0].words & asked <= quote.words]
    days = [
        (mention.interval.first, number)
        for number, quote in enumerate(of_the_kind)
        for mention in extract_dates(quote.text)
        if ahead.first <= mention.interval.first <= ahead.last
    ]
    return of_the_kind[min(days)[1]] if any(number == 0 for _, number in days) else None


def stated_time(passage: Passage) -> Interval | None:
    """Return the time of a passage by its innermost dated heading, the title, or the document's metadata; None if
    unknown.
    """
    source = passage.source
    for heading in (*reversed(passage.section), source.title, stated_date(source.date) or ""):
        times = [mention.interval for mention in extract_dates(heading) if not mention.interval.is_open]
        if times:
            return times[-1]
    return None


def _says_the_same(one: Quote, other: Quote) -> bool:
    mine, others = _words(one), _words(other)
    return len(mine & others) >= _SAME * min(len(mine), len(others)) > 0


def _words(quote: Quote) -> frozenset[str]:
    """Return the stems of a sentence without numbers and months, which change over time."""
    return frozenset(word for word in quote.words if not any(map(str.isdigit, word))) - _MONTH_STEMS
