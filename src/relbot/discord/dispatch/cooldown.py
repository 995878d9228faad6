"""One question a person in so many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable


class Cooldown:
    """Counts per person over every way of asking; discord.py's own cooldowns know commands only. 0 switches it off."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._asked: dict[int, float] = {}

    def wait(self, person: int) -> float:
        """Seconds until this person may ask; 0 where that is now, and then it counts as asked."""
        now = self._clock()
        since = self._asked.get(person)
        if since is not None and now - since < self._seconds:
            return since + self._seconds - now
        self._asked.pop(person, None)
        self._asked[person] = now  # the latest is the last, so that the oldest are found at the front
        for other, asked in list(self._asked.items()):
            if now - asked < self._seconds:
                break
            del self._asked[other]
        return 0.0
