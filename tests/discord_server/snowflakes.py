"""Ids with a timestamp, as Discord makes them: milliseconds since 2015 in the upper bits, a counter in the lower 22.

https://docs.discord.com/developers/reference#snowflakes
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

EPOCH = 1_420_070_400_000
"""The first millisecond of 2015."""

_EVERY_SHARD = 2520
"""The least common multiple of 1 to 10: a millisecond that it divides lies on shard 0 of up to ten shards."""


class Snowflakes:
    """Ids that never repeat and grow with time; the clock is `clock_ahead` seconds ahead of this machine's."""

    def __init__(self, clock_ahead: float = 0.0) -> None:
        self._counts: Iterator[int] = itertools.count(1)
        self._ahead = clock_ahead

    def next(self) -> int:
        return self._made_at(self._now())

    def next_on_shard(self, shard: int) -> int:
        """An id that lies on this shard, of any number of shards up to ten that has it."""
        now = self._now()
        return self._made_at(now - now % _EVERY_SHARD + shard)

    def _now(self) -> int:
        return int((time.time() + self._ahead) * 1000) - EPOCH

    def _made_at(self, milliseconds: int) -> int:
        return milliseconds << 22 | next(self._counts) & 0x3FFFFF


def shard_of(guild_id: int, shards: int) -> int:
    return (guild_id >> 22) % shards
