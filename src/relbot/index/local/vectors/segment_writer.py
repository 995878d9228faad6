"""Writes a segment: the vectors of passages, sentences and tokens are streamed to disk and then indexed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.local.vectors.segments import segment_files

_MAX_FLAT = 8_000
"""Maximum number of vectors for exact, exhaustive search, which then takes 0.3 ms; above it, an 8-bit HNSW graph."""
_CONSTRUCTION, _SEARCH = 120, 200
"""efConstruction and efSearch of the HNSW graph: the number of candidates when it is built and searched."""
_BLOCK = 4096
"""Number of vectors read at a time."""
_SAMPLE = 8
"""Number of blocks from which the range of each dimension is determined."""


class SegmentWriter:
    """Writes a segment without holding it in memory: the vectors are first kept in files of the build folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passages, self._sentences, self._tokens = (
            (folder / name).open("w+b") for name in (".passages", ".sentences", ".tokens")
        )

    def add(self, passage: EncodedPassage, codes: NDArray[np.uint8]) -> None:
        """Add the next passage, with its token vectors as encoded by the codec."""
        self._passages.write(passage.passage_vector.astype(np.float32).tobytes())
        self._sentences.write(passage.sentence_vectors.astype(np.float32).tobytes())
        self._tokens.write(codes.tobytes())

    def write(self, number: int, before: Sequence[tuple[Any, Any, Path]]) -> None:
        """Write the files of the segment with a number, beginning with the segments `before`. Raises OSError.

        Each of these is given as its passage vectors, sentence vectors and file of token vectors.
        """
        passages, sentences, tokens = (self._folder / name for name in segment_files(number))
        _write_index(passages, [index for index, _, _ in before], self._passages)
        _write_index(sentences, [index for _, index, _ in before], self._sentences)
        self._tokens.seek(0)
        with tokens.open("wb") as target:
            for _, _, file in before:
                with file.open("rb") as stream:
                    shutil.copyfileobj(stream, target)
            shutil.copyfileobj(self._tokens, target)

    def close(self) -> None:
        """Remove the temporary files."""
        for file in (self._passages, self._sentences, self._tokens):
            file.close()
            Path(file.name).unlink()


def _write_index(file: Path, before: Sequence[Any], written: IO[bytes]) -> None:
    count = sum(index.ntotal for index in before) + written.tell() // (4 * DIMENSIONS)
    kind = "Flat" if count <= _MAX_FLAT else "HNSW16_SQ8"
    index: Any = faiss.index_factory(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    if count > _MAX_FLAT:
        index.hnsw.efConstruction, index.hnsw.efSearch = _CONSTRUCTION, _SEARCH
        step = -(-count // (_BLOCK * _SAMPLE))
        index.train(np.concatenate(list(islice(_blocks(before, written), 0, None, step))))
    for vectors in _blocks(before, written):
        index.add(vectors)
    _save(index, file)


def _save(index: Any, file: Path) -> None:
    """Write an index through Python, since FAISS itself would not report a full disk as an OSError."""
    errors: list[OSError] = []
    module: Any = faiss  # its stubs do not know the writers that it adds in Python
    with file.open("wb") as stream:

        def write(data: bytes) -> None:
            try:
                stream.write(data)
            except OSError as error:
                errors.append(error)
                raise

        try:
            module.write_index(index, module.PyCallbackIOWriter(write))
        except Exception:
            if errors:
                raise errors[0] from None
            raise


def _blocks(before: Sequence[Any], written: IO[bytes]) -> Iterator[NDArray[np.float32]]:
    """Yield all vectors in order, in blocks of shape (n, 384)."""
    for index in before:
        for first in range(0, index.ntotal, _BLOCK):
            yield index.reconstruct_batch(np.arange(first, min(first + _BLOCK, index.ntotal)))
    written.seek(0)
    while data := written.read(_BLOCK * DIMENSIONS * 4):
        yield np.frombuffer(data, np.float32).reshape(-1, DIMENSIONS)
