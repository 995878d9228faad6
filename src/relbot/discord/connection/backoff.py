"""How long to wait before the next attempt to connect: exponential backoff with jitter."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_DELAY, MAX_DELAY = 0.5, 60.0
"""Seconds. Most connections that Discord closes can be opened again at once; a minute is no burden in a long outage,
and nobody waits much longer than that once it is over."""


class Backoff:
    """Doubles the delay with every attempt until one succeeds.

    The delay is random within its upper half, so that the many bots that an outage disconnects do not return all at
    once. discord.py's ExponentialBackoff was looked at: it knows nothing of success, goes up to 17 minutes, and starts
    anew only after 34 minutes without an attempt.
    """

    def __init__(self, uniform: Callable[[float, float], float] = random.uniform) -> None:
        self._uniform = uniform
        self._attempts = 0

    def delay(self) -> float:
        """Seconds to wait before the next attempt, which is counted."""
        longest = min(MAX_DELAY, FIRST_DELAY * 2.0 ** min(self._attempts, 16))
        self._attempts += 1
        return self._uniform(longest / 2, longest)

    def reset(self) -> None:
        """Start with the shortest delay again, after a success."""
        self._attempts = 0
