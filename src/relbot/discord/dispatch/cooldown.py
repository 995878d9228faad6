"""Rate limits per user or channel: one event in so many seconds."""

from __future__ import annotations

from collections.abc import Callable

PER_PERSON, PER_CHANNEL = 60.0, 30.0
"""Seconds between two notices to one person, and between two in one channel: of the 60 posts a minute that Discord
allows in a channel, at most two are notices."""


class Cooldown:
    """A cooldown per id over every way of asking; discord.py's own covers only commands. 0 seconds switch it off."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._last: dict[int, float] = {}
        """When each id was last counted, the oldest first."""

    def remaining(self, number: int) -> float:
        """Return the seconds until this id may be counted again; 0 if it may now."""
        last = self._last.get(number)
        return 0.0 if last is None else max(0.0, last + self._seconds - self._clock())

    def acquire(self, number: int) -> float:
        """Return the same as `remaining`, and count the id if that is 0."""
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
    """Limits the notices that everybody in a channel reads, such as "one question at a time"."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._people, self._channels = Cooldown(PER_PERSON, clock), Cooldown(PER_CHANNEL, clock)

    def acquire(self, user_id: int, channel_id: int) -> bool:
        """Return whether this person may get a notice in this channel now; if so, count it."""
        if self._people.remaining(user_id) or self._channels.remaining(channel_id):
            return False
        self._people.acquire(user_id)
        self._channels.acquire(channel_id)
        return True
