"""The token vectors of a segment, read from disk for the passages that are reranked.

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

from relbot.errors import IndexDamaged
from relbot.index.encoding.encoder import DIMENSIONS


class TokenVectors:
    """An open file of token vectors. Thread-safe, and readable even after the file is removed."""

    def __init__(self, file: Path) -> None:
        """Raises OSError."""
        self.file = file
        self._descriptor = os.open(self.file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self.count = os.fstat(self._descriptor).st_size // DIMENSIONS

    def read(self, first: int, count: int) -> NDArray[np.int8]:
        """Vectors `first` to `first + count`, (count, 384), 127 for 1. Raises IndexDamaged."""
        try:
            data = os.pread(self._descriptor, count * DIMENSIONS, first * DIMENSIONS)
        except OSError as error:
            raise IndexDamaged(self.file, f"cannot be read ({error.strerror})") from None
        if len(data) != count * DIMENSIONS:
            raise IndexDamaged(self.file, "was cut short")
        return np.frombuffer(data, np.int8).reshape(count, DIMENSIONS)
