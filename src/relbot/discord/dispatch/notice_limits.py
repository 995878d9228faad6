"""Notices that everybody in a channel reads, such as "one question at a time": few of them, else silence."""

from __future__ import annotations

import time
from collections.abc import Callable

from relbot.discord.dispatch.cooldown import Cooldown

PER_PERSON, PER_CHANNEL = 60.0, 30.0
"""Seconds between two notices to one person, and between two in one channel: among the 60 posts a minute that Discord
allows in a channel, at most two are notices."""


class NoticeLimits:
    """Decides which notices are posted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._people, self._channels = Cooldown(PER_PERSON, clock), Cooldown(PER_CHANNEL, clock)

    def acquire(self, user_id: int, channel_id: int) -> bool:
        """Whether this person may be told something in this channel now; if so, it is counted."""
        if self._people.remaining(user_id) or self._channels.remaining(channel_id):
            return False
        self._people.acquire(user_id)
        self._channels.acquire(channel_id)
        return True
