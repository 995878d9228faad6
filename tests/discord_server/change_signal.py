"""Waiting for a condition without polling: it is evaluated again after every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class ChangeSignal:
    """Wakes everybody who waits for a condition."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait_for(self, condition: Callable[[], T | None], within: float = 10.0) -> T:
        """The first true value of the condition. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not (value := condition()):
                await self._next.wait()
        return value
