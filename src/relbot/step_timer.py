"""Wall time by step of the pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class StepTimer:
    """Milliseconds by step, summed over all times that a step runs."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, float] = {}

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """Add the time of the block to a step; nothing where the block raises."""
        start = perf_counter()
        yield
        self._milliseconds[step] = self._milliseconds.get(step, 0.0) + 1000 * (perf_counter() - start)

    def milliseconds(self) -> dict[str, float]:
        """By step, in the order in which they first ended, rounded to microseconds, with `total` last."""
        total = sum(self._milliseconds.values())
        return {step: round(spent, 3) for step, spent in {**self._milliseconds, "total": total}.items()}
