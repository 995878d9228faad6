"""Logistic regression with a penalty on the squared weights of standardised signals, and its AUROC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

Matrix = NDArray[np.float64]


def likeliest(signals: Matrix, is_so: Matrix, penalty: float, signs: Sequence[int] = ()) -> tuple[float, Matrix]:
    """Return the bias and weights, (signals,), that fit labels of 1 or 0, (n,), to signals, (n, signals). With `signs`
    of 1 or -1, (signals,), each weight keeps its sign or is 0.
    """
    mean, deviation = signals.mean(axis=0), signals.std(axis=0) + 1e-6  # a signal may be the same for all
    inputs = np.column_stack([np.ones(len(signals)), (signals - mean) / deviation])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        log_odds = inputs @ weights
        gradient = inputs.T @ (1 / (1 + np.exp(-log_odds)) - is_so)
        penalised = np.append(0.0, weights[1:])
        value = float((np.logaddexp(0, log_odds) - is_so * log_odds).sum())
        return value + penalty / 2 * float(penalised @ penalised), gradient + penalty * penalised

    bounds = [_bounds(sign) for sign in (0, *(signs or [0] * signals.shape[1]))]
    fitted: Matrix = minimize(loss, np.zeros(inputs.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = fitted[1:] / deviation
    return float(fitted[0] - weights @ mean), weights


def _bounds(sign: int) -> tuple[float | None, float | None]:
    """Return the least and the greatest weight of a sign; a sign of 0 leaves the weight free."""
    return (0 if sign > 0 else None, 0 if sign < 0 else None)


def auroc(positive: Matrix, negative: Matrix) -> float:
    """Return the area under the ROC curve: how often a positive is above a negative, with ties counted half."""
    if not len(positive) or not len(negative):
        return float("nan")
    ranks = rankdata(np.concatenate([positive, negative]))[: len(positive)]  # ties have their mean rank
    return float((ranks.mean() - (len(positive) + 1) / 2) / len(negative))


def rounded(values: Any) -> Any:
    """Return weights as a file has them, rounded to four places."""
    if isinstance(values, dict):
        return {name: rounded(value) for name, value in values.items()}
    return [rounded(value) for value in values] if isinstance(values, list) else round(values, 4)
