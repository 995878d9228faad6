"""Whether the best passage answers at all, and how sure that is.

An answer is right where the corpus holds one and the sentence is it. How likely the first is, a logistic model tells
from few signals, each with a meaning that can be told to a person; how likely the second, `attention`, from what the
sentence is to each word of the question. Their product is the confidence, and enough of it is an answer. Fitted by
`benchmarks/fit_verdict.py`; `docs/quality.md` shows how it is calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbot.answer import Signal
from relbot.query.query import Question
from relbot.reading.attention import compare
from relbot.reading.evidence import evidence, names, numbers, signals, time_share
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.ranking import Ranked
from relbot.text.terms import Term


@dataclass(frozen=True, slots=True)
class Verdict:
    answered: bool
    confidence: float
    """0–1, calibrated."""
    reason: str | None
    """Why there is no answer, as a sentence; None where there is one."""
    signals: tuple[Signal, ...]
    answering: tuple[Ranked, ...]
    """The passages to cite, best first; none without an answer."""
    others: tuple[Ranked, ...]
    """What came nearest besides, best first."""


def confidence(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """How likely the corpus holds an answer and the sentence is it, 0 to 1."""
    scale = weights.calibration
    answers = scale["bias"] + sum(weight * values[name] for name, weight in scale.items() if name != "bias")
    return _chance(evidence(values, weights)) * _chance(answers)


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def judge(question: Question, ranked: Sequence[Ranked], weights: VerdictWeights, most: int = 4) -> Verdict:
    """The verdict on ranked passages. The best decides; of the first `most` those are cited that would answer alone."""
    values = _seen(question, ranked, weights)
    sure = confidence(values, weights)
    answering: tuple[Ranked, ...] = ()
    if sure >= weights.threshold:
        alone = [confidence(_seen(question, ranked[n:], weights), weights) for n in range(1, min(len(ranked), most))]
        also = (found for found, own in zip(ranked[1:], alone, strict=False) if own >= weights.threshold)
        answering = (ranked[0], *also)
    reason = None if answering else _reason(question)
    told = _told(question, ranked[0], values, weights)
    others = tuple(found for found in ranked[:most] if found not in answering)
    return Verdict(bool(answering), round(sure, 4), reason, told, answering, others)


def _seen(question: Question, ranked: Sequence[Ranked], weights: VerdictWeights) -> dict[str, float]:
    """All that speaks for and against the best passage's sentence."""
    attention = weights.attention.answers(compare(question, ranked[0].reading, ranked[0].place))
    # What asks about a time is met by dates ("What happened in the 1940s?"), and only the rest by words.
    return {**signals(question, ranked), "attention": attention * (1 - time_share(question))}


_WORDS = {
    "passage": "how near the passage as a whole comes to the question",
    "surroundings": "how near the sentence and its neighbours come to it",
    "with_before": "how near the sentence and the one before come to its telling words",
    "meaning": "how alike sentence and question are in meaning",
    "asked": "how much of the sentence is about what was asked",
    "weakest_word": "how near the sentence comes to the word it meets least",
    "absent_names": "names asked about that the sentence does not hold",
    "absent_numbers": "numbers asked about that the passage does not hold",
    "missing": "words that the passage comes nowhere near",
    "time": "how well its date fits the time asked about",
    "lacking": "a time or number was asked for, and the sentence tells none",
    "attention": "how well each word of the question is met, as learned from right and wrong answers",
}
_HARDLY_ABSENT = {
    "absent_names": "no rare name asked about is missing from the sentence",
    "absent_numbers": "no number asked about is missing from the passage",
    "missing": "the passage comes near the telling words",
}
"""For what speaks for an answer by hardly being there."""


def _told(question: Question, best: Ranked, values: Mapping[str, float], weights: VerdictWeights) -> tuple[Signal, ...]:
    """The signals in words, the weightiest first; those that say nothing here are left out."""
    held = frozenset(best.reading.row.heading_terms).union(*(s.terms for s in best.reading.row.sentences))
    absent = [term.word for term in question.terms if term.stem in question.rarity and term.stem not in held]
    asked_about = {"absent_names": bool(names(question)), "absent_numbers": bool(numbers(question))}
    counted = {**weights.holds, "attention": weights.calibration["attention"]}
    del counted["bias"]
    told = []
    for name, weight in counted.items():
        effect = weight * (values[name] - weights.between[name])
        if abs(effect) >= _WORTH_TELLING and asked_about.get(name, True):
            words = _WORDS[name] if effect < 0 else _HARDLY_ABSENT.get(name, _WORDS[name])
            if name == "missing" and absent and effect < 0:
                words += f" ({', '.join(absent)})"
            told.append(Signal(name, round(values[name], 3), round(effect, 2), words))
    if values["lacking"]:
        told.append(Signal("lacking", 1.0, round(_lacking(values, weights), 2), _WORDS["lacking"]))
    return tuple(sorted(told, key=lambda signal: -abs(signal.effect)))


_WORTH_TELLING = 0.05


def _lacking(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """How much the lack of a time or number takes from the evidence."""
    return evidence(values, weights) - evidence({**values, "lacking": 0.0}, weights)


def _reason(question: Question) -> str:
    absent = [term.word for term in question.unknown if _is_telling(term)]
    if absent:
        listed = absent[0] if len(absent) == 1 else f"{', '.join(absent[:-1])} or {absent[-1]}"
        return f"Nothing in the sources mentions {listed}."
    return "The sources do not say."


_RELATING = """
across after against although around because before behind beside besides between beyond during inside outside though
through towards unless within without
"""
"""Words whose absence explains nothing."""


def _is_telling(term: Term) -> bool:
    """Whether a word is a name or so, whose absence explains a refusal."""
    if term.word.lower() in _RELATING.split():
        return False
    return term.word[:1].isupper() or term.word.isdigit() or len(term.word) > 5
