"""Starting sessions with IDENTIFY within Discord's limits: so many a day, and one in five seconds.

A bot that exceeds the limit of the day loses its token. https://docs.discord.com/developers/events/gateway#rate-limiting
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from discord import SessionStartLimits

_log = logging.getLogger(__name__)

_SPACING = 5.0
"""Seconds between two starts, where Discord allows one at a time (up to 150,000 servers)."""
_RESERVE = 0.1
"""Share of the day's starts that are spread over the time until the limit is reset."""
_WORTH_SAYING = 10.0
"""Seconds of a pause from which on it is logged."""


def pause_before_start(limits: SessionStartLimits) -> float:
    """Seconds to wait before a session may be started.

    None while many starts are left. The last tenth is spread evenly over the time until the reset, so that no outage
    uses them up; with none left, that whole time.
    """
    until_reset = limits.reset_after / 1000
    if limits.remaining <= 0:
        return until_reset
    return until_reset / limits.remaining if limits.remaining < _RESERVE * limits.total else 0.0


class SessionStarts:
    """Lets the shards of a bot start their sessions one after another, within the limits that `fetch` returns."""

    def __init__(self, fetch: Callable[[], Awaitable[SessionStartLimits]]) -> None:
        self._fetch = fetch
        self._lock = asyncio.Lock()
        self._next_start = 0.0
        """By the clock of the event loop."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a session may be started, and start it within. Raises what `fetch` raises."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            limits = await self._fetch()
            pause = pause_before_start(limits)
            if pause > _WORTH_SAYING:
                message = "%d of %d session starts are left, so the next one waits for %.0f s"
                _log.warning(message, limits.remaining, limits.total, pause)
            await asyncio.sleep(max(pause, self._next_start - loop.time()))
            try:
                yield
            finally:
                self._next_start = loop.time() + _SPACING
