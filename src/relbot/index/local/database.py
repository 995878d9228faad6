"""The SQLite file of a generation, open for reading: held in memory while it is small, read from disk above.

What was verified is what is read. In memory that holds whatever happens to the file. On disk an open file is immutable
to SQLite and stays readable after it is removed, and a write to it, which changes its time of modification, is found
before anything that was read is used.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from pathlib import Path
from typing import Any

from relbot.errors.index import IndexDamaged

_IN_MEMORY = 8 * 2**20
"""Bytes of a file up to which it is held in memory, some 2,000 passages. Of 9,861 passages, 36 MB: opened in 59 ms and
39 MB, on disk in 2 ms and 10 MB; twelve passages read in 0.48 ms, from disk (the page cache) in 0.60 ms.
"""
_CACHE = 8 * 2**10
"""Kibibytes of pages that SQLite keeps of a file on disk; the rest is the page cache's."""


class Database:
    """A database that is only read. Thread-safe."""

    def __init__(self, content: Path | sqlite3.Connection, in_memory: int = _IN_MEMORY) -> None:
        """Of a finished file, or of a database in memory, which belongs to this from then on.

        Raises OSError, IndexDamaged.
        """
        self._lock = threading.Lock()
        self._file: Path | None = None
        if isinstance(content, sqlite3.Connection):
            self._connection = content
        elif content.stat().st_size <= in_memory:
            self._connection = sqlite3.connect(":memory:", check_same_thread=False)
            self._connection.deserialize(content.read_bytes())
        else:
            self._file = content
            self._descriptor = os.open(content, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, self._descriptor)
            self._opened = self._version()
            address = f"{content.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self.query(f"PRAGMA cache_size = -{_CACHE}")
            self.query("SELECT count(*) FROM sqlite_schema")  # opens the file, before it may be removed

    def query(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises IndexDamaged."""
        if self._file is None:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        try:
            with self._lock:
                rows = self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(self._file, f"cannot be read ({error})") from None
        if self._version() != self._opened:  # asked after reading, so that no write can come between
            raise IndexDamaged(self._file, "was written to while it was in use")
        return rows

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _version(self) -> tuple[int, int]:
        """(size, modification time in ns); its links may change, as those of a file that generations share do."""
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns
