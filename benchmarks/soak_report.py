"""Reports whether a soak was flat: compares the first and last fifth of the time after warm-up, in a Markdown table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soak_results import Results, Sample

WARM_UP = 0.1
"""The share of the time after which measurements should stay level: caches are filled, and all code paths have run."""
MEMORY_GROWTH, MEMORY_NOISE_MB = 0.02, 2.0
"""How much memory may grow from the first fifth to the last: 2 %, or 2 MB if that is more, as the allocator alone
varies by that much within a minute."""
SLOWDOWN, LATENCY_NOISE_MS = 1.5, 20.0
"""How much the median latency may grow from the first fifth to the last: by half, or by 20 ms if that is more, as bot,
builds and users share the machine."""
EXTRA_FILES = 2
"""How much the median number of file descriptors may grow, as pooled connections come and go."""
NOT_QUESTIONS = ("other commands", "buttons", "rebuilds", "reconnects", "solved posts")
"""Actions that are counted apart from questions."""

Series = Sequence[tuple[float, float]]
"""(time, value)."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The medians of a measure in the first and the last fifth, and the highest last one that counts as flat."""

    name: str
    unit: str
    first: float
    last: float
    limit: float

    @property
    def flat(self) -> bool:
        return self.last <= self.limit

    def row(self) -> str:
        change = f"{100 * (self.last / self.first - 1):+.1f} %" if self.first else "from nothing"
        verdict = "flat" if self.flat else f"**not flat**, at most {self.limit:.1f}"
        values = f"{self.first:.1f} to {self.last:.1f}{self.unit} ({change})"
        return f"| {self.name}, first fifth to last | {values} | {verdict} |"


def trends(samples: Sequence[Sample], results: Results, seconds: float) -> list[Trend]:
    def trend(name: str, unit: str, series: Series, limit: Callable[[float], float]) -> Trend:
        first, last = (statistics.median(part) for part in _fifths(series, seconds))
        return Trend(name, unit, first, last, limit(first))

    def memory_limit(first: float) -> float:
        return first + max(MEMORY_GROWTH * first, MEMORY_NOISE_MB)

    def latency_limit(first: float) -> float:
        return max(SLOWDOWN * first, first + LATENCY_NOISE_MS)

    latencies = [(time, 1000 * latency) for time, latency in results.latencies]
    return [
        trend("memory, RSS", " MB", [(s.time, s.rss) for s in samples], memory_limit),
        trend("memory, USS", " MB", [(s.time, s.uss) for s in samples], memory_limit),
        trend("threads", "", [(s.time, s.threads) for s in samples], lambda first: first),
        trend("open files", "", [(s.time, s.files) for s in samples], lambda first: first + EXTRA_FILES),
        trend("median answer", " ms", latencies, latency_limit),
    ]


def table(found: Sequence[Trend], results: Results, seconds: float) -> str:
    counts, milliseconds = results.counts, [1000 * latency for _, latency in results.latencies]
    ways = [f"{count:,} by {action}" for action, count in counts.most_common() if action not in NOT_QUESTIONS]
    failures = results.failures
    rows = [
        f"| questions in {seconds / 60:.3g} minutes | {len(milliseconds):,}: {', '.join(ways)} | |",
        f"| besides | {', '.join(f'{counts[action]:,} {action}' for action in NOT_QUESTIONS)} | |",
        f"| answers wrong, lost, stale or twice | {len(failures)} | {'**bad**' if failures else 'none'} |",
        f"| answered after, all questions | p50 {statistics.median(milliseconds):.0f} ms,"
        f" p95 {_quantile(milliseconds, 95):.0f} ms, slowest {max(milliseconds):.0f} ms | |",
        *(trend.row() for trend in found),
    ]
    return "\n".join(("| | measured | |", "| --- | --- | --- |", *rows))


def _fifths(series: Series, seconds: float) -> tuple[list[float], list[float]]:
    """Return the values in the first and in the last fifth of the time after the warm-up."""
    start, length = WARM_UP * seconds, (1 - WARM_UP) * seconds / 5
    first = [value for time, value in series if start <= time < start + length]
    last = [value for time, value in series if time >= seconds - length]
    return first, last


def _quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
