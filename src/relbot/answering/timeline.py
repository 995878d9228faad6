"""The dated sentences of a corpus in chronological order, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from relbot.answer import Citation, Passage, Span
from relbot.answering.citations import make_citation
from relbot.errors.request import SpanReversed, SpanUnreadable
from relbot.index.protocol import DatedPassages
from relbot.query.timeframe import extract_timeframe
from relbot.temporal.calendar import BEGINNING, END, Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval, hull, overlap, reach, reference_day, with_modifier, years
from relbot.text.terms import tokenize

_RANGE_SEPARATOR = re.compile(r"\s*(?:\.{2,}|…)\s*")
_BARE_YEAR = re.compile(r"(?!0+$)\d{1,4}")
_TWO_YEARS = re.compile(r"(?:from\s)?(\d{3,4})\s?(?:[-–—]|\s(?:to|until|till)\s)\s?(\d{3,4})", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MAX_SPAN_CHARACTERS = 200

Dated = tuple[DateMention, Passage, Span]
"""A date and the sentence that it is of."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date of a sentence. A sentence that mentions two dates makes two events."""

    interval: Interval
    words: str
    """The date as written in the sentence, such as "That month", or in the heading above it."""
    inferred: bool
    """Whether the date was completed from the context of the sentence."""
    citation: Citation
    """Highlights the sentence; its number is the event's, from 1."""

    @property
    def label(self) -> str:
        """The date as people write it, such as "29 June – 1 July 1956"."""
        return str(self.interval)

    @property
    def marked_label(self) -> str:
        """The same, with "~" before an inferred one."""
        return f"~ {self.label}" if self.inferred else self.label

    @property
    def sentence(self) -> str:
        """Verbatim."""
        return self.citation.highlights[0].text

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON-ready values; `first` and `last` in ISO 8601, null if open."""
        first, last = self.interval.first, self.interval.last
        return {
            "label": self.label,
            "first": None if first == BEGINNING else _iso(first),
            "last": None if last == END else _iso(last),
            "inferred": self.inferred,
            "words": self.words,
            "sentence": self.sentence,
            "citation": asdict(self.citation),
        }


def events(
    corpus: DatedPassages, span: Interval | None = None, words: str | None = None, headed: Iterable[Dated] = ()
) -> tuple[Event, ...]:
    """Return the dates that overlap a span, in sentences with all of some words, compared by stem. `headed` are
    sentences with dates that stand above them.

    Ordered by `reference_day`, then the last day, then as in the corpus. What a source says twice appears once.
    """
    found: dict[tuple[str, Interval, str], tuple[DateMention, Passage, Span]] = {}
    for mention, passage, sentence in (*_dated_sentences(corpus, span, words), *_with_words(headed, words)):
        if span is None or overlaps(mention.interval, span):
            key = (passage.source.path, mention.interval, passage.words(sentence))
            found.setdefault(key, (mention, passage, sentence))
    ordered = sorted(found.values(), key=lambda event: (reference_day(event[0].interval), event[0].interval.last))
    return tuple(
        Event(mention.interval, mention.text, mention.inferred, make_citation(number, passage, [sentence]))
        for number, (mention, passage, sentence) in enumerate(ordered, start=1)
    )


def parse_span(text: str, today: date) -> Interval:
    """Parse a span: any timeframe that a question may have, and "1956..1961", "1956..", "..1961".

    Raises SpanUnreadable, and SpanReversed if it ends before it begins.
    """
    if len(text) > _MAX_SPAN_CHARACTERS:
        raise SpanUnreadable(text)
    if (pair := _TWO_YEARS.fullmatch(text.strip())) and int(pair[2]) < int(pair[1]):
        raise SpanReversed(text)
    first, separator, last = _split_range(text.strip())
    try:
        if not separator:
            return _parse_time(first, today)
        if not last:
            return with_modifier(_parse_time(first, today), "since")
        if not first:
            return with_modifier(_parse_time(last, today), "until")
        begin, end = _parse_time(first, today), _parse_time(last, today)
    except ValueError:
        raise SpanUnreadable(text) from None
    if end.last < begin.first:
        raise SpanReversed(text)
    return hull(begin, end)


def overlaps(interval: Interval, span: Interval) -> bool:
    """Return whether a date overlaps a span. An open date extends a generation from the day that names it."""
    return overlap(interval, span) > 0


def _dated_sentences(corpus: DatedPassages, span: Interval | None, words: str | None) -> Iterator[Dated]:
    """Yield the dates of the sentences with all words, or of all sentences, in corpus order; at least those that
    overlap a span, if given.
    """
    stems = _search_stems(words or "")
    if words is not None and not stems:
        return
    mentions = corpus.date_mentions(stems, reach(span) if span else None)
    rows = list(dict.fromkeys(row for row, _, _ in mentions))
    passages = {row: record.passage for row, record in zip(rows, corpus.passages(rows), strict=True)}
    for row, sentence, mention in mentions:
        yield mention, passages[row], sentence


def _with_words(dated: Iterable[Dated], words: str | None) -> Iterator[Dated]:
    """Yield the dated sentences with all words."""
    wanted = frozenset(_search_stems(words or ""))
    if words is None or wanted:
        yield from (each for each in dated if wanted <= {term.stem for term in tokenize(each[1].words(each[2]))})


def _search_stems(words: str) -> list[str]:
    """Return the stems of all words but stop words, unless there are only stop words."""
    terms = tokenize(words)
    return [term.stem for term in terms if not term.is_stopword] or [term.stem for term in terms]


def _split_range(text: str) -> tuple[str, str, str]:
    match = _RANGE_SEPARATOR.search(text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _parse_time(text: str, today: date) -> Interval:
    """Raises ValueError, also if a number is left over: "31 February 1956" is not the whole of 1956."""
    if _BARE_YEAR.fullmatch(text):
        return years(int(text))
    for words in (text, f"in the {text}"):  # "sixties"
        if timeframe := extract_timeframe(words, today):
            if _DIGIT.search(words[: timeframe.start] + words[timeframe.end :]):
                break
            return timeframe.interval
    raise ValueError(text)


def _iso(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"
