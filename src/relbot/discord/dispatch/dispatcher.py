"""The waiting line to the engine: one piece of work after another, off the event loop, and never too many waiting."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")

SPARE = 3
"""Hands that may be stuck in work at a time before everybody is told "busy". Each costs a thread and what its work
holds, and where so many are stuck, the engine is, and a fourth would be too."""


class Busy(Exception):
    """The line is full, or waiting in it took too long."""


class Stuck(Busy):
    """The work was begun, and took too long."""


class Broke(Exception):
    """The work ended in what is no Exception, such as a panic in a library."""


class Desk:
    """Runs work for the event loop in another thread, a piece at a time.

    One at a time, since a search uses several cores by itself and the event loop should always find one. At most
    `places` wait or are worked on, and nobody waits longer than `patience` seconds, the work included. Where the work
    alone takes longer, its hand is given up for stuck and a fresh one goes on with the line, up to `SPARE` times. One
    that comes back after all counts no more.
    """

    def __init__(self, places: int, patience: float) -> None:
        self._places, self._patience = places, patience
        self._taken = 0
        self._turn = asyncio.Semaphore(1)
        self._stuck: set[Future[Any]] = set()
        self._rested: Hand | None = None
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work when its turn comes. Raises Busy, Stuck, Broke, and whatever the work raises."""
        if self._closed or self._taken >= self._places or len(self._stuck) > SPARE:
            raise Busy
        job: Future[T] | None = None
        try:
            async with asyncio.timeout(self._patience) as limit:
                self._taken += 1
                try:
                    await self._turn.acquire()
                except BaseException:
                    self._taken -= 1
                    raise
                job = self._begin(work)
                return await asyncio.wrap_future(job)
        except TimeoutError:
            if not limit.expired():  # it is the work's own
                raise
            raise (Stuck if job else Busy) from None

    def close(self) -> None:
        """Take nothing more. What is being worked on comes to its end, unless the process comes to its own before."""
        self._closed = True
        self._rest(None)

    def _begin(self, work: Callable[[], T]) -> Future[T]:
        loop = asyncio.get_running_loop()
        hand, self._rested = self._rested or Hand(), None
        job: Future[T] = Future()
        watch = loop.call_later(self._patience, self._give_up, job)

        def ended(_: Future[T]) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._end, job, hand, watch)

        job.add_done_callback(ended)
        hand.take(job, work)
        return job

    def _end(self, job: Future[Any], hand: Hand, watch: asyncio.TimerHandle) -> None:
        """A place is free when the work is over, not when somebody lost patience."""
        watch.cancel()
        self._rest(hand)
        if job not in self._stuck:
            self._taken -= 1
            self._turn.release()
            return
        self._stuck.remove(job)
        _log.warning("A stuck hand came back; %d of %d are stuck", len(self._stuck), SPARE + 1)
        if len(self._stuck) == SPARE:
            self._turn.release()

    def _give_up(self, job: Future[Any]) -> None:
        self._taken -= 1
        self._stuck.add(job)
        spared = len(self._stuck) <= SPARE
        goes_on = "a fresh one goes on" if spared else "none is left, so that all are told to try again"
        _log.error("A hand is stuck after %g s: %s (%d of %d)", self._patience, goes_on, len(self._stuck), SPARE + 1)
        if spared:
            self._turn.release()

    def _rest(self, hand: Hand | None) -> None:
        """Keep one hand for the next piece of work, and let others go."""
        if self._rested:
            self._rested.go()
        self._rested = hand
        if self._closed and hand:
            hand.go()


class Hand:
    """A thread that does what it is given, one piece after another.

    It is a daemon, so that work which never ends does not keep the process from ending; those of a ThreadPoolExecutor
    do.
    """

    def __init__(self) -> None:
        self._given: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        threading.Thread(target=self._serve, name="desk", daemon=True).start()

    def take(self, job: Future[T], work: Callable[[], T]) -> None:
        """Do the work, and let the job tell its outcome."""
        self._given.put((job, work))

    def go(self) -> None:
        """End, when what was given before is done."""
        self._given.put(None)

    def _serve(self) -> None:
        while given := self._given.get():
            _do(*given)
            del given  # an idle hand holds nothing


def _do(job: Future[T], work: Callable[[], T]) -> None:
    if not job.set_running_or_notify_cancel():
        return
    try:
        job.set_result(work())
    except Exception as error:  # noqa: BLE001 - it is raised where the work was given
        job.set_exception(error)
    except BaseException as error:  # noqa: BLE001 - a Rust panic is one: whoever waits must hear of it
        job.set_exception(Broke(f"{type(error).__name__}: {error}").with_traceback(error.__traceback__))
