"""The token vectors of a segment, as a codec encodes them, read from disk for the passages that are reranked.

The file is read and not mapped: with a mapping, a file that is truncated or unreadable ends the process (SIGBUS); with
reads it is an error that names the file. Reads still come from the page cache: 250 kB of five passages took 23 µs
against 14 mapped, of an answer's 10 ms.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.token_codec import TokenCodec


class TokenVectors:
    """An open file of encoded token vectors. Thread-safe, and readable even after the file is removed."""

    def __init__(self, file: Path, codec: TokenCodec) -> None:
        """Open a file that was written with a codec. Raises OSError."""
        self.file, self._codec = file, codec
        self._descriptor = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self.count = os.fstat(self._descriptor).st_size // codec.width

    def read(self, first: int, count: int) -> NDArray[np.int8]:
        """Vectors `first` to `first + count`, (count, 384), 127 for 1. Raises IndexDamaged."""
        width = self._codec.width
        try:
            data = os.pread(self._descriptor, count * width, first * width)
        except OSError as error:
            raise IndexDamaged(self.file, f"cannot be read ({error.strerror})") from None
        if len(data) != count * width:
            raise IndexDamaged(self.file, "was cut short")
        return self._codec.decode(np.frombuffer(data, np.uint8).reshape(count, width))
