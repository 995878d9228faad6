"""How long to wait before the next attempt to connect: exponential backoff with jitter."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_DELAY, MAX_DELAY = 0.1, 60.0
"""Seconds. Most connections that Discord closes can be opened again at once, and a command expires after three
seconds; an attempt a minute is no burden in a long outage, and nobody waits longer than that once it is over."""


_STABLE_DELAYS = 10
"""By how many delays a success has to last: a second after a first attempt, ten minutes after a long outage."""


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
