"""A cache bounded in size and time: least recently used entries go first, unused ones expire."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ExpiringCache(Generic[K, V]):
    """Keeps up to `capacity` values, each for `ttl` seconds after it was last written or read.

    cachetools' TTLCache is not used: it counts only from the last write, and would be a dependency for this one class.
    """

    def __init__(self, capacity: int, ttl: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity, self._ttl, self._clock = capacity, ttl, clock
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        """Time of last use and value, least recently used first."""

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, key: K, value: V) -> None:
        now = self._clock()
        self._entries[key] = (now, value)
        self._entries.move_to_end(key)
        while self._entries and (len(self._entries) > self._capacity or self._oldest_use() <= now - self._ttl):
            self._entries.popitem(last=False)

    def get(self, key: K) -> V | None:
        """Return the value and renew its time to live; None if there is none or it has expired."""
        last_use, value = self._entries.get(key, (None, None))
        if last_use is None or value is None or last_use <= self._clock() - self._ttl:
            return None
        self.put(key, value)
        return value

    def remove(self, key: K) -> None:
        self._entries.pop(key, None)

    def remove_where(self, matches: Callable[[K], bool]) -> None:
        for key in list(filter(matches, self._entries)):
            self.remove(key)

    def _oldest_use(self) -> float:
        return next(iter(self._entries.values()))[0]
