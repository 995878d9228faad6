"""Writes the files of a generation source by source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.answer import Source
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.encoding.token_codec import TokenCodec
from relbot.index.local import store
from relbot.index.local.generation import PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS
from relbot.index.local.store_writer import StoreWriter
from relbot.index.manifest import SourceEntry

_MAX_FLAT = 100_000
"""Vectors up to which search is exhaustive: exact, and 17 ms at that number on two cores. Above, HNSW."""


class GenerationWriter:
    """Writes the encoded passages of all sources of a generation into a build folder."""

    def __init__(self, folder: Path, codec: TokenCodec) -> None:
        self._folder, self._codec = folder, codec
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
            codes = self._codec.encode(passage.token_vectors)
            record = replace(passage.record, checksum=checksum(self._codec.decode(codes)))
            self._store.add(record, self._token_count)
            self._passage_vectors.append(passage.passage_vector)
            self._sentence_vectors.append(passage.sentence_vectors)
            self._tokens.write(codes.tobytes())
            self._token_count += len(codes)
        self._sources.append(SourceEntry(source, revision, first, len(self._passage_vectors) - first))

    def close(self) -> tuple[tuple[SourceEntry, ...], int]:
        """Finish all files. Returns the entries of the sources for the manifest, and the total number of sentences."""
        self._tokens.close()
        self._store.close()
        sentences = np.concatenate(self._sentence_vectors)
        _write_vectors(self._folder / PASSAGE_VECTORS, np.stack(self._passage_vectors))
        _write_vectors(self._folder / SENTENCE_VECTORS, sentences)
        return tuple(self._sources), len(sentences)


def _write_vectors(file: Path, vectors: NDArray[np.float32]) -> None:
    kind = "Flat" if len(vectors) <= _MAX_FLAT else "HNSW32"
    index = faiss.index_factory(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors))
    file.write_bytes(faiss.serialize_index(index).tobytes())  # a full disk is an OSError here, but not from faiss
