"""An evaluation as two curves: what answering more or less would give, and whether confidence is earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relbot.drawing.canvas import ACCENT, BAND, FAINT, INK, MARGIN, SMALL, TEXT, TITLE, WIDTH, Paper, length
from relbot.evaluation import Outcome, Reach, calibration_bins, calibration_error, coverage_curve, given

_LEFT, _RIGHT = MARGIN + 90, WIDTH - MARGIN - 30
_TOP = 190
"""The base line of the first panel's heading."""
_HEADED, _PANEL, _LABELLED = 84, 360, 160
"""Heights: from a panel's heading down to its 100 %, between its axes, and from there to the next heading."""
_FLOORS = {0.9: 0.02, 0.8: 0.05, 0.5: 0.1, 0.0: 0.2}
"""Where the axis of precision may begin, and its steps: as high as the curve allows, for what matters is at the top."""
_CHANCE = 0.05
"""Share of the questions up to which precision is mostly chance; the curve begins there."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """Two axes of shares, of which the upright one may begin above 0."""

    paper: Paper
    heading: float
    floor: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of two shares."""
        fallen = (1 - y) / (1 - self.floor)
        return _LEFT + x * (_RIGHT - _LEFT), self.heading + _HEADED + fallen * _PANEL

    def draw_axes(self, heading: str, across: str) -> None:
        self.paper.text(MARGIN, self.heading, heading, TEXT, INK)
        step = _FLOORS[self.floor]
        for number in range(round((1 - self.floor) / step) + 1):
            share = self.floor + number * step
            _, y = self.at(0, share)
            self.paper.line((_LEFT, y), (_RIGHT, y), width=1)
            self.paper.text(_LEFT - 16, y + 7, _percent(share), SMALL, FAINT, right=True)
        for number in range(11):
            x, y = self.at(number / 10, self.floor)
            self.paper.line((x, y), (x, y + 8))
            if number % 2 == 0:
                self._write(x, y + 34, _percent(number / 10), FAINT)
        self.paper.text(_LEFT, y + 74, across, SMALL, FAINT)

    def write_above(self, x: float, words: str) -> None:
        """A few words over the 100 %, about a share across."""
        place, y = self.at(x, 1)
        half = length(words, SMALL) / 2
        self._write(min(max(place, _LEFT + half), _RIGHT - half), y - 18, words, INK)

    def _write(self, middle: float, y: float, words: str, colour: str) -> None:
        self.paper.text(middle - length(words, SMALL) / 2, y, words, SMALL, colour)


def picture(outcomes: Sequence[Outcome]) -> bytes:
    """The curves over at least one outcome, as a PNG, 1,100 pixels wide and some 1,400 high."""
    paper = Paper(_TOP + 2 * (_HEADED + _PANEL + _LABELLED) - MARGIN)
    _title(paper, outcomes)
    _coverage(paper, coverage_curve(outcomes))
    _calibration(paper, given(outcomes))
    return paper.png()


def _title(paper: Paper, outcomes: Sequence[Outcome]) -> None:
    total, answered = len(outcomes), sum(outcome.answered for outcome in outcomes)
    right = sum(outcome.right for outcome in outcomes)
    paper.text(MARGIN, MARGIN + TITLE, f"{total:,} question{'' if total == 1 else 's'}", TITLE, INK)
    told = f"{answered:,} answered, {total - answered:,} refused, {right:,} of them rightly ({_percent(right / total)})"
    paper.text(MARGIN, MARGIN + TITLE + 40, told, SMALL, FAINT)


def _coverage(paper: Paper, curve: Sequence[Reach]) -> None:
    answers = [reach for reach in curve if reach.answered]
    surest = [reach for reach in answers if reach.coverage >= _CHANCE] or answers[-1:]
    refused = [reach for reach in curve if not reach.answered and reach.coverage >= _CHANCE]
    lowest = min(reach.precision for reach in (*surest, *refused))
    panel = _Panel(paper, _TOP, next(floor for floor in _FLOORS if lowest >= floor))
    panel.draw_axes(
        "Share right, by how much is answered",
        "Share answered, the surest first; darker: had it answered what it refused",
    )
    for reaches, colour in (([*surest[-1:], *refused], BAND), (surest, ACCENT)):
        if len(reaches) > 1:
            paper.line(*(panel.at(reach.coverage, reach.precision) for reach in reaches), colour=colour, width=4)
    for now in surest[-1:]:
        paper.line(panel.at(now.coverage, 1), panel.at(now.coverage, panel.floor), colour=FAINT)
        paper.dot(*panel.at(now.coverage, now.precision))
        words = f"now: {_percent(now.coverage)} answered, {_percent(now.precision)} of that right"
        panel.write_above(now.coverage, words)


def _calibration(paper: Paper, answers: Sequence[tuple[float, bool]]) -> None:
    panel = _Panel(paper, _TOP + _HEADED + _PANEL + _LABELLED)
    error = calibration_error(answers)
    told = "; none was given" if error is None else f", their number above; calibration error {error:.3f}"
    panel.draw_axes("Share right, by confidence", f"Confidence of the answers{told}")
    paper.line(panel.at(0, 0), panel.at(1, 1), colour=FAINT)
    for found in calibration_bins(answers):
        place = panel.at(found.confidence, found.right)
        paper.line(place, panel.at(found.confidence, found.confidence), colour=BAND, width=6)
        paper.dot(*place)
        panel.write_above(found.middle, f"{found.answers:,}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
