"""Vectors in segments, i.e. files that are written once and shared by generations through hard links.

Passage and sentence vectors are numbered from 0 across all segments. When a source changes, it gets new rows in a new
segment; its old rows then belong to no source, and no search finds them.
"""

from __future__ import annotations

import os
import weakref
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.token_codec import TokenCodec
from relbot.index.local.vectors.flat_vectors import FlatVectors

PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS = "passages-{}.faiss", "sentences-{}.faiss", "tokens-{}.codes"
SEGMENT_FILES = (PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS)
"""Names of the files of a segment, to be formatted with its number, from 0."""
_MIN_SHARE = 0.5
"""Minimum share of live vectors for which an HNSW graph is searched as a graph rather than exhaustively."""


class TokenVectors:
    """An open file of encoded token vectors. Thread-safe, and readable even after the file is removed.

    The file is read rather than mapped: with a mapping, a truncated or unreadable file would kill the process (SIGBUS),
    whereas a failed read is an error that names the file. Reads still come from the page cache: 250 kB of five passages
    took 23 µs, compared with 14 mapped, of an answer's 10 ms.
    """

    def __init__(self, file: Path, codec: TokenCodec) -> None:
        """Open a file written with the codec. Raises OSError."""
        self.file, self._codec = file, codec
        self._descriptor = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self.count = os.fstat(self._descriptor).st_size // codec.width

    def read(self, first: int, count: int) -> NDArray[np.int8]:
        """Return `count` vectors from `first`, (count, 384) with 127 for 1. Raises IndexDamaged."""
        width = self._codec.width
        try:
            data = os.pread(self._descriptor, count * width, first * width)
        except OSError as error:
            raise IndexDamaged(self.file, f"cannot be read ({error.strerror})") from None
        if len(data) != count * width:
            raise IndexDamaged(self.file, "was cut short")
        return self._codec.decode(np.frombuffer(data, np.uint8).reshape(count, width))


def segment_files(number: int) -> tuple[str, ...]:
    """Return the names of the files of a segment."""
    return tuple(name.format(number) for name in SEGMENT_FILES)


def live_rows(segments: Sequence[Any], firsts: Iterable[int], counts: Iterable[int]) -> NDArray[np.bool_]:
    """Return which vectors belong to a source, (vectors,), from the ranges of the sources.

    Raises IndexError if there are fewer vectors.
    """
    first, count = np.array(list(firsts), np.int64), np.array(list(counts), np.int64)
    steps = np.zeros(sum(segment.ntotal for segment in segments) + 1, np.int8)
    np.add.at(steps, first, 1)
    np.add.at(steps, first + count, -1)
    live: NDArray[np.bool_] = np.cumsum(steps[:-1], dtype=np.int8) > 0
    return live


