"""The state file as the bot uses it: off the event loop, and never delaying an answer."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from discord import ui

from relbot.discord.engine_queue.dispatcher import Busy, Worker
from relbot.discord.logs import describe_error
from relbot.discord.rendering.notices import notice
from relbot.errors import RelbotError
from relbot.errors.state import StateError, TaughtNotWritten
from relbot.state.database import Database

_log = logging.getLogger(__name__)

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

_STATE_UNUSABLE = (
    "I cannot access what I keep for this server at the moment, and go on answering without it; whoever runs me can"
    " find the reason in the log."
)
_MOST_PENDING = 1000
"""The most jobs that may wait for a slow disk; further ones are turned away."""
_RETRY_AFTER = 30.0
"""Seconds until opening the state file is retried after a failure."""


async def explained(work: Callable[[], Awaitable[ui.LayoutView]]) -> ui.LayoutView:
    """Return the message of the work, or a notice if what is kept cannot be read or written."""
    try:
        return await work()
    except (StateError, TaughtNotWritten) as error:
        _log.warning("%s", error)
        return notice(_STATE_UNUSABLE, error=True)


class StateFile:
    """Runs jobs on the state file one after another in a thread of its own. Used from the event loop alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._worker = Worker()
        self._pending = 0
        self._database: Database | None = None
        self._failure: tuple[float, StateError] | None = None
        """When the file could not be opened, and why."""
        self._reported: str | None = None
        """The last logged error, which is not logged again."""

    async def run(self, job: Job[T]) -> T:
        """Run a job within a transaction. Raises StateError, Busy, and what the job raises."""
        return await asyncio.wrap_future(self._submit(job))

    def note(self, job: Job[object]) -> None:
        """Run a job in the background without waiting for its result; a failure is logged."""
        try:
            future = self._submit(job)
        except Busy:
            return
        future.add_done_callback(self._log_failure)

    def close(self) -> None:
        """End the thread after the waiting jobs."""
        self._worker.stop()

    def _submit(self, job: Job[T]) -> Future[T]:
        if self._pending >= _MOST_PENDING:
            raise Busy
        loop = asyncio.get_running_loop()
        future: Future[T] = Future()
        self._pending += 1
        self._worker.submit(future, lambda: self._transact(job))
        future.add_done_callback(lambda _: loop.is_closed() or loop.call_soon_threadsafe(self._finished))
        return future

    def _finished(self) -> None:
        self._pending -= 1

    def _transact(self, job: Job[T]) -> T:
        with self._open().transaction() as connection:
            return job(connection)

    def _open(self) -> Database:
        """Return the open file. Raises StateError; after a failure, it does so for a while without trying again."""
        if self._database is None:
            if self._failure and time.monotonic() - self._failure[0] < _RETRY_AFTER:
                raise self._failure[1]
            try:
                self._database = Database(self._file)
            except StateError as error:
                self._failure = time.monotonic(), error
                raise
        return self._database

    def _log_failure(self, future: Future[Any]) -> None:
        self.report(future.exception())

    def report(self, error: BaseException | None) -> None:
        """Log why a background job failed, unless the previous one failed for the same reason."""
        sentence = None if error is None else str(error) if isinstance(error, RelbotError) else describe_error(error)
        if sentence and sentence != self._reported:
            _log.warning("%s Until then the bot goes on without it.", sentence)
        self._reported = sentence
