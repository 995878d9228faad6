"""Whether confidence is calibrated, and what precision each coverage would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from relbot.evaluation.outcomes import Outcome

_BINS = 10
"""Of confidence, each a tenth wide, as is usual."""


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """Precision if this share of the questions were answered, the most confident first. Shares are 0–1."""

    answered: bool
    """False beyond the threshold: the closest sentences of refusals are then counted as answers."""
    coverage: float
    """Share of all questions that is answered."""
    precision: float
    """Share of the answers that is right."""


def coverage_curve(outcomes: Sequence[Outcome]) -> list[CoveragePoint]:
    """From the most confident answers alone to answering everything; equal confidences form one point.

    The risk-coverage curve of El-Yaniv and Wiener (JMLR 2010), with precision in place of risk.
    """

    def rank(outcome: Outcome) -> tuple[bool, float]:
        return outcome.answered, outcome.confidence

    curve, covered, right = [], 0, 0
    for (answered, _), group in groupby(sorted(outcomes, key=rank, reverse=True), key=rank):
        held = [outcome.held for outcome in group]
        covered, right = covered + len(held), right + sum(held)
        curve.append(CoveragePoint(answered, covered / len(outcomes), right / covered))
    return curve


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Answers of similar confidence."""

    middle: float
    """The middle of the bin's range of confidence."""
    answers: int
    confidence: float
    """The mean, 0–1."""
    right: float
    """The share that is right, 0–1."""


def confidence_pairs(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """(confidence, right) of each answer that was given; refusals are left out."""
    return [(outcome.confidence, outcome.right) for outcome in outcomes if outcome.answered]


def calibration_bins(answers: Sequence[tuple[float, bool]]) -> list[CalibrationBin]:
    """(confidence, right) pairs in bins of equal width, by confidence; empty bins are left out."""
    filled: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        filled.setdefault(min(_BINS - 1, int(confidence * _BINS)), []).append((confidence, right))
    return [
        CalibrationBin(
            middle=(number + 0.5) / _BINS,
            answers=len(pairs),
            confidence=sum(confidence for confidence, _ in pairs) / len(pairs),
            right=sum(right for _, right in pairs) / len(pairs),
        )
        for number, pairs in sorted(filled.items())
    ]


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error of (confidence, right) pairs (Naeini et al., AAAI 2015); None if there are none."""
    errors = (each.answers * abs(each.confidence - each.right) for each in calibration_bins(answers))
    return sum(errors) / len(answers) if answers else None
