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
        except (sqlite3.DatabaseError, OSError) as error:
            raise StateUnusable(self._file, getattr(error, "strerror", None) or str(error)) from error
