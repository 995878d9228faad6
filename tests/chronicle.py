"""Dated sentences made by hand: stores of them, and events."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from relbot.answer import Citation, Highlight, Passage, Source
from relbot.answering.timeline import Event
from relbot.index.store import PassageRecord, SentenceRecord, Store
from relbot.index.store_writer import StoreWriter
from relbot.temporal.date_mentions import date_sentences
from relbot.temporal.interval import Interval, anchor
from relbot.text.sentences import split
from relbot.text.terms import stems


def stored(file: Path, *sources: tuple[str, str]) -> Store:
    """A store of sources given as title and text, each one passage."""
    writer = StoreWriter(file)
    for title, text in sources:
        source = Source(title, f"{title}.md", "https://example.org/page")
        writer.begin_source(source)
        spans = tuple(split(text, 0, len(text)))
        words = [text[span.start : span.end] for span in spans]
        rows = tuple(
            SentenceRecord(span, 0, 1, tuple(stems(said)), dates)
            for span, said, dates in zip(spans, words, date_sentences(words), strict=True)
        )
        writer.add(PassageRecord(Passage(source, 0, len(text), text, ("Past",), spans, title), rows, (), 1, 0))
    writer.close()
    return Store(file)


def events(*dated: tuple[Interval, str], titles: Iterable[str] = ("Tirana",), inferred: bool = False) -> list[Event]:
    """Events in order of time, from the sources in turn."""
    ordered, names = sorted(dated, key=lambda pair: (anchor(pair[0]), pair[0].last)), list(titles)
    return [
        Event(interval, "then", inferred, _cited(number, said, names[number % len(names)]))
        for number, (interval, said) in enumerate(ordered, start=1)
    ]


def _cited(number: int, said: str, title: str) -> Citation:
    source = Source(title, f"{title}.md", "https://example.org/page")
    marked = Highlight(0, len(said), said)
    return Citation(
        number, said, 0, len(said), marked, ("Past",), source, "https://example.org/page#:~:text=then", "a1"
    )
