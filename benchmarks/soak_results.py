"""What a soak records: samples of the bot's process, and the outcome of everything users did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """The bot's process at one moment."""

    time: float
    """Seconds since the start of the soak."""
    rss: float
    """MiB, as is `uss`."""
    uss: float
    threads: int
    files: int
    """Open file descriptors."""


@dataclass
class Results:
    counts: Counter[str] = field(default_factory=Counter)
    """How often each kind of action was done."""
    latencies: list[tuple[float, float]] = field(default_factory=list)
    """(time, seconds until the answer) of every question."""
    failures: list[str] = field(default_factory=list)
    """Answers that are wrong, missing, or given twice."""
