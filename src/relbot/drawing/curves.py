"""Draws an evaluation as two curves: precision over coverage, and a reliability diagram of the confidence."""

from __future__ import annotations

from collections.abc import Sequence
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
from relbot.evaluation.calibration import (
    CoveragePoint,
    calibration_bins,
    calibration_error,
    confidence_pairs,
    coverage_curve,
)
from relbot.evaluation.outcomes import Outcome
from relbot.humanize import quantity

_LEFT, _RIGHT = MARGIN + 90, WIDTH - MARGIN - 30
_TOP = 190
"""The baseline of the first panel's heading."""
_HEADING_HEIGHT, _PANEL_HEIGHT, _LABEL_HEIGHT = 84, 360, 160
"""Pixels from a panel's heading to its 100 % line, from there to its lower axis, from there to the next heading."""
_AXIS_STEPS = {0.9: 0.02, 0.8: 0.05, 0.5: 0.1, 0.0: 0.2}
"""The values at which the precision axis may begin, highest first, with the step between its labels."""
_MIN_COVERAGE = 0.05
"""The coverage at which the curve begins; on a smaller share of the questions, precision is mostly chance."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """Two axes of shares (0–1); the vertical one may begin above 0."""

    canvas: Canvas
    heading_y: float
    lowest: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel position of a point of two shares."""
        below_top = (1 - y) / (1 - self.lowest)
        return _LEFT + x * (_RIGHT - _LEFT), self.heading_y + _HEADING_HEIGHT + below_top * _PANEL_HEIGHT

    def draw_axes(self, heading: str, x_label: str) -> None:
        self.canvas.text(MARGIN, self.heading_y, heading, TEXT_SIZE, FOREGROUND)
        step = _AXIS_STEPS[self.lowest]
        for number in range(round((1 - self.lowest) / step) + 1):
            share = self.lowest + number * step
            _, y = self.at(0, share)
            self.canvas.line((_LEFT, y), (_RIGHT, y), width=1)
            self.canvas.text(_LEFT - 16, y + 7, _percent(share), SMALL_SIZE, MUTED, align_right=True)
        for number in range(11):
            x, y = self.at(number / 10, self.lowest)
            self.canvas.line((x, y), (x, y + 8))
            if number % 2 == 0:
                self._write_centred(x, y + 34, _percent(number / 10), MUTED)
        self.canvas.text(_LEFT, y + 74, x_label, SMALL_SIZE, MUTED)

    def write_above(self, x: float, text: str) -> None:
        """Write a label above the 100 % line, centred on the share x as far as the panel's width allows."""
        centre, y = self.at(x, 1)
        half = text_width(text, SMALL_SIZE) / 2
        self._write_centred(min(max(centre, _LEFT + half), _RIGHT - half), y - 18, text, FOREGROUND)

    def _write_centred(self, centre: float, y: float, text: str, colour: str) -> None:
        self.canvas.text(centre - text_width(text, SMALL_SIZE) / 2, y, text, SMALL_SIZE, colour)


def picture(outcomes: Sequence[Outcome]) -> bytes:
    """Draw the curves of at least one outcome as a PNG, 1,100 pixels wide and some 1,400 high."""
    canvas = Canvas(_TOP + 2 * (_HEADING_HEIGHT + _PANEL_HEIGHT + _LABEL_HEIGHT) - MARGIN)
    _draw_title(canvas, outcomes)
    _draw_coverage(canvas, coverage_curve(outcomes))
    _draw_calibration(canvas, confidence_pairs(outcomes))
    return canvas.png()


def _draw_title(canvas: Canvas, outcomes: Sequence[Outcome]) -> None:
    total, answered = len(outcomes), sum(outcome.answered for outcome in outcomes)
    right = sum(outcome.right for outcome in outcomes)
    canvas.text(MARGIN, MARGIN + TITLE_SIZE, quantity(total, "question"), TITLE_SIZE, FOREGROUND)
    rightly = f"{right:,} of them rightly ({_percent(right / total)})"
    subtitle = f"{answered:,} answered, {total - answered:,} refused, {rightly}"
    canvas.text(MARGIN, MARGIN + TITLE_SIZE + 40, subtitle, SMALL_SIZE, MUTED)


def _draw_coverage(canvas: Canvas, curve: Sequence[CoveragePoint]) -> None:
    answered = [point for point in curve if point.answered]
    reliable = [point for point in answered if point.coverage >= _MIN_COVERAGE] or answered[-1:]
    refused = [point for point in curve if not point.answered and point.coverage >= _MIN_COVERAGE]
    min_precision = min(point.precision for point in (*reliable, *refused))
    panel = _Panel(canvas, _TOP, next(lowest for lowest in _AXIS_STEPS if min_precision >= lowest))
    panel.draw_axes(
        "Share right, by how much is answered",
        "Share answered, the surest first; darker: had it answered what it refused",
    )
    for points, colour in (([*reliable[-1:], *refused], BAR), (reliable, ACCENT)):
        if len(points) > 1:
            canvas.line(*(panel.at(point.coverage, point.precision) for point in points), colour=colour, width=4)
    for now in reliable[-1:]:
        canvas.line(panel.at(now.coverage, 1), panel.at(now.coverage, panel.lowest), colour=MUTED)
        canvas.dot(*panel.at(now.coverage, now.precision))
        label = f"now: {_percent(now.coverage)} answered, {_percent(now.precision)} of that right"
        panel.write_above(now.coverage, label)


def _draw_calibration(canvas: Canvas, answers: Sequence[tuple[float, bool]]) -> None:
    panel = _Panel(canvas, _TOP + _HEADING_HEIGHT + _PANEL_HEIGHT + _LABEL_HEIGHT)
    error = calibration_error(answers)
    note = "; none was given" if error is None else f", their number above; calibration error {error:.3f}"
    panel.draw_axes("Share right, by confidence", f"Confidence of the answers{note}")
    canvas.line(panel.at(0, 0), panel.at(1, 1), colour=MUTED)
    for calibration_bin in calibration_bins(answers):
        confidence = calibration_bin.confidence
        position = panel.at(confidence, calibration_bin.right)
        canvas.line(position, panel.at(confidence, confidence), colour=BAR, width=6)
        canvas.dot(*position)
        panel.write_above(calibration_bin.middle, f"{calibration_bin.answers:,}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
