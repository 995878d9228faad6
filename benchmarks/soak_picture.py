"""Plots a soak over time: memory, threads and open files, and latency of answers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relbot.drawing.canvas import (
    ACCENT,
    BAR,
    FOREGROUND,
    MARGIN,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTH,
    Canvas,
    text_width,
)
from soak_results import Sample

_LEFT, _RIGHT = MARGIN + 90, WIDTH - MARGIN - 20
_TOP, _HEADING_HEIGHT, _PLOT_HEIGHT, _PANEL_GAP = 150, 40, 210, 90
"""Pixels to the first heading, from a heading to the top of its plot, of the plot's height, and to the next heading."""
_BINS = 120
"""The number of time bins, each a point on the curve of latencies."""

Curve = Sequence[tuple[float, float]]
"""(time in seconds, value)."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """A plot of two curves over time, whose y axis starts at 0."""

    canvas: Canvas
    top: float
    seconds: float
    y_max: float

    def point(self, second: float, value: float) -> tuple[float, float]:
        return (
            _LEFT + second / self.seconds * (_RIGHT - _LEFT),
            self.top + _HEADING_HEIGHT + (1 - value / self.y_max) * _PLOT_HEIGHT,
        )

    def draw(self, heading: str, curves: Sequence[tuple[str, Curve, str]]) -> None:
        self.canvas.text(MARGIN, self.top, heading, TEXT_SIZE, FOREGROUND)
        for number in range(5):
            value = self.y_max * number / 4
            _, y = self.point(0, value)
            self.canvas.line((_LEFT, y), (_RIGHT, y), width=1)
            self.canvas.text(_LEFT - 16, y + 7, f"{value:,.0f}", SMALL_SIZE, MUTED, align_right=True)
        right = float(_RIGHT)
        for name, curve, colour in reversed(curves):
            self.canvas.line(*(self.point(*point) for point in curve), colour=colour, width=3)
            self.canvas.text(right, self.top, name, SMALL_SIZE, MUTED, align_right=True)
            right -= text_width(name, SMALL_SIZE) + 14
            self.canvas.line((right - 26, self.top - 7), (right, self.top - 7), colour=colour, width=5)
            right -= 50

    def draw_time_axis(self) -> None:
        minutes = self.seconds >= 180
        unit, name = (60.0, "minutes") if minutes else (1.0, "seconds")
        for number in range(6):
            x, y = self.point(self.seconds * number / 5, 0)
            label = f"{self.seconds * number / 5 / unit:.3g}"
            self.canvas.line((x, y), (x, y + 8))
            self.canvas.text(x - text_width(label, SMALL_SIZE) / 2, y + 34, label, SMALL_SIZE, MUTED)
        self.canvas.text(_LEFT, y + 72, name, SMALL_SIZE, MUTED)


def draw_soak(samples: Sequence[Sample], latencies: Curve, seconds: float) -> bytes:
    """Plot at least two samples and two latencies as a PNG 1,100 pixels wide; the time axis has `seconds`."""
    samples = [sample for sample in samples if sample.time <= seconds]
    milliseconds = [(time, 1000 * latency) for time, latency in latencies if time <= seconds]
    panels: list[tuple[str, list[tuple[str, Curve, str]]]] = [
        (
            "Memory, MB",
            [
                ("RSS", _curve(samples, lambda s: s.rss), BAR),
                ("USS, its own", _curve(samples, lambda s: s.uss), ACCENT),
            ],
        ),
        (
            "Open at a time",
            [
                ("files", _curve(samples, lambda s: s.files), BAR),
                ("threads", _curve(samples, lambda s: s.threads), ACCENT),
            ],
        ),
        (
            "Milliseconds to an answer",
            [
                ("95 % within", _binned(milliseconds, seconds, 95), BAR),
                ("median", _binned(milliseconds, seconds, 50), ACCENT),
            ],
        ),
    ]
    step = _HEADING_HEIGHT + _PLOT_HEIGHT + _PANEL_GAP
    canvas = Canvas(_TOP + len(panels) * step + 20)
    canvas.text(
        MARGIN,
        MARGIN + TITLE_SIZE,
        f"{_duration(seconds)} in use, {len(latencies):,} questions",
        TITLE_SIZE,
        FOREGROUND,
    )
    for number, (heading, curves) in enumerate(panels):
        panel = _Panel(canvas, _TOP + number * step, seconds, _round_up(max(v for _, c, _ in curves for _, v in c)))
        panel.draw(heading, curves)
    panel.draw_time_axis()
    return canvas.png()


def _curve(samples: Sequence[Sample], measure: Callable[[Sample], float]) -> Curve:
    return [(sample.time, measure(sample)) for sample in samples]


def _binned(latencies: Curve, seconds: float, percent: int) -> Curve:
    """Return a percentile of the latencies in each non-empty time bin."""
    bins: dict[int, list[float]] = {}
    for time, latency in latencies:
        bins.setdefault(int(time / seconds * _BINS), []).append(latency)
    return [((number + 0.5) / _BINS * seconds, _percentile(values, percent)) for number, values in sorted(bins.items())]


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _round_up(value: float) -> float:
    """Return the next round number that four equal steps divide well."""
    unit: float = 10 ** math.floor(math.log10(max(value, 1)))
    return next(unit * factor for factor in (1.2, 1.6, 2, 4, 6, 8, 12) if unit * factor >= value)


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 180 else f"{seconds:.0f} seconds"
