"""Measures the calibration of the confidence and the precision at each coverage, and recommends a `RELBOT_CAUTION`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from relbot.evaluation.outcomes import Outcome

_BINS = 10
"""The number of bins of confidence; ten of equal width are usual."""
MIN_ANSWERABLE, MIN_UNANSWERABLE = 30, 10
"""The fewest questions of each kind to recommend a threshold, which trades one against the other. Set by hand."""


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """The precision if this share of the questions were answered, most confident first. Shares are 0–1."""

    answered: bool
    """False beyond the threshold, where the closest sentences of refusals count as answers."""
    coverage: float
    """The share of all questions that is answered."""
    precision: float
    """The share of the answers that is right."""


def coverage_curve(outcomes: Sequence[Outcome]) -> list[CoveragePoint]:
    """Return the risk-coverage curve of El-Yaniv and Wiener (JMLR 2010), with precision instead of risk.

    It goes from answering only with the highest confidence to answering everything; equal confidences form one point.
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
    """A group of answers of similar confidence."""

    middle: float
    """The middle of the bin's range of confidence."""
    answers: int
    confidence: float
    """The mean confidence, 0–1."""
    right: float
    """The share of right answers, 0–1."""


def confidence_pairs(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Return (confidence, right) of each answer that was given; refusals are left out."""
    return [(outcome.confidence, outcome.right) for outcome in outcomes if outcome.answered]


def calibration_bins(answers: Sequence[tuple[float, bool]]) -> list[CalibrationBin]:
    """Group (confidence, right) pairs into bins of equal width, by confidence; empty bins are left out."""
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
    """Return the expected calibration error (Naeini et al., AAAI 2015) of (confidence, right) pairs; None if empty."""
    errors = (each.answers * abs(each.confidence - each.right) for each in calibration_bins(answers))
    return sum(errors) / len(answers) if answers else None


@dataclass(frozen=True, slots=True)
class Caution:
    """A threshold and its effect; shares are 0–1."""

    caution: float
    right: float
    """The share of the questions that would be rightly answered or refused with this threshold."""
    right_now: float


def better_caution(outcomes: Sequence[Outcome]) -> Caution | None:
    """Return the threshold with which most questions would be right, the highest if there are several.

    Return None if that is no improvement or there are too few questions. A refusal is judged by its closest sentence,
    with which a lower threshold would have answered.
    """
    asked = [outcome for outcome in outcomes if not outcome.asked.is_small_talk]
    answerable = sum(outcome.asked.answers is not None for outcome in asked)
    if answerable < MIN_ANSWERABLE or len(asked) - answerable < MIN_UNANSWERABLE:
        return None
    ordered = sorted(asked, key=lambda outcome: -outcome.confidence)
    # What answering each in place of refusing it adds to the right ones.
    gains = [(o.asked.answers is not None and o.held) - (o.asked.answers is None) for o in ordered]
    right = [len(asked) - answerable + gained for gained in accumulate(gains, initial=0)]
    ends = [count for count in range(1, len(ordered)) if ordered[count - 1].confidence > ordered[count].confidence]
    best = max(ends, key=lambda count: right[count], default=0)
    now = sum(outcome.right for outcome in asked)
    if not best or right[best] <= now:
        return None
    threshold = (ordered[best - 1].confidence + ordered[best].confidence) / 2
    return Caution(round(threshold, 4), right[best] / len(asked), now / len(asked))
