"""A memory that forgets: what was kept lately, bounded in number and time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps the latest `most` values, each for `seconds` after it was last kept or found.

    cachetools' TTLCache was looked at: it counts from the writing only, and would be a dependency for this one class.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, key: K, value: V) -> None:
        now = self._clock()
        self._kept[key] = (now, value)
        self._kept.move_to_end(key)
        while self._kept and (len(self._kept) > self._most or self._oldest() <= now - self._seconds):
            self._kept.popitem(last=False)

    def find(self, key: K) -> V | None:
        """What was kept, which counts as keeping it again; None where it is forgotten."""
        since, value = self._kept.get(key, (None, None))
        if since is None or value is None or since <= self._clock() - self._seconds:
            return None
        self.keep(key, value)
        return value

    def forget(self, key: K) -> None:
        self._kept.pop(key, None)

    def _oldest(self) -> float:
        return next(iter(self._kept.values()))[0]
