"""The soak over time, as a picture: memory, threads and open files, and how long answers took."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

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

_LEFT, _RIGHT = MARGIN + 90, WIDTH - MARGIN - 20
_TOP, _HEADED, _PANEL, _APART = 150, 40, 210, 90
"""Heights: down to the first heading, from a heading to the top of its axes, of the axes, from there to the next."""
_POINTS = 120
"""Points of a curve of answers; each stands for those of a stretch of time."""

Curve = Sequence[tuple[float, float]]


class Sample(Protocol):
    """The bot's process at one moment: seconds, MiB, MiB, and two counts."""

    @property
    def at(self) -> float: ...
    @property
    def rss(self) -> float: ...
    @property
    def uss(self) -> float: ...
    @property
    def threads(self) -> int: ...
    @property
    def files(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Panel:
    """Two curves over time on one axis from 0."""

    canvas: Canvas
    top: float
    seconds: float
    highest: float

    def at(self, second: float, value: float) -> tuple[float, float]:
        return (
            _LEFT + second / self.seconds * (_RIGHT - _LEFT),
            self.top + _HEADED + (1 - value / self.highest) * _PANEL,
        )

    def draw(self, heading: str, curves: Sequence[tuple[str, Curve, str]]) -> None:
        self.canvas.text(MARGIN, self.top, heading, TEXT_SIZE, FOREGROUND)
        for number in range(5):
            value = self.highest * number / 4
            _, y = self.at(0, value)
            self.canvas.line((_LEFT, y), (_RIGHT, y), width=1)
            self.canvas.text(_LEFT - 16, y + 7, f"{value:,.0f}", SMALL_SIZE, MUTED, align_right=True)
        right = float(_RIGHT)
        for name, curve, colour in reversed(curves):
            self.canvas.line(*(self.at(*point) for point in curve), colour=colour, width=3)
            self.canvas.text(right, self.top, name, SMALL_SIZE, MUTED, align_right=True)
            right -= text_width(name, SMALL_SIZE) + 14
            self.canvas.line((right - 26, self.top - 7), (right, self.top - 7), colour=colour, width=5)
            right -= 50

    def draw_time(self) -> None:
        minutes = self.seconds >= 180
        unit, name = (60.0, "minutes") if minutes else (1.0, "seconds")
        for number in range(6):
            x, y = self.at(self.seconds * number / 5, 0)
            words = f"{self.seconds * number / 5 / unit:.3g}"
            self.canvas.line((x, y), (x, y + 8))
            self.canvas.text(x - text_width(words, SMALL_SIZE) / 2, y + 34, words, SMALL_SIZE, MUTED)
        self.canvas.text(_LEFT, y + 72, name, SMALL_SIZE, MUTED)


def picture(samples: Sequence[Sample], waited: Curve, seconds: float) -> bytes:
    """What was measured in so many seconds, as a PNG 1,100 pixels wide; at least two samples and two answers."""
    samples = [sample for sample in samples if sample.at <= seconds]
    answers = [(at, 1000 * took) for at, took in waited if at <= seconds]
    panels: list[tuple[str, list[tuple[str, Curve, str]]]] = [
        (
            "Memory, MB",
            [("RSS", _of(samples, lambda s: s.rss), BAR), ("USS, its own", _of(samples, lambda s: s.uss), ACCENT)],
        ),
        (
            "Open at a time",
            [("files", _of(samples, lambda s: s.files), BAR), ("threads", _of(samples, lambda s: s.threads), ACCENT)],
        ),
        (
            "Milliseconds to an answer",
            [
                ("95 % within", _smoothed(answers, seconds, 95), BAR),
                ("median", _smoothed(answers, seconds, 50), ACCENT),
            ],
        ),
    ]
    step = _HEADED + _PANEL + _APART
    canvas = Canvas(_TOP + len(panels) * step + 20)
    canvas.text(
        MARGIN, MARGIN + TITLE_SIZE, f"{_lasting(seconds)} in use, {len(waited):,} questions", TITLE_SIZE, FOREGROUND
    )
    for number, (heading, curves) in enumerate(panels):
        panel = _Panel(canvas, _TOP + number * step, seconds, _round(max(v for _, c, _ in curves for _, v in c)))
        panel.draw(heading, curves)
    panel.draw_time()
    return canvas.png()


def _of(samples: Sequence[Sample], measure: Callable[[Sample], float]) -> Curve:
    return [(sample.at, measure(sample)) for sample in samples]


def _smoothed(answers: Curve, seconds: float, percent: int) -> Curve:
    """A percentile of the answers in each stretch of time that has some."""
    stretches: dict[int, list[float]] = {}
    for at, took in answers:
        stretches.setdefault(int(at / seconds * _POINTS), []).append(took)
    return [
        ((stretch + 0.5) / _POINTS * seconds, _percentile(took, percent)) for stretch, took in sorted(stretches.items())
    ]


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _round(value: float) -> float:
    """A round number above, that four steps divide well."""
    unit: float = 10 ** math.floor(math.log10(max(value, 1)))
    return next(unit * factor for factor in (1.2, 1.6, 2, 4, 6, 8, 12) if unit * factor >= value)


def _lasting(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 180 else f"{seconds:.0f} seconds"
