"""When the next attempt to connect may be made, and the next session started with IDENTIFY.

Attempts back off exponentially, with jitter. Of sessions Discord allows so many a day, and one in five seconds; a bot
that exceeds the limit of the day loses its token.
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
"""Seconds. Most connections that Discord closes can be opened again at once, and a command expires after three
seconds; an attempt a minute is no burden in a long outage, and nobody waits longer than that once it is over."""


_STABLE_DELAYS = 10
"""By how many delays a success has to last: a second after a first attempt, ten minutes after a long outage."""
_SPACING = 5.0
"""Seconds between two starts, where Discord allows one at a time (up to 150,000 servers)."""
_RESERVE = 0.1
"""Share of the day's starts that are spread over the time until the limit is reset."""
_WORTH_SAYING = 10.0
"""Seconds of a pause from which on it is logged."""


class Backoff:
    """Doubles the delay with every attempt until one succeeds.

    The delay is random within its upper half, so that the many bots that an outage disconnects do not return all at
    once. discord.py's ExponentialBackoff was looked at: it knows nothing of success, goes up to 17 minutes, and starts
    anew only after 34 minutes without an attempt.
    """

    def __init__(self, uniform: Callable[[float, float], float] = random.uniform) -> None:
        self._uniform = uniform
        self._attempts = 0
        self._last = 0.0

    def delay(self) -> float:
        """Seconds to wait before the next attempt, which is counted."""
        longest = min(MAX_DELAY, FIRST_DELAY * 2.0 ** min(self._attempts, 16))
        self._attempts += 1
        self._last = self._uniform(longest / 2, longest)
        return self._last

    def succeeded(self, lasted: float) -> None:
        """Start with the shortest delay again, if what was attempted lasted much longer than the delay before it.

        Else what ends at once would be attempted again and again without a pause. `lasted` is in seconds.
        """
        if lasted >= _STABLE_DELAYS * self._last:
            self._attempts = 0


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
