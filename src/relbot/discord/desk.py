"""The waiting line to the engine: one question after another, off the event loop, and never too many waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """The line is full, or waiting in it took too long."""


class Desk:
    """Runs work for the event loop in `hands` threads.

    At most `places` wait or are worked on, and nothing takes longer than `patience` seconds, waiting included.
    One hand is the default: a search uses several cores by itself, and the event loop should always find one.
    """

    def __init__(self, places: int, patience: float, hands: int = 1) -> None:
        self._places, self._patience = places, patience
        self._taken = 0
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="desk")

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work when its turn comes. Raises Busy, and whatever the work raises."""
        if self._taken >= self._places:
            raise Busy
        self._taken += 1
        loop, job = asyncio.get_running_loop(), self._hands.submit(work)
        job.add_done_callback(lambda _: self._leave(loop))
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.wrap_future(job, loop=loop)
        except TimeoutError:
            raise Busy from None

    def close(self) -> None:
        """Take nothing more; what waits is dropped, what is being worked on comes to its end."""
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        """A place is free when the work is over, not when somebody lost patience."""
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._vacate)

    def _vacate(self) -> None:
        self._taken -= 1
