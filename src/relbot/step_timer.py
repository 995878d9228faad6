"""Measures wall time by pipeline step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class StepTimer:
    """A timer of steps, which sums the time of all runs of a step."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, float] = {}

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """Add the time of the block to a step, unless the block raises."""
        start = perf_counter()
        yield
        self._milliseconds[step] = self._milliseconds.get(step, 0.0) + 1000 * (perf_counter() - start)

    def milliseconds(self) -> dict[str, float]:
        """Return milliseconds by step, in the order in which steps first ended, to three decimals, `total` last."""
        total = sum(self._milliseconds.values())
        return {step: round(spent, 3) for step, spent in {**self._milliseconds, "total": total}.items()}
