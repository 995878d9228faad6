"""Writes the files of a generation source by source: newly encoded passages, or those of the previous generation.

Of the latter there are whole sources that are unchanged, and passages whose words come again: what is embedded is the
title, the headings and the quote, and where all three are the same, so are the vectors. So a renamed file, a changed
sentence or a better reader of a format costs only the passages whose words are new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.answer import Passage, Source
from relbot.corpus.chunking import TokenOffsets, heading_prefix
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.local import store
from relbot.index.local.generation import PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS, Generation
from relbot.index.local.store_writer import StoreWriter
from relbot.index.manifest import SourceEntry
from relbot.temporal.date_mentions import DateMention

_MAX_FLAT = 100_000
"""Vectors up to which search is exhaustive: exact, and 17 ms at that number on two cores. Above, HNSW."""

_ROWS_AT_ONCE = 256
"""Passages that are read from the previous generation at a time."""


class GenerationWriter:
    """Writes the encoded passages of all sources of a generation into a build folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = StoreWriter(folder / store.FILE)
        self._tokens = (folder / TOKEN_VECTORS).open("wb")
        self._token_count = 0
        self._passage_vectors: list[NDArray[np.float32]] = []
        self._sentence_vectors: list[NDArray[np.float32]] = []
        self._sources: list[SourceEntry] = []

    def add_source(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        """Write a source with its rendered text and its passages, which come in order."""
        first = len(self._passage_vectors)
        self._store.begin_source(source, text)
        for passage in passages:
            self._store.add(replace(passage.record, first_token=self._token_count))
            self._passage_vectors.append(passage.passage_vector)
            self._sentence_vectors.append(passage.sentence_vectors)
            self._tokens.write(passage.token_vectors.tobytes())
            self._token_count += len(passage.token_vectors)
        self._sources.append(SourceEntry(source, revision, first, len(self._passage_vectors) - first))

    def close(self) -> tuple[tuple[SourceEntry, ...], int]:
        """Finish all files. Returns the entries of the sources for the manifest, and the total number of sentences."""
        self._tokens.close()
        self._store.close()
        sentences = np.concatenate(self._sentence_vectors)
        _write_vectors(self._folder / PASSAGE_VECTORS, np.stack(self._passage_vectors))
        _write_vectors(self._folder / SENTENCE_VECTORS, sentences)
        return tuple(self._sources), len(sentences)


def stored_passages(generation: Generation, source: SourceEntry) -> Iterable[EncodedPassage]:
    """The encoded passages of a source of a generation, for the next one where the source is unchanged."""
    return (stored_passage(generation, row) for row in source.rows)


def stored_passage(generation: Generation, row: int) -> EncodedPassage:
    """An encoded passage of a generation."""
    (record,) = generation.store.passages([row])
    return EncodedPassage(
        generation.passage_vectors.reconstruct(row),
        generation.sentence_vectors.reconstruct_n(record.first_sentence, len(record.sentences)),
        generation.quantised_token_vectors(record),
        record,
    )


class LeavingPassages:
    """The passages of sources of a generation that the next one does not hold, by what was embedded of them."""

    def __init__(self, generation: Generation, sources: Iterable[SourceEntry], token_offsets: TokenOffsets) -> None:
        self._generation = generation
        self._rows: dict[bytes, int] = {}
        rows = [row for source in sources for row in source.rows]
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            batch = rows[first : first + _ROWS_AT_ONCE]
            for row, record in zip(batch, generation.store.passages(batch), strict=True):
                heading = heading_prefix(record.passage.source, record.passage.section, token_offsets)
                self._rows[_digest(heading + record.passage.quote)] = row

    def find(self, passage: Passage, embedded: str, dates: Sequence[tuple[DateMention, ...]]) -> EncodedPassage | None:
        """A passage with the vectors of one of which the same was embedded; None where there is none.

        `dates` are those of each sentence.
        """
        row = self._rows.get(_digest(embedded))
        if row is None:
            return None
        stored = stored_passage(self._generation, row)
        then, now = stored.record.passage, passage
        if [(s.start - then.start, s.end - then.start) for s in then.sentences] != [
            (s.start - now.start, s.end - now.start) for s in now.sentences
        ]:  # another version of relbot divides it otherwise
            return None
        sentences = tuple(
            replace(sentence, span=span, dates=mentions)
            for sentence, span, mentions in zip(stored.record.sentences, now.sentences, dates, strict=True)
        )
        return replace(stored, record=replace(stored.record, passage=passage, sentences=sentences))


def _write_vectors(file: Path, vectors: NDArray[np.float32]) -> None:
    kind = "Flat" if len(vectors) <= _MAX_FLAT else "HNSW32"
    index = faiss.index_factory(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    file.write_bytes(faiss.serialize_index(index).tobytes())  # a full disk is an OSError here, but not from faiss


def _digest(embedded: str) -> bytes:
    return hashlib.sha256(embedded.encode()).digest()
