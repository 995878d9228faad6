"""Fit the verdict: `python benchmarks/fit_verdict.py SET.json [SET.json ...]` (SQuAD format), after `fit_ranking.py`
and with the reader in place (`train_reader.py`, `export_reader.py`).

Each set is indexed four times, each time without another quarter of its articles, so that each article's questions are
once searched in a corpus without it; and each article by itself, for the questions of `questions.jsonl`. Two parts are
fitted: what tells right answers from all others (on all questions; logistic, with the sign of each weight fixed, so
that no signal counts against its meaning), and bias and scale of the confidence. Prints figures by cross-validation
over articles: an article's questions are judged by weights that were fitted on the other articles. Then fits on all and
writes `verdict.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from fit_ranking import Matrix, write
from logistic import auroc
from observe import Observation, arguments, observe, observe_written
from relbot.answering.compose import breadth_of, compose
from relbot.answering.items import ItemWeights
from relbot.evaluation.calibration import calibration_error
from relbot.pipeline import SHORT_LIST
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.query.request.intent import read_intent
from relbot.reading import verdict
from relbot.reading.attempt import Attempt
from relbot.reading.evidence import RULED_OUT_MAX_LOG_ODDS, is_ruled_out, signals
from relbot.reading.passage_reading import ReadPassage, read_passages
from relbot.reading.reader import Reader
from relbot.reading.verdict import Verdict, VerdictWeights
from relbot.retrieval.ranking import RankingWeights, rank
from squad_articles import single_spaced

WEIGHTS = Path(__file__).parent.parent / "src/relbot/reading/verdict.json"
SIGNS = {"reader": 1, "readings": 1, "margin": 1, "meaning": 1, "absent_names": -1}
TIME = 2.0
"""Set by hand, as `TIME` in `fit_ranking.py`: the signal is scaled by the share of the question that states the
time."""
OUTSIDE = 6
"""How many times a question outside counts. By cross-validation on SQuAD 2.0 with 3, 6 and 12, where 0.92 of those
inside are answered: of those outside 0.077, 0.062 and 0.057, and of 372 that people asked 0.731, 0.729 and 0.712
rightly."""
ANSWERED_SHARE = 0.93
"""Of the questions that the corpus holds, at the threshold."""
ON_THE_SETS = ("inside", "outside")
"""The kinds that bias and scale are fitted on."""
WRITTEN = ("plain", "paraphrase", "unanswerable")
"""The kinds of `questions.jsonl`."""
FOLDS = 8


@dataclass(frozen=True)
class Sample:
    """A question with the input of the verdict."""

    data: str
    kind: str
    article: str
    signals: dict[str, float]
    right: bool
    """Whether one of the sentences that relbot would answer with holds a gold answer, in the paragraph asked about."""


def samples(data: Path, work: Path) -> list[Sample]:
    """All questions of a set, once searched in a corpus that may hold the answer and once in one that does not, and
    those of `questions.jsonl` about its articles.
    """
    folder = work / data.stem
    folder.mkdir(exist_ok=True)
    weights, reader = RankingWeights.load(), Reader.load()
    of_the_set = (o for left_out in range(4) for o in observe(data, folder, left_out, SHORT_LIST, once=True))
    observations = chain(of_the_set, observe_written(data, folder, SHORT_LIST))
    return [_sample(data.stem, observation, weights, reader) for observation in observations]


def _sample(data: str, observation: Observation, weights: RankingWeights, reader: Reader) -> Sample:
    query = observation.query
    passages = read_passages(query, rank(observation.matches, weights), reader)
    sample = Sample(
        data=data,
        kind=observation.kind,
        article=observation.article,
        signals=signals(query, passages),
        right=False,
    )
    shown = [text for text in map(single_spaced, _shown(query, passages, sample)) if text in observation.context]
    return replace(sample, right=any(gold in text for gold in observation.golds for text in shown))


def _shown(query: Query, passages: Sequence[ReadPassage], sample: Sample) -> list[str]:
    """The sentences that relbot would answer with, which are two where it is not sure by the weights it has now."""
    intent = read_intent(query.text).kind
    values = {**sample.signals, "dated": 0.0, "is_asked": 0.0}
    confidence = verdict.confidence(values, VerdictWeights.load())
    answered = Verdict(True, confidence, None, (), (passages[0].ranked,), ())
    attempt = Attempt(Reformulation(query.text), query, tuple(passages), answered)
    breadth = breadth_of(intent, confidence=confidence)
    return [q.text for q in compose(attempt, intent, breadth, lambda _: None, ItemWeights.load()).quotes]


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


def fit_signals(questions: Sequence[Sample]) -> dict[str, float]:
    """The weight of each signal in separating questions that are answered rightly from all others.

    By whether the corpus answers them, as many are answered rightly, but of the surest answers of both sets, of which
    0.95 are right, there are 0.39 of those inside in place of 0.45.
    """
    rows = np.array([[q.signals[name] for name in SIGNS] for q in questions])
    right = np.array([q.right for q in questions], float)
    times = np.array([OUTSIDE if q.kind == "outside" else 1 for q in questions])
    bias, fitted = logistic_fit(np.repeat(rows, times, axis=0), np.repeat(right, times), list(SIGNS.values()))
    return {"bias": bias, **dict(zip(SIGNS, fitted.tolist(), strict=True))}


def half_way(questions: Sequence[Sample]) -> dict[str, float]:
    """By signal, half-way between the means of the questions inside and of those outside."""
    inside, outside = (np.array([q.kind == kind for q in questions]) for kind in ("inside", "outside"))
    rows = np.array([[q.signals[name] for name in SIGNS] for q in questions])
    between = (rows[inside].mean(axis=0) + rows[outside].mean(axis=0)) / 2
    return {**dict(zip(SIGNS, between.tolist(), strict=True)), "time": 0.0}


def log_odds(questions: Sequence[Sample], weights: dict[str, float]) -> Matrix:
    """(questions,): without what rules a sentence out."""
    found = [
        weights["bias"] + sum(w * q.signals[name] for name, w in weights.items() if name != "bias") for q in questions
    ]
    return np.array(found)


def fit(questions: Sequence[Sample]) -> dict[str, float]:
    """The weights, scaled so that the confidence is true of those questions of the sets that are answered: it is of
    answers that a confidence is stated.

    On all of them the surest refusals set the slope: calibration error by cross-validation 0.060 on either set, and so
    0.043 on XQuAD and 0.044 on SQuAD 2.0, with an earlier reader.
    """
    weights = fit_signals(questions)
    found = log_odds(questions, weights)
    inside, asked = (np.array([q.kind in kinds for q in questions]) for kinds in (("inside",), ON_THE_SETS))
    answered = asked & (found >= np.quantile(found[inside], 1 - ANSWERED_SHARE))
    right = np.array([q.right for q in questions], float)
    bias, scale = logistic_fit(found[answered][:, None], right[answered], [1])
    scaled = {name: float(scale[0]) * weight for name, weight in weights.items()}
    return {**scaled, "bias": scaled["bias"] + bias, "time": TIME}


def confidence(questions: Sequence[Sample], weights: dict[str, float]) -> Matrix:
    found = log_odds(questions, weights)
    is_out = np.array([is_ruled_out(q.signals) for q in questions])
    sure: Matrix = expit(np.where(is_out, np.minimum(found, RULED_OUT_MAX_LOG_ODDS), found))
    return sure


def report(
    name: str, kinds: NDArray[np.str_], right: NDArray[np.bool_], sure: Matrix, given: NDArray[np.bool_]
) -> None:
    """Print figures of some questions."""
    inside, outside, impossible = (kinds == kind for kind in ("inside", "outside", "impossible"))
    counted = given & (inside | outside)
    error = calibration_error(list(zip(sure[counted].tolist(), right[counted].tolist(), strict=True)))
    print(
        f"{name}: answered {share(given[inside]):.3f}, of outside {share(given[outside]):.3f}, of impossible"
        f" {share(given[impossible]):.3f}, AUROC outside"
        f" {auroc(sure[inside], sure[outside]):.4f}, impossible {auroc(sure[inside], sure[impossible]):.4f},"
        f" calibration error {error or 0:.4f}"
    )
    for kind in WRITTEN:
        own = kinds == kind
        print(f"  {kind}: answered {share(given[own]):.3f}, rightly {share((given & right)[own]):.3f}")


def report_trade(kinds: NDArray[np.str_], right: NDArray[np.bool_], sure: Matrix) -> None:
    """Print what refusing more costs: at thresholds that answer so much of the questions inside."""
    for answered in (0.98, 0.95, 0.93, 0.90, 0.85, 0.80):
        given = sure >= np.quantile(sure[kinds == "inside"], 1 - answered)
        precise = share(right[given & (kinds == "inside")])
        others = ("outside", "impossible", "unanswerable")
        rates = ", ".join(f"{kind} {share(given[kinds == kind]):.3f}" for kind in others)
        print(f"  answered {answered}: {precise:.3f} of them right; {rates}")


def share(those: NDArray[np.bool_]) -> float:
    """How many of some are true, 0–1; NaN where there are none, such as impossible questions in XQuAD."""
    return float(those.mean()) if len(those) else float("nan")


def main() -> None:
    data_sets, work = arguments(__doc__)
    with ProcessPoolExecutor(len(data_sets)) as pool:
        questions = [q for found in pool.map(partial(samples, work=work), data_sets) for q in found]
    # Articles with impossible questions first, so that these are spread over the folds; the sets share some articles.
    hard = {q.article for q in questions if q.kind == "impossible"}
    articles = sorted({q.article for q in questions}, key=lambda article: (article not in hard, article))
    fold = np.array([articles.index(q.article) % FOLDS for q in questions])
    sure = np.zeros(len(questions))
    for number in range(FOLDS):
        rest, own = (
            [q for q, other in zip(questions, fold, strict=True) if (other == number) == held] for held in (False, True)
        )
        sure[fold == number] = confidence(own, fit(rest))
    kinds, right = np.array([q.kind for q in questions]), np.array([q.right for q in questions])
    threshold = float(np.quantile(sure[kinds == "inside"], 1 - ANSWERED_SHARE))
    sets = np.array([q.data for q in questions])
    for name in dict.fromkeys(sets.tolist()):
        own_set = sets == name
        report(name, kinds[own_set], right[own_set], sure[own_set], sure[own_set] >= threshold)
        report_trade(kinds[own_set], right[own_set], sure[own_set])
    weights = fit(questions)
    threshold = float(np.quantile(confidence(questions, weights)[kinds == "inside"], 1 - ANSWERED_SHARE))
    write(WEIGHTS, {"signals": weights, "between": half_way(questions), "threshold": threshold})


if __name__ == "__main__":
    main()
