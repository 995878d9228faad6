"""A rate limit for each user: one question in so many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable


class Cooldown:
    """Counts per user over every way of asking; discord.py's own cooldowns know commands only. 0 switches it off."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._last_request: dict[int, float] = {}
        """By user id, the oldest first."""

    def acquire(self, user_id: int) -> float:
        """Seconds until this user may ask; 0 where that is now, and then the request is counted."""
        now = self._clock()
        last = self._last_request.get(user_id)
        if last is not None and now - last < self._seconds:
            return last + self._seconds - now
        self._last_request.pop(user_id, None)
        self._last_request[user_id] = now  # moves it to the end, so that expired entries are found at the front
        for other, requested in list(self._last_request.items()):
            if now - requested < self._seconds:
                break
            del self._last_request[other]
        return 0.0
