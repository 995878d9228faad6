"""Logistic regression with a penalty on the squared weights of standardised signals, and its AUROC."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]


def likeliest(signals: Matrix, is_so: Matrix, penalty: float) -> tuple[float, Matrix]:
    """Return the bias and weights, (signals,), that fit labels of 1 or 0, (n,), to signals, (n, signals)."""
    mean, deviation = signals.mean(axis=0), signals.std(axis=0) + 1e-6  # a signal may be the same for all
    inputs = np.column_stack([np.ones(len(signals)), (signals - mean) / deviation])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        log_odds = inputs @ weights
        gradient = inputs.T @ (1 / (1 + np.exp(-log_odds)) - is_so)
        penalised = np.append(0.0, weights[1:])
        value = float((np.logaddexp(0, log_odds) - is_so * log_odds).sum())
        return value + penalty / 2 * float(penalised @ penalised), gradient + penalty * penalised

    fitted: Matrix = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x
    weights = fitted[1:] / deviation
    return float(fitted[0] - weights @ mean), weights


def auroc(positive: Matrix, negative: Matrix) -> float:
    """Return the area under the ROC curve: how often a positive is above a negative, with ties counted half."""
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative[None]).mean() + (positive[:, None] == negative[None]).mean() / 2
    return float(above)


def rounded(values: Any) -> Any:
    """Return weights as a file has them, rounded to four places."""
    if isinstance(values, dict):
        return {name: rounded(value) for name, value in values.items()}
    return [rounded(value) for value in values] if isinstance(values, list) else round(values, 4)
