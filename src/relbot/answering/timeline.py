"""The dated sentences of a corpus in order of time, each with the place that it is cited from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from relbot.answer import Citation, Passage, Span
from relbot.answering.citations import citation
from relbot.errors import SpanUnreadable
from relbot.index.store import Store
from relbot.query.timeframe import asked
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import BEGINNING, END, Day, Interval, anchor, held, overlap, years
from relbot.text.terms import read as read_terms

_RANGE = re.compile(r"\s*(?:\.{2,}|…)\s*")
_BARE_YEAR = re.compile(r"\d{1,4}")
_LONGEST_SPAN = 200
"""Characters."""
_AT_ONCE = 1_000
"""Passages read with one query; SQLite takes 32,766 values in one."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date of a sentence. A sentence that speaks of two times makes two events."""

    interval: Interval
    words: str
    """The date as it stands in the sentence, such as "That month"."""
    inferred: bool
    """True where the sentence alone does not say it all."""
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
        return self.citation.highlight.text

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON-ready values; `first` and `last` as ISO 8601 writes them, null where open."""
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


def events(store: Store, within: Interval | None = None, words: str | None = None) -> tuple[Event, ...]:
    """The dated sentences that touch a span and hold all of some words, however inflected or accented, by time.

    Ordered by `anchor`, then the last day, then as they stand in the corpus. What a source says twice appears once.
    """
    found: dict[tuple[str, Interval, str], tuple[DateMention, Passage, Span]] = {}
    for mention, passage, span in _dated(store, words):
        if within is None or touches(mention.interval, within):
            found.setdefault((passage.source.path, mention.interval, passage.words(span)), (mention, passage, span))
    ordered = sorted(found.values(), key=lambda event: (anchor(event[0].interval), event[0].interval.last))
    return tuple(
        Event(mention.interval, mention.text, mention.inferred, citation(number, passage, span))
        for number, (mention, passage, span) in enumerate(ordered, start=1)
    )


def read_span(text: str, today: date) -> Interval:
    """The span that somebody wrote: whatever is read in a question, and "1956..1961", "1956..", "..1961".

    Raises SpanUnreadable.
    """
    if len(text) > _LONGEST_SPAN:
        raise SpanUnreadable(text)
    first, dots, last = _partition(text.strip())
    try:
        if not dots:
            return _read(first, today)
        if not last:
            return held(_read(first, today), "since")
        if not first:
            return held(_read(last, today), "until")
        one, other = _read(first, today), _read(last, today)
        return Interval(min(one.first, other.first), max(one.last, other.last))
    except ValueError:
        raise SpanUnreadable(text) from None


def touches(said: Interval, span: Interval) -> bool:
    """Whether a date falls into a span, be it in part. An open date reaches as far as a generation from its anchor."""
    return overlap(said, span) > 0


def _dated(store: Store, words: str | None) -> Iterator[tuple[DateMention, Passage, Span]]:
    """The dates of the corpus with their sentences, in the order of the corpus."""
    if words is not None and not _stems(words):
        return
    rows = store.dates(_stems(words or ""))
    passages: dict[int, Passage] = {}
    wanted = list(dict.fromkeys(passage for passage, _, _ in rows))
    for start in range(0, len(wanted), _AT_ONCE):
        ids = wanted[start : start + _AT_ONCE]
        passages |= {id_: row.passage for id_, row in zip(ids, store.passages(ids), strict=True)}
    for passage, span, mention in rows:
        yield mention, passages[passage], span


def _stems(words: str) -> list[str]:
    """What to look for: all words but stop words, unless there is nothing else."""
    terms = read_terms(words)
    return [term.stem for term in terms if not term.is_stopword] or [term.stem for term in terms]


def _partition(text: str) -> tuple[str, str, str]:
    match = _RANGE.search(text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _read(text: str, today: date) -> Interval:
    """Raises ValueError."""
    if _BARE_YEAR.fullmatch(text):
        return years(int(text))
    frame = asked(text, today) or asked(f"in the {text}", today)  # "sixties", "last 10 years"
    if frame is None:
        raise ValueError(text)
    return frame.interval


def _iso(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"
