"""When the next attempt to connect may be made, and when the next session may be started with IDENTIFY.

Attempts back off exponentially, with jitter. Discord allows a limited number of sessions a day, and one in five
seconds; a bot that exceeds the daily limit loses its token.
https://docs.discord.com/developers/events/gateway#rate-limiting
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from discord import SessionStartLimits

_log = logging.getLogger(__name__)

FIRST_DELAY, MAX_DELAY = 0.1, 60.0
"""The shortest and the longest delay, in seconds. Most connections that Discord closes can be reopened at once, and a
command expires after three seconds; in a long outage one attempt a minute is no burden, and nobody waits longer than
that once it is over."""


_STABLE_DELAYS = 10
"""How many times the last delay a success must last: a second after a first attempt, ten minutes after an outage."""
_SPACING = 5.0
"""Seconds between two starts if Discord allows one at a time (up to 150,000 servers)."""
_RESERVE = 0.1
"""The last share of the daily starts, which is spread over the time until the limit is reset."""
_WORTH_SAYING = 10.0
"""Seconds from which a pause is logged."""


class Backoff:
    """Doubles the delay with every attempt until one succeeds.

    The delay is random within its upper half, so that the many bots that an outage disconnects do not return all at
    once. discord.py's ExponentialBackoff is not used: it ignores success, goes up to 17 minutes, and resets only after
    34 minutes without an attempt.
    """

    def __init__(self, uniform: Callable[[float, float], float] = random.uniform) -> None:
        self._uniform = uniform
        self._attempts = 0
        self._last = 0.0

    def delay(self) -> float:
        """Count an attempt, and return the seconds to wait before it."""
        longest = min(MAX_DELAY, FIRST_DELAY * 2.0 ** min(self._attempts, 16))
        self._attempts += 1
        self._last = self._uniform(longest / 2, longest)
        return self._last

    def succeeded(self, lasted: float) -> None:
        """Return to the shortest delay if the connection lasted much longer (in seconds) than the delay before it.

        Otherwise a connection that ends at once would be attempted again and again without a pause.
        """
        if lasted >= _STABLE_DELAYS * self._last:
            self._attempts = 0


def pause_before_start(limits: SessionStartLimits) -> float:
    """Return the seconds to wait before a session may be started.

    That is 0 while many starts are left. The last tenth is spread evenly over the time until the reset, so that no
    outage uses it up; with none left, it is that whole time.
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
        """The time, by the event loop's clock, at which the next session may be started."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a session may be started within the context. Raises what `fetch` raises."""
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
