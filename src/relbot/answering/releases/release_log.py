"""Finds the changelogs of a corpus: documents whose headings are releases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relbot.answer import Source
from relbot.answering.lines.lead import line_around
from relbot.answering.statements import Quote, quotes_of
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.named_document import StatedDay
from relbot.query.releases.release_headings import (
    LOG_STEMS,
    ReleaseHeading,
    innermost_release,
    is_log,
    is_of_next_release,
    name_of,
    read_release_line,
)

_DOCUMENTS, _FOUND = 30, 200
"""The most documents that are all looked at, and the most passages by which others are found."""
_PASSAGES = 3_000
"""The most passages that are read altogether, each in up to a fifth of a millisecond."""
_FEWEST = 2
"""The fewest releases of a changelog that does not call itself one."""
_RELEASED = re.compile(r"\W*(?:released?|published|out|date|available|launched|shipped)\b", re.IGNORECASE)
_MOST_WORDS = 5
"""The most words of a line that is only a date."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release, its sentences and its date."""

    heading: str
    """"" if a line alone tells of it."""
    version: tuple[int, ...]
    day: StatedDay | None
    is_out: bool
    quotes: tuple[Quote, ...]
    dated: Quote | None
    """The line below the heading that says when it came out, if the heading does not."""

    @property
    def is_grouped(self) -> bool:
        """Whether its changes are grouped by headings of their own."""
        return bool(self.heading) and any(quote.passage.section[-1] != self.heading for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class ReleaseLog:
    """A changelog, in text order."""

    source: Source
    releases: tuple[Release, ...]
    coming: tuple[Quote, ...]
    """What is not released yet."""


def release_logs(generation: Generation) -> list[ReleaseLog]:
    """Return the changelogs of a generation; of many long documents only the first."""
    logs, left = list[ReleaseLog](), _PASSAGES
    for path in _likely(generation):
        if (count := len(generation.manifest.entry(path).rows)) <= left:
            left -= count
            logs.append(_log_of(path, generation))
    return [log for log in logs if log.releases]


def _likely(generation: Generation) -> list[str]:
    paths = [entry.source.path for entry in generation.manifest.sources]
    if len(paths) <= _DOCUMENTS and generation.manifest.passages <= _PASSAGES:
        return paths
    found = generation.matching(sorted(LOG_STEMS), _FOUND)
    called = [e.source.path for e in generation.manifest.sources if is_log(name_of(e.source))]
    return [*dict.fromkeys((*called, *(record.passage.source.path for record in found)))][:_DOCUMENTS]


def _log_of(path: str, generation: Generation) -> ReleaseLog:
    entry = generation.manifest.entry(path)
    found = dict[tuple[str, ...], list[PassageRecord]]()
    read = dict[tuple[str, ...], ReleaseHeading]()
    coming, lines = list[Quote](), list[Release]()
    for record in generation.passages(entry.rows):
        section = record.passage.section
        if any(map(is_of_next_release, section)):
            coming += quotes_of(record.passage)
            continue
        if own := innermost_release(entry.source, section):
            place, stated = own
            read[place] = stated
            found.setdefault(place, []).append(record)
        elif is_log(" ".join((name_of(entry.source), *section))):
            lines += _in_lines(record)
    releases = tuple(_release(place[-1], read[place], records) for place, records in found.items())
    if not releases and len(lines) >= _FEWEST:
        return ReleaseLog(entry.source, tuple(lines), tuple(coming))
    is_called = is_log(name_of(entry.source))
    is_one = releases and (is_called or len(releases) >= _FEWEST or any(is_log(" ".join(p[:-1])) for p in found))
    return ReleaseLog(entry.source, releases if is_one else (), tuple(coming))


def _release(heading: str, read: ReleaseHeading, records: Sequence[PassageRecord]) -> Release:
    quotes = tuple(quote for record in records for quote in quotes_of(record.passage))
    day, dated = read.day, None
    if not (day and day.month) and (stated := day_below(records[0])):
        day, dated = stated, quotes[0]
    return Release(heading, read.version, day, read.is_out, quotes, dated)


def _in_lines(record: PassageRecord) -> Iterator[Release]:
    """Yield the releases that are each told by a line or table row: "2.3.1 (2026-03-30): fixes a crash"."""
    for quote in quotes_of(record.passage):
        line = line_around(quote.passage, quote.sentence)
        if line.start == quote.sentence and (read := read_release_line(quote.text)):
            whole = Quote(quote.passage, line.start, len(line))
            yield Release("", read.version, read.day, read.is_out, (whole,), None)


def day_below(record: PassageRecord) -> StatedDay | None:
    """Return the day in the first sentence of a release, if that says when it came out or is only a date."""
    text = record.passage.words(record.sentences[0].span)
    if not _RELEASED.match(text) and len(text.split()) > _MOST_WORDS:
        return None
    return next((StatedDay(*m.stated_parts) for m in record.sentences[0].dates if len(m.stated_parts) > 1), None)


def sentences_of(releases: Sequence[Release]) -> Iterator[Quote]:
    """Yield the sentences of some releases in order."""
    for release in releases:
        yield from release.quotes
