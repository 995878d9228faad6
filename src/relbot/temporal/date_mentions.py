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
from itertools import islice, pairwise

from relbot.answer import Passage
from relbot.temporal.date_modifiers import Dated, joined, with_manner, with_part
from relbot.temporal.date_parser import Written, written
from relbot.temporal.date_patterns import PLAIN
from relbot.temporal.interval import Interval, years
from relbot.temporal.relative_dates import MonthDay, Step, basis, filled


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
        context = next((counted for m in reversed(found[-1]) if (counted := basis(text, m.start, m.interval))), context)
    return found


def date_passages(passages: Sequence[Passage]) -> Iterator[list[tuple[DateMention, ...]]]:
    """For each passage the dates in its sentences; a part of a long paragraph is read in the light of those before.

    Across paragraphs nothing is carried: of 12 dates that this gave on XQuAD and SQuAD 2.0, 5 were wrong.
    """
    first = 0
    for place, passage in enumerate(passages, start=1):
        if place == len(passages) or not _goes_on(passage, passages[place]):
            parts = passages[first:place]
            found = iter(date_sentences([part.words(span) for part in parts for span in part.sentences]))
            yield from (list(islice(found, len(part.sentences))) for part in parts)
            first = place


def _goes_on(passage: Passage, following: Passage) -> bool:
    """Whether a passage goes on the paragraph of the one before: nothing but a space stands between."""
    return passage.source == following.source and 0 <= following.start - passage.end <= 1


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
        known = context if year is None or not isinstance(date.meaning, MonthDay) else years(year)
        interval = filled(date.meaning, None if often and year is None else known)
        if interval is None:
            continue
        inferred = not isinstance(date.meaning, Interval) and (year is None or end > date.end)
        dated, spent = Dated(date.start, end, interval, inferred), end
        yield dated
        context = basis(sentence, dated.start, dated.interval) or context


def _year_beside(
    sentence: str, dates: Sequence[Written], index: int, context: Interval | None
) -> tuple[int | None, int]:
    """The year that "June" has in "June and July 1754" or "June of the following year", and where its words end."""
    end = dates[index].end
    for here, following in pairwise(dates[index : index + 5]):
        if isinstance(following.meaning, Step):
            of_it = following.meaning.unit == "year" and OF_IT.fullmatch(sentence, end, following.start)
            year = filled(following.meaning, context) if of_it else None
            return (year.first.year, following.end) if year else (None, end)
        if not LIST.fullmatch(sentence, here.end, following.start):
            break
        if isinstance(following.meaning, Interval):
            dated = following.meaning
            listed = dated.first.year == dated.last.year and dated.precision in ("day", "month", "span")
            return (dated.first.year if listed else None), end
    return None, end
