"""Reuses the passages of the previous generation, both of unchanged sources and of changed or removed ones.

The latter are looked up by their words: a passage is embedded as title, headings and quote, and if all three occur
again, its vectors can be reused. So after renaming a file, changing a sentence or improving a parser, only passages
with new words are embedded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from relbot.answer import Passage
from relbot.corpus.chunking import TokenOffsets, heading_prefix
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.manifest import SourceEntry
from relbot.index.protocol import Generation
from relbot.temporal.date_mentions import DateMention

_ROWS_AT_ONCE = 256
"""Number of passages read from the previous generation at a time."""


def kept_passages(generation: Generation, source: SourceEntry) -> Iterator[EncodedPassage]:
    """Yield the passages of an unchanged source in order, for an engine that writes them again."""
    for first in range(0, source.passages, _ROWS_AT_ONCE):
        yield from generation.encoded(source.rows[first : first + _ROWS_AT_ONCE])


class ReusablePassages:
    """The passages of sources that the next generation does not take over unchanged, by their embedded text."""

    def __init__(self, generation: Generation, sources: Iterable[SourceEntry], token_offsets: TokenOffsets) -> None:
        """Store the arguments; nothing is read before the first `find`, as not every `Encoding` calls it."""
        self._generation, self._sources, self._token_offsets = generation, tuple(sources), token_offsets

    @cached_property
    def _rows(self) -> dict[bytes, int]:
        """Rows by the digest of the embedded text."""
        found: dict[bytes, int] = {}
        rows = [row for source in self._sources for row in source.rows]
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            for record in self._generation.passages(rows[first : first + _ROWS_AT_ONCE]):
                heading = heading_prefix(record.passage.source, record.passage.section, self._token_offsets)
                found[_digest(heading + record.passage.quote)] = record.row
        return found

    def find(
        self, passages: Sequence[Passage], embedded: Sequence[str], dates: Sequence[Sequence[tuple[DateMention, ...]]]
    ) -> list[EncodedPassage | None]:
        """Return each passage with the vectors of a previous one with the same embedded text; None if there is none.

        `dates` are the dates in each sentence of each passage.
        """
        rows = [self._rows.get(_digest(text)) for text in embedded]
        known = list(dict.fromkeys(row for row in rows if row is not None))
        stored = dict(zip(known, self._generation.encoded(known), strict=True))
        return [
            None if row is None else _moved(stored[row], passage, mentions)
            for row, passage, mentions in zip(rows, passages, dates, strict=True)
        ]


def _moved(stored: EncodedPassage, now: Passage, dates: Sequence[tuple[DateMention, ...]]) -> EncodedPassage | None:
    """Return a stored passage at its new position; None if it is now divided into sentences differently."""
    then = stored.record.passage
    if [(s.start - then.start, s.end - then.start) for s in then.sentences] != [
        (s.start - now.start, s.end - now.start) for s in now.sentences
    ]:
        return None
    sentences = tuple(
        replace(sentence, span=span, dates=mentions)
        for sentence, span, mentions in zip(stored.record.sentences, now.sentences, dates, strict=True)
    )
    return replace(stored, record=replace(stored.record, passage=now, sentences=sentences))


def _digest(embedded: str) -> bytes:
    return hashlib.sha256(embedded.encode()).digest()
