"""Fit the weights of the ranking: `python benchmarks/fit_ranking.py SET.json [SET.json ...]` (SQuAD format).

Fits a softmax over the candidates of each question, and one over the sentences of the right passage. Prints the
accuracy on each set of weights fitted on the others, then fits on all and writes `ranking.json`. Run `fit_verdict.py`
afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from observe import Observation, arguments, observe, without_token_vectors
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS
from relbot.retrieval.ranking import RankingWeights, rank

WEIGHTS = Path(__file__).parent.parent / "src/relbot/retrieval/ranking.json"

PASSAGE = ("fused", "maxsim", "even", "coverage", "best_maxsim", "best_even", "best_pairs", "best_type")
SENTENCE = ("maxsim", "with_before", "even", "coverage", "dense", "type", "length", "asked")
TIME = {"best_time": 2.0, "time": 2.0}
"""Weights set by hand, on the time questions about the seed article. They cannot be fitted: the sets ask about times in
the words of the passages, and hardly ever about a time alone ("What happened before 1950?"), so they do not show what a
matching date is worth beyond its share in MaxSim."""

Matrix = NDArray[np.float64]


def softmax_fit(groups: Sequence[tuple[Matrix, list[int]]], l2: float = 1e-3) -> NDArray[np.float64]:
    """Return the weights, for unscaled signals, that maximise the softmax share of the right rows of each group."""
    every = np.concatenate([rows for rows, _ in groups])
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-6
    longest = max(len(rows) for rows, _ in groups)
    signals = np.zeros((len(groups), longest, every.shape[1]))
    absent = np.full((len(groups), longest), -1e9)
    right = np.zeros((len(groups), longest))
    for index, (rows, golds) in enumerate(groups):
        signals[index, : len(rows)] = (rows - mean) / deviation
        absent[index, : len(rows)] = 0
        right[index, golds] = 1

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


def fit(observations: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """Fit the weights of passages and of sentences, by signal."""
    found = [o for o in observations if o.kind == "inside" and o.gold_passage >= 0]
    columns = [PASSAGE_SIGNALS.index(name) for name in PASSAGE]
    passages = [(o.passage_signals[:, columns].astype(np.float64), [o.gold_passage]) for o in found]
    passage = dict(zip(PASSAGE, softmax_fit(passages).tolist(), strict=True))
    columns = [SENTENCE_SIGNALS.index(name) for name in SENTENCE]
    sentences = [
        (
            np.stack([s.signals[columns] for s in o.matches[o.gold_passage].sentences]).astype(np.float64),
            o.gold_sentences,
        )
        for o in found
        if o.gold_sentences
    ]
    sentence = dict(zip(SENTENCE, softmax_fit(sentences).tolist(), strict=True))
    return {
        "passage": dict.fromkeys(PASSAGE_SIGNALS, 0.0) | passage | {"best_time": TIME["best_time"]},
        "sentence": dict.fromkeys(SENTENCE_SIGNALS, 0.0) | sentence | {"time": TIME["time"]},
    }


def report(name: str, observations: Sequence[Observation], fitted: Mapping[str, Any]) -> None:
    """Print the accuracy of the fitted weights on some questions."""
    weights = RankingWeights.from_values(fitted)
    inside = [o for o in observations if o.kind == "inside"]
    best = [rank(o.matches, weights)[0] for o in inside]
    passage = [o.gold_passage >= 0 and b.match is o.matches[o.gold_passage] for o, b in zip(inside, best, strict=True)]
    sentence = [
        is_right and b.sentence_index in o.gold_sentences for o, b, is_right in zip(inside, best, passage, strict=True)
    ]
    print(f"{name}: passage@1 {np.mean(passage):.4f}, sentence@1 {np.mean(sentence):.4f}")


def main() -> None:
    data_sets, work = arguments(__doc__)
    sets = {
        data.stem: [without_token_vectors(observation) for observation in observe(data, work)] for data in data_sets
    }
    for name, observations in sets.items():
        others = [o for other, many in sets.items() if other != name for o in many]
        if others:
            report(f"{name}, fitted on the others", observations, fit(others))
    fitted = fit([o for many in sets.values() for o in many])
    for name, observations in sets.items():
        report(f"{name}, fitted on all", observations, fitted)
    write(WEIGHTS, fitted)


def write(file: Path, values: Mapping[str, Any]) -> None:
    """Write weights, rounded to four places."""
    rounded = {
        part: {name: round(weight, 4) for name, weight in many.items()} if isinstance(many, dict) else round(many, 4)
        for part, many in values.items()
    }
    file.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
