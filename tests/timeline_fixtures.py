"""Stores and events made from given dated sentences."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from relbot.answer import Citation, Highlight, Passage, Source
from relbot.answering.timeline import Event
from relbot.index.local.store import Store
from relbot.index.local.store_writer import StoreWriter
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.date_mentions import dates_by_sentence
from relbot.temporal.interval import Interval, reference_day
from relbot.text.sentences import split
from relbot.text.terms import stems


def make_store(file: Path, *sources: tuple[str, str]) -> Store:
    """A store of sources given as (title, text), each one passage."""
    writer = StoreWriter(file)
    for title, text in sources:
        source = Source(title, f"{title}.md", "https://example.org/page")
        writer.begin_source(source, text)
        spans = tuple(split(text, 0, len(text)))
        sentences = [text[span.start : span.end] for span in spans]
        rows = tuple(
            SentenceRecord(span, 0, 1, tuple(stems(sentence)), dates)
            for span, sentence, dates in zip(spans, sentences, dates_by_sentence(sentences), strict=True)
        )
        writer.add(PassageRecord(Passage(source, 0, len(text), text, ("Past",), spans, title), rows, (), 1, 0))
    writer.close()
    return Store(file)


def events(*dated: tuple[Interval, str], titles: Iterable[str] = ("Tirana",), inferred: bool = False) -> list[Event]:
    """Events in order of time, from (interval, sentence) pairs; the titles of their sources alternate."""
    ordered, names = sorted(dated, key=lambda pair: (reference_day(pair[0]), pair[0].last)), list(titles)
    return [
        Event(interval, "then", inferred, _citation(number, sentence, names[number % len(names)]))
        for number, (interval, sentence) in enumerate(ordered, start=1)
    ]


def _citation(number: int, sentence: str, title: str) -> Citation:
    source = Source(title, f"{title}.md", "https://example.org/page")
    highlights = (Highlight(0, len(sentence), sentence),)
    return Citation(
        number, sentence, 0, len(sentence), highlights, ("Past",), source, "https://example.org/page#:~:text=then", "a1"
    )
