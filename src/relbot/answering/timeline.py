"""The dated sentences of a corpus in chronological order, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from relbot.answer import Citation, Passage, Span
from relbot.answering.citations import make_citation
from relbot.errors import SpanUnreadable
from relbot.index.local.store import Store
from relbot.query.timeframe import extract_timeframe
from relbot.temporal.calendar import BEGINNING, END, Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval, overlap, reference_day, with_modifier, years
from relbot.text.terms import tokenize

_RANGE_SEPARATOR = re.compile(r"\s*(?:\.{2,}|…)\s*")
_BARE_YEAR = re.compile(r"\d{1,4}")
_MAX_SPAN_CHARACTERS = 200
_BATCH_SIZE = 1_000
"""Passages read with one query; SQLite takes 32,766 values in one."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date of a sentence. A sentence that mentions two dates makes two events."""

    interval: Interval
    words: str
    """The date as the sentence has it, such as "That month"."""
    inferred: bool
    """True where the date is not in the sentence alone but completed from its context."""
    citation: Citation
    """Its highlight is the sentence; its number the event's, from 1."""

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
        """The event as JSON-ready values; `first` and `last` in ISO 8601, null where open."""
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


def events(store: Store, span: Interval | None = None, words: str | None = None) -> tuple[Event, ...]:
    """The dates that overlap a span, of sentences that hold all of some words, compared by stem.

    Ordered by `anchor`, then the last day, then as in the corpus. What a source says twice appears once.
    """
    found: dict[tuple[str, Interval, str], tuple[DateMention, Passage, Span]] = {}
    for mention, passage, sentence in _dated_sentences(store, words):
        if span is None or overlaps(mention.interval, span):
            key = (passage.source.path, mention.interval, passage.words(sentence))
            found.setdefault(key, (mention, passage, sentence))
    ordered = sorted(found.values(), key=lambda event: (reference_day(event[0].interval), event[0].interval.last))
    return tuple(
        Event(mention.interval, mention.text, mention.inferred, make_citation(number, passage, [sentence]))
        for number, (mention, passage, sentence) in enumerate(ordered, start=1)
    )


def parse_span(text: str, today: date) -> Interval:
    """The span of a text: any timeframe that a question may have, and "1956..1961", "1956..", "..1961".

    Raises SpanUnreadable.
    """
    if len(text) > _MAX_SPAN_CHARACTERS:
        raise SpanUnreadable(text)
    first, separator, last = _split_range(text.strip())
    try:
        if not separator:
            return _parse_time(first, today)
        if not last:
            return with_modifier(_parse_time(first, today), "since")
        if not first:
            return with_modifier(_parse_time(last, today), "until")
        one, other = _parse_time(first, today), _parse_time(last, today)
        return Interval(min(one.first, other.first), max(one.last, other.last))
    except ValueError:
        raise SpanUnreadable(text) from None


def overlaps(interval: Interval, span: Interval) -> bool:
    """Whether a date is in a span, at least in part. An open date extends a generation from its anchor."""
    return overlap(interval, span) > 0


def _dated_sentences(store: Store, words: str | None) -> Iterator[tuple[DateMention, Passage, Span]]:
    """The dates of sentences that hold all words, or of all sentences, in the order of the corpus."""
    stems = _search_stems(words or "")
    if words is not None and not stems:
        return
    rows = store.date_mentions(stems)
    passages: dict[int, Passage] = {}
    ids = list(dict.fromkeys(passage for passage, _, _ in rows))
    for start in range(0, len(ids), _BATCH_SIZE):
        batch = ids[start : start + _BATCH_SIZE]
        passages |= {id_: record.passage for id_, record in zip(batch, store.passages(batch), strict=True)}
    for passage, sentence, mention in rows:
        yield mention, passages[passage], sentence


def _search_stems(words: str) -> list[str]:
    """The stems of all words but stop words, unless there is nothing else."""
    terms = tokenize(words)
    return [term.stem for term in terms if not term.is_stopword] or [term.stem for term in terms]


def _split_range(text: str) -> tuple[str, str, str]:
    match = _RANGE_SEPARATOR.search(text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _parse_time(text: str, today: date) -> Interval:
    """Raises ValueError."""
    if _BARE_YEAR.fullmatch(text):
        return years(int(text))
    timeframe = extract_timeframe(text, today) or extract_timeframe(f"in the {text}", today)  # "sixties"
    if timeframe is None:
        raise ValueError(text)
    return timeframe.interval


def _iso(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"
