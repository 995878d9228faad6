"""Fit the weights of ranking and verdict: `python benchmarks/fit.py SET.json [SET.json ...]` (SQuAD format).

Ranking is a softmax over the candidates of each question, and over the sentences of the right passage. The verdict is a
logistic model of whether the corpus holds the answer, calibrated (Platt 1999) to how often the sentence is then right.
No signal of it may count against its own meaning: its sign is given.

Prints the figures of each set under weights fitted on the others, then fits on all and writes `weights.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from observe import Asked, observe, temporary
from relbot.search import ranking, verdict
from relbot.search.interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS
from relbot.search.ranking import Weights

OUT = Path(__file__).parent.parent / "src/relbot/search/weights.json"

PASSAGE = ("fused", "maxsim", "even", "coverage", "best_maxsim", "best_even", "best_pairs", "best_type")
SENTENCE = ("maxsim", "with_before", "even", "coverage", "dense", "type", "length", "asked")
HOLDS = {
    "passage": 1,
    "surroundings": 1,
    "with_before": 1,
    "meaning": 1,
    "asked": 1,
    "weakest_word": 1,
    "absent_names": -1,
    "absent_numbers": -1,
    "missing": -1,
}
TIME = {"best_time": 2.0, "time": 2.0}
TIME_HOLDS = 5.0
"""Set by hand, on the time questions about the seed article: the sets ask about times in words that the passages use
too, and hardly ever about a time alone ("What happened before 1950?"), so they cannot tell what a fitting date should
count for beyond its share in MaxSim. In the verdict it counts by the share of the question that asks about the time."""
ANSWERED_SHARE = 0.95
"""Of the questions that the corpus holds, at the threshold."""

Matrix = NDArray[np.float64]


def softmax_fit(groups: Sequence[tuple[Matrix, list[int]]], l2: float = 1e-3) -> NDArray[np.float64]:
    """Weights under which the right rows of each group get the most of a softmax; for signals as they are."""
    every = np.concatenate([rows for rows, _ in groups])
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-6
    longest = max(len(rows) for rows, _ in groups)
    signals = np.zeros((len(groups), longest, every.shape[1]))
    absent = np.full((len(groups), longest), -1e9)
    right = np.zeros((len(groups), longest))
    for place, (rows, golds) in enumerate(groups):
        signals[place, : len(rows)] = (rows - mean) / deviation
        absent[place, : len(rows)] = 0
        right[place, golds] = 1

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = signals @ weights + absent
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        hit = (shares * right).sum(axis=1) + 1e-12
        gradient = np.einsum("qc,qcs->s", shares - shares * right / hit[:, None], signals) / len(groups)
        return float(-np.log(hit).mean() + l2 * weights @ weights), gradient + 2 * l2 * weights

    start = np.zeros(every.shape[1])
    fitted: Matrix = minimize(loss, start, jac=True, method="L-BFGS-B").x / deviation
    return fitted


def logistic_fit(rows: Matrix, truth: Matrix, signs: Sequence[int], l2: float = 1e-3) -> tuple[float, Matrix]:
    """Bias and weights of a logistic model whose weights keep the given signs; for signals as they are."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - mean) / deviation

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        chance = 1 / (1 + np.exp(-(scaled @ weights[1:] + weights[0])))
        value = -(truth * np.log(chance + 1e-12) + (1 - truth) * np.log(1 - chance + 1e-12)).mean()
        gradient = np.r_[(chance - truth).mean(), scaled.T @ (chance - truth) / len(truth) + 2 * l2 * weights[1:]]
        return float(value + l2 * weights[1:] @ weights[1:]), gradient

    bounds = [(None, None), *((0, None) if sign > 0 else (None, 0) for sign in signs)]
    fitted = minimize(loss, np.zeros(len(signs) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights: Matrix = fitted[1:] / deviation
    return float(fitted[0] - weights @ mean), weights


def fit(asked: Sequence[Asked]) -> dict[str, Any]:
    """All weights, fitted on some questions."""
    found = [a for a in asked if a.kind == "inside" and a.right >= 0]
    columns = [PASSAGE_SIGNALS.index(name) for name in PASSAGE]
    passage = dict.fromkeys(PASSAGE_SIGNALS, 0.0) | dict(
        zip(
            PASSAGE,
            softmax_fit([(a.passage_signals[:, columns].astype(np.float64), [a.right]) for a in found]).tolist(),
            strict=True,
        )
    )
    columns = [SENTENCE_SIGNALS.index(name) for name in SENTENCE]
    groups = [
        (np.stack([s.signals[columns] for s in a.readings[a.right].sentences]).astype(np.float64), a.right_sentences)
        for a in found
        if a.right_sentences
    ]
    sentence = dict.fromkeys(SENTENCE_SIGNALS, 0.0) | dict(zip(SENTENCE, softmax_fit(groups).tolist(), strict=True))
    passage["best_time"], sentence["time"] = TIME["best_time"], TIME["time"]
    values: dict[str, Any] = {"passage": passage, "sentence": sentence}
    weights = Weights.from_values({**values, "holds": {}, "between": {}, "calibration": {}, "threshold": 0.0})
    judged = [a for a in asked if a.kind != "impossible"]
    seen = [signals_of(a, weights) for a in judged]
    inside = np.array([a.kind == "inside" for a in judged])
    right = np.array([is_right(a, weights) for a in judged])
    matrix = np.array([[signals[name] for name in HOLDS] for signals in seen])
    bias, fitted = logistic_fit(matrix, inside.astype(float), list(HOLDS.values()))
    values["holds"] = {"bias": bias, **dict(zip(HOLDS, fitted.tolist(), strict=True))}
    values["holds"]["time"] = TIME_HOLDS
    between = (matrix[inside].mean(axis=0) + matrix[~inside].mean(axis=0)) / 2
    values["between"] = {**dict(zip(HOLDS, between.tolist(), strict=True)), "time": 0.0}
    evidence = bias + matrix @ fitted + TIME_HOLDS * np.array([signals["time"] for signals in seen])
    threshold = float(np.quantile(evidence[inside], 1 - ANSWERED_SHARE))
    given = evidence >= threshold
    grounds = np.stack([evidence, [signals["margin"] for signals in seen]], axis=1)
    bias, fitted = logistic_fit(grounds[given], right[given].astype(float), [1, 1])
    values["calibration"] = {"bias": bias, "evidence": float(fitted[0]), "margin": float(fitted[1])}
    return {**values, "threshold": threshold}


def signals_of(asked: Asked, weights: Weights) -> Mapping[str, float]:
    """What the verdict goes by."""
    return verdict.signals(asked.question, ranking.rank(asked.readings, weights))


def is_right(asked: Asked, weights: Weights) -> bool:
    """Whether the best sentence of the best passage holds a gold answer."""
    best = ranking.rank(asked.readings, weights)[0]
    return asked.right >= 0 and best.reading is asked.readings[asked.right] and best.place in asked.right_sentences


def report(name: str, asked: Sequence[Asked], weights: Weights) -> None:
    """Print what weights make of questions they were not fitted on."""
    inside = [a for a in asked if a.kind == "inside"]
    first = [ranking.rank(a.readings, weights)[0].reading is a.readings[a.right] for a in inside if a.right >= 0]
    judged = {
        kind: [verdict.judge(a.question, ranking.rank(a.readings, weights), weights) for a in asked if a.kind == kind]
        for kind in ("inside", "outside", "impossible")
    }
    sure = {kind: np.array([v.confidence for v in verdicts]) for kind, verdicts in judged.items()}
    answered = {kind: np.mean([v.answered for v in verdicts] or [False]) for kind, verdicts in judged.items()}
    right = np.array([is_right(a, weights) for a in inside] + [False] * len(judged["outside"]))
    given = np.array([v.answered for v in judged["inside"] + judged["outside"]])
    error = calibration_error(np.concatenate([sure["inside"], sure["outside"]])[given], right[given])
    print(
        f"{name}: passage@1 {np.mean(first):.4f}, sentence@1 {right[: len(inside)].mean():.4f}, answered"
        f" {answered['inside']:.3f}, of outside {answered['outside']:.3f}, of impossible {answered['impossible']:.3f},"
        f" AUROC outside {auroc(sure['inside'], sure['outside']):.4f},"
        f" impossible {auroc(sure['inside'], sure['impossible']):.4f}, calibration error {error:.4f}"
    )


def calibration_error(sure: Matrix, right: Matrix) -> float:
    """The expected distance of confidence from the share that was right, over ten bins."""
    bins = np.minimum(9, (10 * sure).astype(int))
    return float(sum(abs(sure[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / max(1, len(sure)))


def auroc(positive: Matrix, negative: Matrix) -> float:
    """Area under the ROC curve: how often a positive is above a negative, ties half."""
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative[None]).mean() + (positive[:, None] == negative[None]).mean() / 2
    return float(above)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--work", type=Path, help="keep the indexes here (default: a temporary folder)")
    args = parser.parse_args()
    work = args.work or temporary()
    sets = {data.stem: list(observe(data, work)) for data in args.sets}
    for name, asked in sets.items():
        others = [a for other, many in sets.items() if other != name for a in many]
        if others:
            report(f"{name}, fitted on the others", asked, Weights.from_values(fit(others)))
    values = fit([a for many in sets.values() for a in many])
    for name, asked in sets.items():
        report(f"{name}, fitted on all", asked, Weights.from_values(values))
    write(values)


def write(values: Mapping[str, Any]) -> None:
    """Put weights into the package, to four places."""
    rounded = {
        part: {name: round(weight, 4) for name, weight in many.items()} if isinstance(many, dict) else round(many, 4)
        for part, many in values.items()
    }
    OUT.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
