"""The engine as the event loop uses it: every look-up waits for its turn in the queue, and runs in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Answer, Surroundings
from relbot.answering.timeline import Event
from relbot.contents import Contents
from relbot.discord.engine_queue.dispatcher import Dispatcher
from relbot.discord.server_settings import Collections
from relbot.engine import Relbot

T = TypeVar("T")

_ENGINES = 32
"""The most sets of collections whose engine is cached."""


class QueuedEngine:
    """Looks things up in some collections, None for all sources. Every coroutine may raise Busy and IndexUnusable."""

    def __init__(self, engine: Relbot, capacity: int, timeout: float) -> None:
        """`capacity` and `timeout` (in seconds) are those of the queue."""
        self._dispatcher = Dispatcher(capacity, timeout)
        self.within = lru_cache(_ENGINES)(lambda among: engine if among is None else engine.within(among))
        """Returns the engine for some collections, to be used in a job."""

    @property
    def pending(self) -> int:
        """Jobs that wait for the engine, or that it works on."""
        return self._dispatcher.pending

    async def run(self, job: Callable[[], T]) -> T:
        """Run blocking work, with the engine or not, off the event loop. Also raises what the job raises."""
        return await self._dispatcher.run(job)

    async def answer(self, question: str, among: Collections) -> Answer:
        """Answer a question outside any conversation."""
        return await self.run(lambda: self.within(among).ask(question))

    async def passage(self, passage_id: str, among: Collections) -> Surroundings | None:
        """Return a passage with its neighbours; None if it is no longer in the sources."""
        return await self.run(lambda: self.within(among).passage(passage_id))

    async def quote(
        self, question: str, passage_id: str, parts: Sequence[tuple[int, int]], among: Collections
    ) -> Answer | None:
        """Return parts of a passage as the answer to a question; None if they are no longer in the sources."""
        return await self.run(lambda: self.within(among).quote(question, passage_id, parts))

    async def contents(self, among: Collections) -> Contents:
        """Return what is indexed now."""
        return await self.run(lambda: self.within(among).contents)

    async def timeline(self, span: str | None, words: str | None, among: Collections) -> tuple[Event, ...]:
        """Return the dated sentences of a span of time that contain some words. Raises SpanUnreadable."""
        return await self.run(lambda: self.within(among).timeline(span, words))

    async def vector(self, question: str) -> NDArray[np.float32]:
        """Return the embedding of a question."""
        return await self.run(lambda: self.within(None).vector(question))

    async def best_text(self, question: str, texts: Sequence[str]) -> int | None:
        """Return the index of the text that best answers a question; None if none does."""
        return await self.run(lambda: self.within(None).best_text(question, texts))

    def close(self) -> None:
        """Reject new jobs."""
        self._dispatcher.close()
