"""Plots cost over the size of the corpus on logarithmic axes, so that costs proportional to the size have slope 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

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

_LEFT, _RIGHT, _TOP, _HEIGHT, _GAP = MARGIN + 90, WIDTH - MARGIN - 20, 150, 230, 110
"""Pixels: the left and right edges of the plots, the top of the first, the height of each, and the gap between them."""
Measure = Callable[[Mapping[str, Any]], float]
PANELS: Sequence[tuple[str, Sequence[tuple[str, Measure, str]]]] = (
    (
        "Milliseconds of processor to an answer",
        (
            ("p95", lambda r: r["warm p95"]["total"], BAR),
            ("p50", lambda r: r["warm p50"]["total"], ACCENT),
        ),
    ),
    (
        "Milliseconds of it for candidates",
        (
            ("p95", lambda r: r["warm p95"]["candidates"], BAR),
            ("p50", lambda r: r["warm p50"]["candidates"], ACCENT),
        ),
    ),
    (
        "Megabytes",
        (
            ("build, peak", lambda r: r["build peak MB"], BAR),
            ("answering", lambda r: r["warm RSS MB"], ACCENT),
        ),
    ),
    (
        "Seconds of processor",
        (
            ("one source changed", lambda r: r["update alone cpu s"], BAR),
            ("cold answer", lambda r: r["cold answer cpu s"], ACCENT),
        ),
    ),
)


def draw_scale(results: Sequence[Mapping[str, Any]]) -> bytes:
    """Plot the results of at least two sizes, in ascending order, as a PNG 1,100 pixels wide."""
    canvas = Canvas(_TOP + len(PANELS) * (_HEIGHT + _GAP))
    sizes = f"{results[0]['passages']:,} to {results[-1]['passages']:,} passages"
    canvas.text(MARGIN, MARGIN + TITLE_SIZE, f"What grows from {sizes}", TITLE_SIZE, FOREGROUND)
    for number, (heading, curves) in enumerate(PANELS):
        _panel(canvas, _TOP + number * (_HEIGHT + _GAP), heading, curves, results)
    return canvas.png()


def _panel(
    canvas: Canvas,
    top: float,
    heading: str,
    curves: Sequence[tuple[str, Measure, str]],
    results: Sequence[Mapping[str, Any]],
) -> None:
    values = [measure(result) for _, measure, _ in curves for result in results]
    low, high = math.floor(math.log10(max(min(values), 1e-3))), math.ceil(math.log10(max(values)))
    first, last = (math.log10(results[place]["passages"]) for place in (0, -1))

    def point(passages: float, value: float) -> tuple[float, float]:
        along = (math.log10(passages) - first) / (last - first)
        up = (math.log10(max(value, 1e-3)) - low) / max(1, high - low)
        return _LEFT + along * (_RIGHT - _LEFT), top + 30 + (1 - up) * (_HEIGHT - 30)

    canvas.text(MARGIN, top, heading, TEXT_SIZE, FOREGROUND)
    for power in range(low, max(high, low + 1) + 1):
        _, y = point(10**first, 10.0**power)
        canvas.line((_LEFT, y), (_RIGHT, y), width=1)
        canvas.text(_LEFT - 16, y + 7, f"{10.0**power:,g}", SMALL_SIZE, MUTED, align_right=True)
    for result in results:
        x, y = point(result["passages"], 10.0**low)
        label = f"{result['passages']:,}"
        canvas.line((x, y), (x, y + 8))
        canvas.text(
            min(x + text_width(label, SMALL_SIZE) / 2, _RIGHT), y + 34, label, SMALL_SIZE, MUTED, align_right=True
        )
    right = float(_RIGHT)
    for name, measure, colour in reversed(curves):
        canvas.line(*(point(r["passages"], measure(r)) for r in results), colour=colour, width=3)
        canvas.text(right, top, name, SMALL_SIZE, MUTED, align_right=True)
        right -= text_width(name, SMALL_SIZE) + 14
        canvas.line((right - 26, top - 7), (right, top - 7), colour=colour, width=5)
        right -= 50
