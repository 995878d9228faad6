"""The dates that sentences speak of, as intervals of days, and where they are written.

Libraries were tried on 42 dated and 20 undated sentences (days exactly right · false dates · import in ms):
dateparser 3 · 12 · 146, parsedatetime 3 · 13 · 23, dateutil 4 · 15 · 14, datefinder 4 · 0 · 79, which return one day
each and could have 4 right; timefhuman 2 · 1 · 208, ctparse 3 · 13 · 118, recognizers-text 11 · 8 · 118; and, given the
bare expression, daterangeparser 8 · 0 · 57, edtf 14 · 15 · 87, undate 7 · 0 · 78. None reads decades, centuries, BC and
open ends together, so the grammar is our own: 42 · 0 · 20, on sentences that it was written against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relbot.corpus.date_grammar import Meaning, MonthDay, Step, Written, written
from relbot.corpus.date_patterns import PLAIN
from relbot.corpus.date_phrases import Dated, joined, with_manner, with_part
from relbot.corpus.interval import Day, Interval, a_day, a_month, years

FURTHEST_YEAR = 10_000
"""Beyond it nothing is counted on, so that no text can count out of the calendar."""

LONGEST_CONTEXT = 20
"""Years. "The following year" after a date as vague as a lifetime or a century means nothing."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in a sentence: `sentence[start:end] == text`."""

    interval: Interval
    start: int
    end: int
    text: str
    inferred: bool
    """True where the sentence alone does not say it all: "That month", "on 6 June"."""


LIST = re.compile(
    r"(?:,|,?\s(?:and|or|to|until|through)|\s?[-‐-―]|\s?&)\s?(?:(?:in|on|from|the)\s){0,2}", re.IGNORECASE
)
OF_IT = re.compile(r"(?:,?\s|\sof\s|\sin\s)", re.IGNORECASE)
EVERY_YEAR = re.compile(
    r"\b(?:every|each|usually|typically|annual|annually|yearly|normally|generally)\b", re.IGNORECASE
)


def read(sentence: str, context: Interval | None = None) -> tuple[DateMention, ...]:
    """The dates in a sentence, in order. `context` is the last date before it, for "that month" and "on 6 June";
    without one, such words are no date.
    """
    plain = sentence.translate(PLAIN)
    pieces = [with_part(plain, piece) for piece in _completed(plain, written(plain), context)]
    return tuple(
        DateMention(piece.interval, piece.start, piece.end, sentence[piece.start : piece.end], piece.inferred)
        for piece in (with_manner(plain, piece, opened) for piece, opened in joined(plain, pieces))
    )


def date_sentences(texts: Sequence[str]) -> list[tuple[DateMention, ...]]:
    """The dates in each of a passage's sentences, which come in order: each is read in the light of those before."""
    found: list[tuple[DateMention, ...]] = []
    context: Interval | None = None
    for text in texts:
        found.append(read(text, context))
        context = next((m.interval for m in reversed(found[-1]) if _is_context(text, m.start, m.interval)), context)
    return found


def _completed(sentence: str, dates: Sequence[Written], context: Interval | None) -> Iterator[Dated]:
    """Gives years to days and months, and days to "that month", from the neighbours and else from the context."""
    often = EVERY_YEAR.search(sentence) is not None
    spent = 0
    for index, date in enumerate(dates):
        if date.start < spent:
            continue
        end, year, interval = date.end, None, None
        if isinstance(date.meaning, MonthDay):
            year, end = _year_beside(sentence, dates, index, context)
        known = context if year is None or isinstance(date.meaning, Step) else years(year)
        interval = _filled(date.meaning, None if often and year is None else known)
        if interval is None:
            continue
        inferred = not isinstance(date.meaning, Interval) and (year is None or end > date.end)
        dated, spent = Dated(date.start, end, interval, inferred), end
        yield dated
        if _is_context(sentence, dated.start, dated.interval):
            context = dated.interval


def _year_beside(
    sentence: str, dates: Sequence[Written], index: int, context: Interval | None
) -> tuple[int | None, int]:
    """The year that "June" has in "June and July 1754" or "June of the following year", and where its words end."""
    end = dates[index].end
    for here, following in pairwise(dates[index : index + 5]):
        if isinstance(following.meaning, Step):
            of_it = following.meaning.unit == "year" and OF_IT.fullmatch(sentence, end, following.start)
            year = _stepped(following.meaning, context) if of_it and context else None
            return (year.first.year, following.end) if year else (None, end)
        if not LIST.fullmatch(sentence, here.end, following.start):
            break
        if isinstance(following.meaning, Interval):
            dated = following.meaning
            listed = dated.first.year == dated.last.year and dated.precision in ("day", "month", "span")
            return (dated.first.year if listed else None), end
    return None, end


def _filled(meaning: Meaning, context: Interval | None) -> Interval | None:
    match meaning:
        case Interval():
            return meaning
        case Step():
            return _stepped(meaning, context) if context else None
        case MonthDay():
            try:
                return meaning.of(context.last.year) if context else None
            except ValueError:  # 29 February
                return None


def _stepped(step: Step, context: Interval) -> Interval | None:
    """The unit so many units on; None where the context is vaguer than the unit."""
    last, precision = context.last, context.precision
    if abs(last.year) > FURTHEST_YEAR:
        return None
    match step.unit:
        case "day":
            known = precision == "day" or (precision == "span" and not last.ends("month"))
            return a_day(*Day.numbered(last.number + step.shift)) if known else None
        case "month":
            if context.whole_years:
                return None
            months = last.year * 12 + last.month - 1 + step.shift
            return a_month(months // 12, months % 12 + 1)
        case "year":
            return years(last.year + step.shift)
        case "decade":
            if step.shift:
                return years(last.year + 10 * step.shift)
            return years(last.year // 10 * 10, last.year // 10 * 10 + 9)
        case "century":
            first = (last.year - 1) // 100 * 100 + 1 + 100 * step.shift
            return years(first, first + 99)


def _is_context(sentence: str, start: int, interval: Interval) -> bool:
    """A lifetime in parentheses, an open end or a whole decade is nothing to count on from."""
    if interval.is_open or interval.precision in ("decade", "century"):
        return False
    in_parentheses = sentence[max(0, start - 1) : start] == "("
    length = interval.last.year - interval.first.year
    return length <= LONGEST_CONTEXT and not (in_parentheses and length)
