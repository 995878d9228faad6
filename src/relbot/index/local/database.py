"""The SQLite file of a generation, opened for reading: a small file is held in memory, a larger one read from disk.

Only verified data is read. In memory, changes to the file have no effect. On disk, SQLite takes the open file to be
immutable, and it stays readable after it is removed; a write to it changes its modification time and is detected before
any data is returned.
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
"""Maximum size in bytes of a file that is held in memory, about 2,000 passages. With 9,861 passages (36 MB), opening
takes 59 ms and 39 MB in memory, 2 ms and 10 MB on disk; reading twelve passages takes 0.48 ms in memory and 0.60 ms
from disk (the page cache).
"""
_CACHE = 8 * 2**10
"""Size of SQLite's own page cache for a file on disk, in KiB; beyond it, pages come from the operating system's."""


class Database:
    """A read-only database. Thread-safe."""

    def __init__(self, content: Path | sqlite3.Connection, in_memory: int = _IN_MEMORY) -> None:
        """Open a finished file, or take over a database in memory.

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
        """Return the rows of a query. Raises IndexDamaged."""
        if self._file is None:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        try:
            with self._lock:
                rows = self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(self._file, f"cannot be read ({error})") from None
        if self._version() != self._opened:  # checked after reading, so that no write goes unnoticed
            raise IndexDamaged(self._file, "was written to while it was in use")
        return rows

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _version(self) -> tuple[int, int]:
        """Return (size, modification time in ns); the link count may change, as generations share files."""
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns
