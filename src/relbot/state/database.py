"""The state file: an SQLite database of persistent state, which is opened, checked and migrated here.

Modules with persistent state add their tables to `MIGRATIONS`, and read and write through `Database.transaction`.
Several processes may share one file. SQLAlchemy and Alembic were considered, but are heavier than this for a handful of
tables.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from relbot.errors.state import StateTooNew, StateUnusable
from relbot.state import channel_settings, gaps, posted, taught

FILE = "relbot.sqlite"
MIGRATIONS: Sequence[str] = (
    channel_settings.SCHEMA,
    gaps.SCHEMA,
    taught.SCHEMA,
    posted.WEEKLY_NOTES,
    posted.OFFERED_POSTS,
)
"""SQL scripts in the order in which they were added; the file's `user_version` is the number of applied ones. Released
scripts are never changed.
"""
_PATIENCE = 5.0
"""Number of seconds to wait for another process that is writing."""
_MOVE = "set RELBOT_STATE to a folder that relbot may write to"
_REMEDIES = {
    sqlite3.SQLITE_CANTOPEN: _MOVE,
    sqlite3.SQLITE_READONLY: _MOVE,
    sqlite3.SQLITE_PERM: _MOVE,
    sqlite3.SQLITE_BUSY: "wait until the other program has written to it, and try again",
    sqlite3.SQLITE_FULL: "make room on the disk, and try again",
}
"""What to do by SQLite's primary result code, if the file need not be repaired."""


class Database:
    """An open state file. Thread-safe: it has one connection behind a lock, as reads and writes take microseconds."""

    def __init__(self, file: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
        """Open a file, creating it if it is missing, and migrate it.

        Raises StateUnusable if it is damaged, locked or not writable, and StateTooNew if a newer relbot wrote it.
        """
        self._file, self._lock = file, threading.RLock()
        with self._errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, _PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=NORMAL")
                self._connection.execute("PRAGMA foreign_keys=ON")
                self._connection.execute("PRAGMA secure_delete=ON")  # withdrawn data is gone from the file
                self._migrate(migrations)
            except BaseException:
                self._connection.close()
                raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Provide the connection in a transaction, which is rolled back if the block raises. Raises StateUnusable."""
        with self._lock, self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _migrate(self, migrations: Sequence[str]) -> None:
        with self.transaction() as connection:
            (applied,) = connection.execute("PRAGMA user_version").fetchone()
            if applied > len(migrations):
                raise StateTooNew(self._file)
            for script in migrations[applied:]:
                for statement in filter(str.strip, script.split(";")):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(migrations)}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StateUnusable(self._file.parent, _why_no_folder(error), _MOVE) from error
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if code in _REMEDIES:
                raise StateUnusable(self._file, str(error), _REMEDIES[code]) from error
            raise StateUnusable(self._file, str(error)) from error


def _why_no_folder(error: OSError) -> str:
    """Return why a folder could not be made; its name exists if a file or a link that leads nowhere has it."""
    if isinstance(error, FileExistsError):
        return "it is no folder"
    return "no folder can be made there" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