class Vectors:
    """The vectors of all segments, of which the live ones are searched, with the interface of FAISS. Thread-safe."""

    def __init__(self, segments: Sequence[Any], live: NDArray[np.bool_]) -> None:
        """Combine segments, as returned by `read_vectors`; `live` says for each row whether it may be found."""
        self.segments = tuple(segments)
        self.starts = tuple(accumulate((segment.ntotal for segment in segments), initial=0))
        self._searched = [
            _Searched(segment, start, live[start:end])
            for segment, start, end in zip(segments, self.starts, self.starts[1:], strict=False)
            if live[start:end].any()
        ]
        self.ntotal = int(live.sum())

    def search(self, vectors: NDArray[np.float32], count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return scores and rows, (1, count), of the nearest vectors to (1, 384), best first; row -1 if too few."""
        if len(self._searched) == 1:
            return self._searched[0].search(vectors, count)
        found = [segment.search(vectors, count) for segment in self._searched]
        scores = np.concatenate([np.full((1, count), -np.inf, np.float32), *(scores for scores, _ in found)], axis=1)
        rows = np.concatenate([np.full((1, count), -1, np.int64), *(rows for _, rows in found)], axis=1)
        best = np.lexsort((rows, np.where(rows < 0, np.inf, -scores)))[:, :count]
        return np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)

    def reconstruct_batch(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of the given rows, (rows, 384)."""
        if len(self.segments) == 1 or not len(rows):
            return self._reconstruct(0, rows)
        vectors = np.empty((len(rows), self.segments[0].d), np.float32)
        owners = np.searchsorted(self.starts, rows, side="right") - 1
        for number in np.unique(owners).tolist():
            vectors[owners == number] = self._reconstruct(number, rows[owners == number] - self.starts[number])
        return vectors

    def _reconstruct(self, segment: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        if not len(rows):
            return np.zeros((0, self.segments[segment].d), np.float32)
        vectors: NDArray[np.float32] = self.segments[segment].reconstruct_batch(np.ascontiguousarray(rows))
        return vectors

    def among(self, rows: NDArray[np.int64]) -> VectorSubset:
        """Return the subset with the given rows, numbered from 0 in the given order."""
        live = np.zeros(self.starts[-1], bool)
        live[rows] = True
        return VectorSubset(Vectors(self.segments, live), rows)


class VectorSubset:
    """A subset of vectors, numbered from 0, with the methods of `Vectors`."""

    def __init__(self, vectors: Vectors, rows: NDArray[np.int64]) -> None:
        """Create a subset; `rows` are the live rows of `vectors`, in the order of their new numbers."""
        self._vectors = vectors
        self._rows = rows
        self._order = np.argsort(rows)

    @property
    def ntotal(self) -> int:
        return len(self._rows)

    def search(self, vectors: NDArray[np.float32], count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the same as `Vectors.search`, with the numbers of this subset."""
        scores, rows = self._vectors.search(vectors, count)
        found = rows >= 0
        rows[found] = self._order[np.searchsorted(self._rows, rows[found], sorter=self._order)]
        return scores, rows

    def reconstruct_batch(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the same as `Vectors.reconstruct_batch`, for numbers of this subset."""
        return self._vectors.reconstruct_batch(self._rows[rows])

    def among(self, rows: NDArray[np.int64]) -> VectorSubset:
        """Return the same as `Vectors.among`, for numbers of this subset."""
        return self._vectors.among(self._rows[rows])


def nearest(vectors: Vectors | VectorSubset, vector: NDArray[np.float32], count: int) -> Iterator[tuple[int, float]]:
    """Return (row, cosine similarity) of the vectors nearest to a vector, best first."""
    scores, rows = vectors.search(vector[None], min(count, vectors.ntotal))
    return ((row, score) for row, score in zip(rows[0].tolist(), scores[0].tolist(), strict=True) if row >= 0)


class _Searched:
    """A segment with the vectors that a search may find."""

    def __init__(self, segment: Any, start: int, live: NDArray[np.bool_]) -> None:
        self._start, self._live = start, None if live.all() else live
        self._index = segment
        if not isinstance(segment, FlatVectors):
            self._search_in_faiss(segment, live)

    def _search_in_faiss(self, segment: Any, live: NDArray[np.bool_]) -> None:
        import faiss

        self._owner = segment  # it frees its storage when it is deleted
        # A graph (HNSW) is bad at finding a few of its vectors; its storage is a flat index, which is exact.
        few = live.mean() < _MIN_SHARE and hasattr(segment, "storage")
        self._index = faiss.downcast_index(segment.storage) if few else segment
        self._bits = np.packbits(live, bitorder="little")  # the selector points into it
        self._parameters: Any = None
        if not live.all():
            self._parameters = _restricted_to(self._bits, self._index)

    def search(self, vectors: NDArray[np.float32], count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        if isinstance(self._index, FlatVectors):
            scores, rows = self._index.search(vectors, count, self._live)
        else:
            scores, rows = self._index.search(vectors, count, params=self._parameters)
        return scores, np.where(rows < 0, -1, rows + self._start)


def _restricted_to(bits: NDArray[np.uint8], index: Any) -> Any:
    """Return parameters that limit the search of an index to the vectors whose bits are set."""
    import faiss

    module: Any = faiss  # its stubs do not know the constructors that it adds in Python
    selector = module.IDSelectorBitmap(bits)
    if hasattr(index, "hnsw"):
        return module.SearchParametersHNSW(sel=selector, efSearch=index.hnsw.efSearch)
    return module.SearchParameters(sel=selector)


class TokenSegments:
    """The token vectors of all segments, numbered consecutively. Thread-safe."""

    def __init__(self, segments: Sequence[TokenVectors]) -> None:
        self.segments = tuple(segments)
        self._starts = tuple(accumulate((segment.count for segment in segments), initial=0))

    @property
    def count(self) -> int:
        return self._starts[-1]

    def read(self, first: int, count: int) -> NDArray[np.int8]:
        """Return `count` vectors from `first`, all in one segment, as `TokenVectors.read` does. Raises IndexDamaged."""
        number = self._segment_of(first)
        return self.segments[number].read(first - self._starts[number], count)

    def file_of(self, row: int) -> Path:
        """Return the file that contains a vector."""
        return self.segments[self._segment_of(row)].file

    def _segment_of(self, row: int) -> int:
        return max(0, min(bisect_right(self._starts, row), len(self.segments)) - 1)
