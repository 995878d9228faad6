"""A rate limit for each user, or each channel: one in so many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable


class Cooldown:
    """Counts per id over every way of asking; discord.py's own cooldowns know commands only. 0 switches it off."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._last: dict[int, float] = {}
        """When each id was counted last, the oldest first."""

    def remaining(self, number: int) -> float:
        """Seconds until this id may be counted again; 0 where that is now."""
        last = self._last.get(number)
        return 0.0 if last is None else max(0.0, last + self._seconds - self._clock())

    def acquire(self, number: int) -> float:
        """The same, and where it is 0, the id is counted."""
        if remaining := self.remaining(number):
            return remaining
        now = self._clock()
        self._last.pop(number, None)
        self._last[number] = now  # moves it to the end, so that expired entries are found at the front
        for other, counted in list(self._last.items()):
            if now - counted < self._seconds:
                break
            del self._last[other]
        return 0.0
