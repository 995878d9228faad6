"""The records of a soak: samples of the bot's process, and the outcome of everything users did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of the bot's process at one moment."""

    time: float
    """Seconds since the start of the soak."""
    rss: float
    """In MiB, as is `uss`."""
    uss: float
    threads: int
    files: int
    """The number of open file descriptors."""


@dataclass
class Results:
    counts: Counter[str] = field(default_factory=Counter)
    """How often each kind of action was done."""
    latencies: list[tuple[float, float]] = field(default_factory=list)
    """(time, seconds until the answer) of every question."""
    failures: list[str] = field(default_factory=list)
    """Descriptions of what went wrong, such as answers that are wrong, missing or given twice."""
