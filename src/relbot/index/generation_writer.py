"""Writes the files of a generation, source by source, from fresh vectors or from the generation before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.answer import Source
from relbot.index import store
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import Grains
from relbot.index.generation import PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS, Generation
from relbot.index.manifest import SourceRow
from relbot.index.store_writer import StoreWriter

_FLAT_UP_TO = 100_000
"""Vectors that are searched one by one: exact, and 17 ms at that number on two cores. Above, a graph (HNSW)."""


class GenerationWriter:
    """Collects the grains of a generation's sources in a building folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = StoreWriter(folder / store.FILE)
        self._tokens = (folder / TOKEN_VECTORS).open("wb")
        self._token_count = 0
        self._passages: list[NDArray[np.float32]] = []
        self._sentences: list[NDArray[np.float32]] = []
        self._sources: list[SourceRow] = []

    def add(self, source: Source, sha256: str, all_grains: Iterable[Grains]) -> None:
        """Write a source from the grains of its passages, in order."""
        first = len(self._passages)
        self._store.begin(source)
        for grains in all_grains:
            self._store.add(replace(grains.row, first_token=self._token_count))
            self._passages.append(grains.passage)
            self._sentences.append(grains.sentences)
            self._tokens.write(grains.tokens.tobytes())
            self._token_count += len(grains.tokens)
        self._sources.append(SourceRow(source, sha256, first, len(self._passages) - first))

    def close(self) -> tuple[tuple[SourceRow, ...], int]:
        """Finish all files and give the sources with the number of their sentences."""
        self._tokens.close()
        self._store.close()
        sentences = np.concatenate(self._sentences)
        _write_vectors(self._folder / PASSAGE_VECTORS, np.stack(self._passages))
        _write_vectors(self._folder / SENTENCE_VECTORS, sentences)
        return tuple(self._sources), len(sentences)


def copied(before: Generation, source: SourceRow) -> Iterable[Grains]:
    """The grains of an unchanged source, out of the generation that holds them."""
    for id_ in range(source.first_passage, source.first_passage + source.passages):
        (row,) = before.store.passages([id_])
        yield Grains(
            before.passage_vectors.reconstruct(id_),
            before.sentence_vectors.reconstruct_n(row.first_sentence, len(row.sentences)),
            before.packed_tokens(row),
            row,
        )


def _write_vectors(file: Path, vectors: NDArray[np.float32]) -> None:
    kind = "Flat" if len(vectors) <= _FLAT_UP_TO else "HNSW32"
    index = faiss.index_factory(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    file.write_bytes(faiss.serialize_index(index).tobytes())  # a full disk is an OSError here; from faiss it is none
