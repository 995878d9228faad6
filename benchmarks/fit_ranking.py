"""Fit the weights of the ranking: `python benchmarks/fit_ranking.py SET.json [SET.json ...]` (SQuAD format).

A softmax over the candidates of each question, and over the sentences of the right passage. Prints the figures of each
set under weights fitted on the others, then fits on all and writes them into `weights.json`. After it comes
`fit_verdict.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from observe import Asked, arguments, observe, without_tokens
from relbot.retrieval import ranking
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS
from relbot.retrieval.ranking import RankingWeights

WEIGHTS = Path(__file__).parent.parent / "src/relbot/retrieval/ranking.json"

PASSAGE = ("fused", "maxsim", "even", "coverage", "best_maxsim", "best_even", "best_pairs", "best_type")
SENTENCE = ("maxsim", "with_before", "even", "coverage", "dense", "type", "length", "asked")
TIME = {"best_time": 2.0, "time": 2.0}
"""Set by hand, on the time questions about the seed article: the sets ask about times in words that the passages use
too, and hardly ever about a time alone ("What happened before 1950?"), so they cannot tell what a fitting date should
count for beyond its share in MaxSim."""

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


def fit(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """The weights of passages and of sentences, by signal."""
    found = [a for a in asked if a.kind == "inside" and a.right >= 0]
    columns = [PASSAGE_SIGNALS.index(name) for name in PASSAGE]
    passages = [(a.passage_signals[:, columns].astype(np.float64), [a.right]) for a in found]
    passage = dict(zip(PASSAGE, softmax_fit(passages).tolist(), strict=True))
    columns = [SENTENCE_SIGNALS.index(name) for name in SENTENCE]
    sentences = [
        (np.stack([s.signals[columns] for s in a.readings[a.right].sentences]).astype(np.float64), a.right_sentences)
        for a in found
        if a.right_sentences
    ]
    sentence = dict(zip(SENTENCE, softmax_fit(sentences).tolist(), strict=True))
    return {
        "passage": dict.fromkeys(PASSAGE_SIGNALS, 0.0) | passage | {"best_time": TIME["best_time"]},
        "sentence": dict.fromkeys(SENTENCE_SIGNALS, 0.0) | sentence | {"time": TIME["time"]},
    }


def report(name: str, asked: Sequence[Asked], fitted: Mapping[str, Any]) -> None:
    """Print what weights make of some questions."""
    weights = RankingWeights.from_values(fitted)
    inside = [a for a in asked if a.kind == "inside"]
    best = [ranking.rank(a.readings, weights)[0] for a in inside]
    passage = [a.right >= 0 and b.reading is a.readings[a.right] for a, b in zip(inside, best, strict=True)]
    sentence = [first and b.place in a.right_sentences for a, b, first in zip(inside, best, passage, strict=True)]
    print(f"{name}: passage@1 {np.mean(passage):.4f}, sentence@1 {np.mean(sentence):.4f}")


def main() -> None:
    data_sets, work = arguments(__doc__)
    sets = {data.stem: [without_tokens(asked) for asked in observe(data, work)] for data in data_sets}
    for name, asked in sets.items():
        others = [a for other, many in sets.items() if other != name for a in many]
        if others:
            report(f"{name}, fitted on the others", asked, fit(others))
    fitted = fit([a for many in sets.values() for a in many])
    for name, asked in sets.items():
        report(f"{name}, fitted on all", asked, fitted)
    write(WEIGHTS, fitted)


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Write weights to four places."""
    rounded = {
        part: {name: round(weight, 4) for name, weight in many.items()} if isinstance(many, dict) else round(many, 4)
        for part, many in values.items()
    }
    file.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
