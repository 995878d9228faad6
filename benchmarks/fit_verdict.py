"""Fit the verdict: `python benchmarks/fit_verdict.py SET.json [SET.json ...]` (SQuAD format), after `fit_ranking.py`.

Each set is indexed four times, each time without another quarter of its articles, so that each article's questions are
once searched in a corpus without it; and each article by itself, for the questions of `questions.jsonl`. Three parts
are fitted: the evidence that the corpus holds an answer (on the sets; logistic, with the sign of each weight fixed, so
that no signal counts against its meaning), how well the sentence answers word by word (on all; `attention`), and the
calibration of both to a confidence (on the sets).
Prints figures by cross-validation over articles: an article's questions are judged by weights that were fitted on the
other articles. Then fits on all and writes `verdict.json` and `attention.safetensors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, compress
from pathlib import Path

import numpy as np
import safetensors.numpy as safetensors
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from fit_ranking import Matrix, write
from observe import Observation, arguments, observe, observe_written
from relbot.evaluation.calibration import calibration_error
from relbot.reading.attention import FILE, Attention, compare
from relbot.reading.evidence import LACKING_MAX_LOG_ODDS, signals, time_share
from relbot.retrieval.ranking import RankedPassage, RankingWeights, rank
from train_attention import Pair, train

WEIGHTS = Path(__file__).parent.parent / "src/relbot/reading/verdict.json"
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
TIME_HOLDS = 5.0
"""Set by hand, as `TIME` in `fit_ranking.py`: the signal is scaled by the share of the question that
states the time."""
ANSWERED_SHARE = 0.9475
"""Of the questions that the corpus holds, at the threshold."""
MARGIN = 0.1
"""Weight of the margin to the next passage in the confidence. Set by hand: the best passage of an impossible question
often has a large one, so that with 0.7, as calibration alone would have it, AUROC impossible is 0.63 in place of
0.65."""
ON_THE_SETS = ("inside", "outside")
"""The kinds that evidence and confidence are fitted on."""
WRITTEN = ("plain", "paraphrase", "unanswerable")
"""The kinds of `questions.jsonl`."""
SHORT_LIST = 12
FOLDS = 4


@dataclass(frozen=True)
class Sample:
    """A question with the input of the verdict."""

    data: str
    kind: str
    article: str
    signals: dict[str, float]
    time_share: float
    right: bool
    """Whether the sentence that relbot would answer with holds a gold answer."""
    pairs: tuple[Pair, ...]
    """The first is with that sentence."""


def samples(data: Path, work: Path) -> Iterator[Sample]:
    """All questions of a set, once searched in a corpus that may hold the answer and once in one that does not, and
    those of `questions.jsonl` about its articles.
    """
    weights, seen = RankingWeights.load(), set[tuple[str, str, str]]()
    of_the_set = (o for left_out in range(4) for o in observe(data, work, left_out, SHORT_LIST))
    for observation in chain(of_the_set, observe_written(data, work, SHORT_LIST)):
        key = (observation.kind, observation.article, observation.query.text)
        if key not in seen:
            seen.add(key)
            ranked = rank(observation.matches, weights)
            pairs = tuple(_pairs(f"{data.stem}/{len(seen)}", observation, ranked))
            yield Sample(
                data=data.stem,
                kind=observation.kind,
                article=observation.article,
                signals=signals(observation.query, ranked),
                time_share=time_share(observation.query),
                right=pairs[0].answers,
                pairs=pairs,
            )


def _pairs(name: str, observation: Observation, ranked: Sequence[RankedPassage]) -> Iterator[Pair]:
    """The sentence that answers best, the right one, the next best in the passage, and the best of other passages."""
    right = observation.matches[observation.gold_passage] if observation.gold_passage >= 0 else None
    gold_sentences = observation.gold_sentences

    def pair(found: RankedPassage, index: int, *, always: bool) -> Pair:
        answers = found.match is right and index in gold_sentences
        compared = compare(observation.query, found.match, index)
        half = replace(
            compared, question=compared.question.astype(np.float16), attended=compared.attended.astype(np.float16)
        )
        return Pair(name, half, answers, always)

    best = ranked[0]
    yield pair(best, best.sentence_index, always=True)
    for found in ranked:
        if found.match is right and not (found is best and best.sentence_index in gold_sentences):
            yield from (pair(found, index, always=True) for index in gold_sentences[:1])
    other_sentences = [(best, index) for index in range(len(best.match.sentences)) if index != best.sentence_index][:2]
    for found, index in [*other_sentences, *((other, other.sentence_index) for other in ranked[1:4])]:
        if not (found.match is right and index in gold_sentences):
            yield pair(found, index, always=False)


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


def fit_holds(questions: Sequence[Sample]) -> dict[str, float]:
    """The weight of each signal for whether the corpus holds the answer."""
    kept = [q for q in questions if q.kind in ON_THE_SETS]
    rows = np.array([[q.signals[name] for name in HOLDS] for q in kept])
    inside = np.array([q.kind == "inside" for q in kept])
    bias, fitted = logistic_fit(rows, inside.astype(float), list(HOLDS.values()))
    return {"bias": bias, **dict(zip(HOLDS, fitted.tolist(), strict=True)), "time": TIME_HOLDS}


def half_way(questions: Sequence[Sample], attention: Matrix) -> dict[str, float]:
    """By signal, half-way between the means of the questions inside and of those outside."""
    inside, outside = (np.array([q.kind == kind for q in questions]) for kind in ("inside", "outside"))
    rows = np.c_[np.array([[q.signals[name] for name in HOLDS] for q in questions]), attention]
    between = (rows[inside].mean(axis=0) + rows[outside].mean(axis=0)) / 2
    return {**dict(zip([*HOLDS, "attention"], between.tolist(), strict=True)), "time": 0.0}


def evidence(questions: Sequence[Sample], holds: dict[str, float]) -> Matrix:
    return np.array(
        [holds["bias"] + sum(w * q.signals[name] for name, w in holds.items() if name != "bias") for q in questions]
    )


def answers(questions: Sequence[Sample], attention: Attention) -> Matrix:
    return np.array([attention.answers(q.pairs[0].seen) * (1 - q.time_share) for q in questions])


@dataclass(frozen=True)
class Scale:
    """Maps evidence and attention to the probabilities whose product is the confidence."""

    bias: float
    slope: float
    """Of the evidence."""
    answers: float
    attention: float

    def confidence(self, questions: Sequence[Sample], found: Matrix, attention: Matrix) -> Matrix:
        margin = np.array([q.signals["margin"] for q in questions])
        lacking = np.array([q.signals["lacking"] > 0 for q in questions])
        holds = self.bias + self.slope * found
        answers = self.answers + self.attention * attention + MARGIN * margin
        sure: Matrix = expit(np.where(lacking, np.minimum(holds, LACKING_MAX_LOG_ODDS), holds)) * expit(answers)
        return sure


def calibrate(questions: Sequence[Sample], found: Matrix, attention: Matrix) -> Scale:
    """The scale of maximum likelihood."""
    right = np.array([q.right for q in questions])

    def loss(values: Matrix) -> float:
        sure = Scale(*values).confidence(questions, found, attention).clip(1e-6, 1 - 1e-6)
        return float(-np.where(right, np.log(sure), np.log(1 - sure)).mean())

    bounds = [(None, None), (0.05, 20), (None, None), (0.05, 20)]
    return Scale(*minimize(loss, [1, 1, 0, 1], bounds=bounds).x)


def report(
    name: str, kinds: NDArray[np.str_], right: NDArray[np.bool_], sure: Matrix, given: NDArray[np.bool_]
) -> None:
    """Print figures of some questions."""
    inside, outside, impossible = (kinds == kind for kind in ("inside", "outside", "impossible"))
    counted = given & (inside | outside)
    error = calibration_error(list(zip(sure[counted].tolist(), right[counted].tolist(), strict=True)))
    print(
        f"{name}: answered {given[inside].mean():.3f}, of outside {given[outside].mean():.3f}, of impossible"
        f" {given[impossible].mean() if impossible.any() else float('nan'):.3f}, AUROC outside"
        f" {auroc(sure[inside], sure[outside]):.4f}, impossible {auroc(sure[inside], sure[impossible]):.4f},"
        f" calibration error {error or 0:.4f}"
    )
    for kind in WRITTEN:
        own = kinds == kind
        print(f"  {kind}: answered {given[own].mean():.3f}, rightly {(given & right)[own].mean():.3f}")


def report_on_topic(
    kinds: NDArray[np.str_], right: NDArray[np.bool_], scores: Mapping[str, Matrix], given: NDArray[np.bool_]
) -> None:
    """Print how well each score separates right answers from questions on the topic that have no answer."""
    not_said = kinds == "unanswerable"
    for name, score in scores.items():
        found = [auroc(score[right & (kinds == kind)], score[not_said]) for kind in ("plain", "paraphrase")]
        print(f"  right answers above unanswerable, by {name}: plain {found[0]:.3f}, paraphrase {found[1]:.3f}")
        least = np.quantile(score[not_said], 2 / 3)
        lost = (score < least)[given & right & (kinds == "inside")].mean()
        print(f"    refusing two of three unanswerable refuses {lost:.3f} of the right answers inside")


def auroc(positive: Matrix, negative: Matrix) -> float:
    """Area under the ROC curve: how often a positive is above a negative, ties half."""
    if not len(positive) or not len(negative):
        return float("nan")
    above = (positive[:, None] > negative[None]).mean() + (positive[:, None] == negative[None]).mean() / 2
    return float(above)


def main() -> None:
    data_sets, work = arguments(__doc__)
    questions = [q for data in data_sets for q in samples(data, work)]
    # Articles with impossible questions first, so that these are spread over the folds; the sets share some articles.
    hard = {q.article for q in questions if q.kind == "impossible"}
    articles = sorted({q.article for q in questions}, key=lambda article: (article not in hard, article))
    fold = np.array([articles.index(q.article) % FOLDS for q in questions])
    found, attention = np.zeros(len(questions)), np.zeros(len(questions))
    for number in range(FOLDS):
        rest = [q for q, own in zip(questions, fold, strict=True) if own != number]
        own = [q for q, own in zip(questions, fold, strict=True) if own == number]
        found[fold == number] = evidence(own, fit_holds(rest))
        attention[fold == number] = answers(own, train([pair for q in rest for pair in q.pairs]))
    kinds, right = np.array([q.kind for q in questions]), np.array([q.right for q in questions])
    asked = np.isin(kinds, ON_THE_SETS)
    scale = calibrate(list(compress(questions, asked)), found[asked], attention[asked])
    sure = scale.confidence(questions, found, attention)
    threshold = float(np.quantile(sure[kinds == "inside"], 1 - ANSWERED_SHARE))
    sets = np.array([q.data for q in questions])
    for name in dict.fromkeys(sets.tolist()):
        own = sets == name
        report(name, kinds[own], right[own], sure[own], sure[own] >= threshold)
        scores = {"evidence": found[own], "attention": attention[own], "confidence": sure[own]}
        report_on_topic(kinds[own], right[own], scores, sure[own] >= threshold)
    holds = {name: scale.slope * weight for name, weight in fit_holds(questions).items()}
    holds["bias"] += scale.bias
    calibration = {"bias": scale.answers, "attention": scale.attention, "margin": MARGIN}
    between = half_way(questions, attention)
    write(WEIGHTS, {"holds": holds, "between": between, "calibration": calibration, "threshold": threshold})
    shipped = asdict(train([pair for q in questions for pair in q.pairs]))
    parts = {part: np.ascontiguousarray(weights, np.float16) for part, weights in shipped.items()}
    safetensors.save_file(parts, WEIGHTS.with_name(FILE))


if __name__ == "__main__":
    main()
