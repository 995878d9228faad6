"""Computes the scores of an evaluation, overall and by kind of question: accuracy, refusals, calibration, latency."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from relbot.evaluation.calibration import calibration_error, confidence_pairs
from relbot.evaluation.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a set of questions. Shares are 0–1, or None if they are of nothing; times are in milliseconds."""

    questions: int
    right: float
    """The share that is rightly answered or rightly refused."""
    answered: float
    answer_at_1: float | None
    """The share of the answerable questions whose answer is right."""
    passage_at_1: float | None
    passage_at_3: float | None
    false_answers: float | None
    """The share of the unanswerable questions that is answered nevertheless."""
    calibration_error: float | None
    """The expected calibration error of the answers given (ten bins)."""
    p50: float
    p95: float


def score(outcomes: Sequence[Outcome]) -> Scores:
    """Compute the scores of at least one outcome."""
    answerable = [outcome for outcome in outcomes if outcome.asked.answers is not None]
    unanswerable = [outcome for outcome in outcomes if outcome.asked.answers is None]
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return Scores(
        questions=len(outcomes),
        right=sum(outcome.right for outcome in outcomes) / len(outcomes),
        answered=sum(outcome.answered for outcome in outcomes) / len(outcomes),
        answer_at_1=_share(outcome.right for outcome in answerable),
        passage_at_1=_share(outcome.rank == 1 for outcome in answerable),
        passage_at_3=_share(outcome.rank is not None and outcome.rank <= 3 for outcome in answerable),
        false_answers=_share(outcome.answered for outcome in unanswerable),
        calibration_error=calibration_error(confidence_pairs(outcomes)),
        p50=_percentile(times, 0.50),
        p95=_percentile(times, 0.95),
    )


def score_by_kind(outcomes: Iterable[Outcome]) -> dict[str, Scores]:
    """Compute the scores of each kind of question, with the kinds in alphabetical order."""

    def kind(outcome: Outcome) -> str:
        return outcome.asked.kind

    return {name: score(list(group)) for name, group in groupby(sorted(outcomes, key=kind), key=kind)}


def _share(values: Iterable[bool]) -> float | None:
    collected = list(values)
    return sum(collected) / len(collected) if collected else None


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Return a percentile by nearest rank, which is one of the measured times."""
    return ordered[math.ceil(share * len(ordered)) - 1]
