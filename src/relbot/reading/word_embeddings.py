"""The word embeddings of the reader, read row by row from the packaged model's file.

A question needs about a hundred rows of the file's 47 MB, so the file is not hashed as a whole at startup. Instead,
each row is checked against its own hash, shipped in `embeddings.sha256`, whenever it is read. So only verified bytes
are used, even if the file changes while it is open.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.errors.model import ModelAltered, ModelUnreadable

WIDTH = 384
"""The dimensions of a word embedding."""
DIGESTS = "embeddings.sha256"
"""The first `_DIGEST_BYTES` of the SHA-256 of each row, in order; made by `benchmarks/export_reader.py`."""
_DIGEST_BYTES = 16
_DIGESTS_SHA256 = "819112b9ff2bd2e7712729aae4880cf3bc63b07d9b57eb491d2d937b79e43bec"
_ROW = 4 * WIDTH
"""Bytes of a row."""
_READ_SIZE = 1 << 20
_EMBEDDINGS = "embeddings.word_embeddings.weight"


class Embeddings:
    """The word embeddings in a safetensors file. A truncated file raises an error, not a signal such as SIGBUS.
    Thread-safe.
    """

    def __init__(self, file: Path, digests: bytes) -> None:
        """Open the file. `digests` are the truncated hashes of its rows, as in `DIGESTS`.

        Raises ModelUnreadable if the file is missing or is no safetensors file with word embeddings.
        """
        self._file, self._digests = file, digests
        try:
            self._descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise ModelUnreadable(file, str(error.strerror)) from None
        weakref.finalize(self, os.close, self._descriptor)
        try:
            (length,) = struct.unpack("<Q", os.pread(self._descriptor, 8, 0))
            row = json.loads(os.pread(self._descriptor, min(length, _READ_SIZE), 8))[_EMBEDDINGS]
            self._start, self._end = (8 + length + int(offset) for offset in row["data_offsets"])
            whole = row["shape"][1] == WIDTH and 8 + length <= self._start < self._end
        except (OSError, ValueError, KeyError, TypeError, IndexError, struct.error):
            whole = False
        if not whole or self._end > os.fstat(self._descriptor).st_size:
            raise ModelUnreadable(file, "it is cut short or holds no word embeddings")

    def of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the (tokens, `WIDTH`) embeddings of token ids.

        Raises ModelUnreadable if the file was truncated since it was opened, and ModelAltered if a row has changed.
        """
        rows = {id_: self._verified_row(id_) for id_ in set(ids)}
        return np.frombuffer(b"".join([rows[id_] for id_ in ids]), np.float32).reshape(-1, WIDTH)

    def _verified_row(self, number: int) -> bytes:
        row = os.pread(self._descriptor, _ROW, self._start + _ROW * number)
        if len(row) != _ROW:
            raise ModelUnreadable(self._file, "it was cut short while it was in use")
        found, expected = row_digest(row), self._digests[_DIGEST_BYTES * number : _DIGEST_BYTES * (number + 1)]
        if found != expected:
            raise ModelAltered(self._file, expected.hex(), found.hex())
        return row

    def digest(self) -> str:
        """Return the SHA-256 of the bytes of all rows."""
        digest = hashlib.sha256()
        for row in self.rows():
            digest.update(row)
        return digest.hexdigest()

    def rows(self) -> Iterator[bytes]:
        """Yield all rows as they are in the file, not verified."""
        for start in range(self._start, self._end, _ROW):
            yield os.pread(self._descriptor, _ROW, start)


def row_digest(row: bytes) -> bytes:
    """Return the first half of a row's SHA-256. Finding another row that matches it still takes 2^128 tries."""
    return hashlib.sha256(row).digest()[:_DIGEST_BYTES]


def known_digests(content: bytes) -> bytes:
    """Verify the content of `DIGESTS` and return it. Raises ModelAltered."""
    if (found := hashlib.sha256(content).hexdigest()) != _DIGESTS_SHA256:
        raise ModelAltered(Path(DIGESTS), _DIGESTS_SHA256, found, "relbot")
    return content
