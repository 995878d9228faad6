"""Whether confidence is calibrated, what precision each coverage would give, and what to set `RELBOT_CAUTION` to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from relbot.evaluation.outcomes import Outcome

_BINS = 10
"""Of confidence, each a tenth wide, as is usual."""
MIN_ANSWERABLE, MIN_UNANSWERABLE = 30, 10
"""Questions of each kind below which nothing is said: a threshold weighs the one against the other. Set by hand."""


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


@dataclass(frozen=True, slots=True)
class Caution:
    """A threshold, and what it would do; shares are 0–1."""

    caution: float
    right: float
    """Share of the questions that would be rightly answered or refused."""
    right_now: float


def better_caution(outcomes: Sequence[Outcome]) -> Caution | None:
    """The threshold with which most would be right, the highest of several; None where that is not more than now, or
    there are too few questions. Of a refusal counts whether the closest sentence would have been right.
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
