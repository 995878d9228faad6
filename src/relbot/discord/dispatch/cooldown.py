"""A rate limit for each user, or each channel: one in so many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

PER_PERSON, PER_CHANNEL = 60.0, 30.0
"""Seconds between two notices to one person, and between two in one channel: among the 60 posts a minute that Discord
allows in a channel, at most two are notices."""


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


class NoticeLimits:
    """Decides which notices are posted that all in a channel read, "one question at a time": few of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._people, self._channels = Cooldown(PER_PERSON, clock), Cooldown(PER_CHANNEL, clock)

    def acquire(self, user_id: int, channel_id: int) -> bool:
        """Whether this person may be told something in this channel now; if so, it is counted."""
        if self._people.remaining(user_id) or self._channels.remaining(channel_id):
            return False
        self._people.acquire(user_id)
        self._channels.acquire(channel_id)
        return True
