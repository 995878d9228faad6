"""Fit the verdict: `python benchmarks/fit_verdict.py SET.json [SET.json ...]` (SQuAD format), after `fit_ranking.py`
and with the reader in place (`train_reader.py`, `export_reader.py`).

Each set is indexed four times, each time without another quarter of its articles, so that the questions of each article
are searched once in a corpus without it; and each article is indexed by itself, for the questions of `questions.jsonl`.
Two parts are fitted: a logistic model that separates right answers from all others, on all questions, in which the sign
of each weight is fixed so that no signal counts against its meaning; and the bias and scale of the confidence. Prints
figures by cross-validation over articles, then fits on all and writes `verdict.json`.
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
from scipy.special import expit

from fit_ranking import Matrix, write
from logistic import auroc, likeliest
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
"""The weight of the time signal, which is scaled by the share of the question that states the time. Set by hand, as
`TIME` in `fit_ranking.py`."""
OUTSIDE = 6
"""How many times a question outside the corpus counts. With 3, 6 and 12, by cross-validation on SQuAD 2.0, if 0.92 of
the questions inside are answered: 0.077, 0.062 and 0.057 of those outside are answered, and of 372 questions that
people asked 0.731, 0.729 and 0.712 are answered rightly."""
PENALTY = 2e-3
"""The penalty on the squared weights, for each question."""
ANSWERED_SHARE = 0.93
"""The share of the questions inside the corpus that is answered at the threshold."""
ON_THE_SETS = ("inside", "outside")
"""The kinds of question that bias and scale are fitted on."""
WRITTEN = ("plain", "paraphrase", "unanswerable")
"""The kinds of `questions.jsonl`."""
FOLDS = 8


@dataclass(frozen=True)
class Sample:
    """A question with the signals that the verdict is based on."""

    data: str
    kind: str
    article: str
    signals: dict[str, float]
    right: bool
    """Whether a sentence that relbot would answer with contains a gold answer and is in the paragraph asked about."""


def samples(data: Path, work: Path) -> list[Sample]:
    """Return all questions of a set, searched once in a corpus that may contain the answer and once in one that does
    not, and those of `questions.jsonl` about its articles.
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
    """Return the sentences that relbot would answer with, two if its confidence by the current weights is low."""
    intent = read_intent(query.text).kind
    values = {**sample.signals, "dated": 0.0, "is_asked": 0.0}
    confidence = verdict.confidence(values, VerdictWeights.load())
    answered = Verdict(True, confidence, None, (), (passages[0].ranked,), ())
    attempt = Attempt(Reformulation(query.text), query, tuple(passages), answered)
    breadth = breadth_of(intent, confidence=confidence)
    return [q.text for q in compose(attempt, intent, breadth, lambda _: None, ItemWeights.load()).quotes]


def fit_signals(questions: Sequence[Sample]) -> dict[str, float]:
    """Fit the weights of the signals that separate questions that are answered rightly from all others.

    If fitted to separate those that the corpus answers, as many are answered rightly, but the surest answers, of which
    0.95 are right, are 0.39 instead of 0.45 of the questions inside, on both sets.
    """
    rows = np.array([[q.signals[name] for name in SIGNS] for q in questions])
    right = np.array([q.right for q in questions], float)
    times = np.array([OUTSIDE if q.kind == "outside" else 1 for q in questions])
    repeated, labels = np.repeat(rows, times, axis=0), np.repeat(right, times)
    bias, fitted = likeliest(repeated, labels, PENALTY * len(labels), list(SIGNS.values()))
    return {"bias": bias, **dict(zip(SIGNS, fitted.tolist(), strict=True))}


def half_way(questions: Sequence[Sample]) -> dict[str, float]:
    """Return, by signal, the midpoint between its means over the questions inside and those outside."""
    inside, outside = (np.array([q.kind == kind for q in questions]) for kind in ("inside", "outside"))
    rows = np.array([[q.signals[name] for name in SIGNS] for q in questions])
    between = (rows[inside].mean(axis=0) + rows[outside].mean(axis=0)) / 2
    return {**dict(zip(SIGNS, between.tolist(), strict=True)), "time": 0.0}


def log_odds(questions: Sequence[Sample], weights: dict[str, float]) -> Matrix:
    """Return the log-odds of each question, (questions,), without the signals that rule a sentence out."""
    found = [
        weights["bias"] + sum(w * q.signals[name] for name, w in weights.items() if name != "bias") for q in questions
    ]
    return np.array(found)


def fit(questions: Sequence[Sample]) -> dict[str, float]:
    """Fit the weights, scaled so that the confidence is calibrated on the questions of the sets that are answered, as a
    confidence is only stated for answers.

    If scaled on all questions, the surest refusals determine the slope, and the calibration error by cross-validation
    is 0.060 on both sets instead of 0.043 on XQuAD and 0.044 on SQuAD 2.0 (with an earlier reader).
    """
    weights = fit_signals(questions)
    found = log_odds(questions, weights)
    inside, asked = (np.array([q.kind in kinds for q in questions]) for kinds in (("inside",), ON_THE_SETS))
    answered = asked & (found >= np.quantile(found[inside], 1 - ANSWERED_SHARE))
    right = np.array([q.right for q in questions], float)
    bias, scale = likeliest(found[answered][:, None], right[answered], PENALTY * answered.sum(), [1])
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
    """Print figures for some questions."""
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
    """Print what refusing more costs, at thresholds that answer given shares of the questions inside."""
    for answered in (0.98, 0.95, 0.93, 0.90, 0.85, 0.80):
        given = sure >= np.quantile(sure[kinds == "inside"], 1 - answered)
        precise = share(right[given & (kinds == "inside")])
        others = ("outside", "impossible", "unanswerable")
        rates = ", ".join(f"{kind} {share(given[kinds == kind]):.3f}" for kind in others)
        print(f"  answered {answered}: {precise:.3f} of them right; {rates}")


def share(those: NDArray[np.bool_]) -> float:
    """Return the share of true values, 0–1; NaN if there are none, e.g. for impossible questions in XQuAD."""
    return float(those.mean()) if len(those) else float("nan")


def main() -> None:
    data_sets, work = arguments(__doc__)
    with ProcessPoolExecutor(len(data_sets)) as pool:
        questions = [q for found in pool.map(partial(samples, work=work), data_sets) for q in found]
    # Sort articles with impossible questions first, to spread these over the folds; the sets share some articles.
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
