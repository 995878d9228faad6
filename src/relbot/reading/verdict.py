"""Whether the best passage answers the query, and with what confidence.

An answer is right where the corpus holds one and the sentence is it. The probability of the first is a logistic model
over few explainable signals (`evidence`), that of the second is by `attention`, which compares the sentence with each
word of the query. Their product is the confidence; from a threshold on there is an answer. Fitted by
`benchmarks/fit_verdict.py`; `docs/quality.md` shows the calibration.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbot.answer import Signal
from relbot.query.query import Query
from relbot.reading.attention import compare
from relbot.reading.evidence import evidence, name_stems, number_stems, signals, time_share
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.ranking import RankedPassage
from relbot.text.terms import Term


@dataclass(frozen=True, slots=True)
class Verdict:
    answered: bool
    confidence: float
    """0–1, calibrated."""
    reason: str | None
    """Why there is no answer, as a sentence; None where there is one."""
    signals: tuple[Signal, ...]
    supporting: tuple[RankedPassage, ...]
    """The passages to cite, best first; empty without an answer."""
    runners_up: tuple[RankedPassage, ...]
    """The best of the other passages, best first."""


def decide(query: Query, ranked: Sequence[RankedPassage], weights: VerdictWeights, limit: int = 4) -> Verdict:
    """The verdict on ranked passages. The best one decides; of the first `limit`, those are cited that would reach the
    threshold alone.
    """
    values = _signals(query, ranked, weights)
    best_confidence = confidence(values, weights)
    supporting: tuple[RankedPassage, ...] = ()
    if best_confidence >= weights.threshold:
        rest = range(1, min(len(ranked), limit))
        confidences = [confidence(_signals(query, ranked[n:], weights), weights) for n in rest]
        others = (r for r, own in zip(ranked[1:], confidences, strict=False) if own >= weights.threshold)
        supporting = (ranked[0], *others)
    return Verdict(
        answered=bool(supporting),
        confidence=round(best_confidence, 4),
        reason=None if supporting else _refusal_reason(query),
        signals=_explain(query, ranked[0], values, weights),
        supporting=supporting,
        runners_up=tuple(passage for passage in ranked[:limit] if passage not in supporting),
    )


def confidence(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """The probability that the corpus holds an answer and the sentence is it, 0 to 1."""
    scale = weights.calibration
    is_answer = scale["bias"] + sum(weight * values[name] for name, weight in scale.items() if name != "bias")
    return _sigmoid(evidence(values, weights)) * _sigmoid(is_answer)


def _sigmoid(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _signals(query: Query, ranked: Sequence[RankedPassage], weights: VerdictWeights) -> dict[str, float]:
    """The signals of evidence for the best passage, with that of attention."""
    attention = weights.attention.answers(compare(query, ranked[0].match, ranked[0].sentence_index))
    # A timeframe is matched by dates ("What happened in the 1940s?"), and only the rest by words.
    return {**signals(query, ranked), "attention": attention * (1 - time_share(query))}


_DESCRIPTIONS = {
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
_POSITIVE_DESCRIPTIONS = {
    "absent_names": "no rare name asked about is missing from the sentence",
    "absent_numbers": "no number asked about is missing from the passage",
    "missing": "the passage comes near the telling words",
}
"""For signals with a negative weight, where a low value raises the log-odds."""
_MIN_EFFECT = 0.05
"""In log-odds; a signal with less is not listed."""


def _explain(
    query: Query, best: RankedPassage, values: Mapping[str, float], weights: VerdictWeights
) -> tuple[Signal, ...]:
    """The signals with their effect and description, by the size of the effect; those without one are left out."""
    record = best.match.record
    in_passage = frozenset(record.heading_terms).union(*(s.terms for s in record.sentences))
    absent = [term.word for term in query.terms if term.stem in query.idf and term.stem not in in_passage]
    applicable = {"absent_names": bool(name_stems(query)), "absent_numbers": bool(number_stems(query))}
    signal_weights = {**weights.holds, "attention": weights.calibration["attention"]}
    del signal_weights["bias"]
    explained = []
    for name, weight in signal_weights.items():
        effect = weight * (values[name] - weights.between[name])
        if abs(effect) >= _MIN_EFFECT and applicable.get(name, True):
            description = _DESCRIPTIONS[name] if effect < 0 else _POSITIVE_DESCRIPTIONS.get(name, _DESCRIPTIONS[name])
            if name == "missing" and absent and effect < 0:
                description += f" ({', '.join(absent)})"
            explained.append(Signal(name, round(values[name], 3), round(effect, 2), description))
    if values["lacking"]:
        effect = evidence(values, weights) - evidence({**values, "lacking": 0.0}, weights)
        explained.append(Signal("lacking", 1.0, round(effect, 2), _DESCRIPTIONS["lacking"]))
    return tuple(sorted(explained, key=lambda signal: -abs(signal.effect)))


def _refusal_reason(query: Query) -> str:
    absent = [term.word for term in query.unknown_terms if _explains_refusal(term)]
    if absent:
        listed = absent[0] if len(absent) == 1 else f"{', '.join(absent[:-1])} or {absent[-1]}"
        return f"Nothing in the sources mentions {listed}."
    return "The sources do not say."


_PREPOSITIONS = """
across after against although around because before behind beside besides between beyond during inside outside though
through towards unless within without
"""
"""And conjunctions: words whose absence explains nothing."""


def _explains_refusal(term: Term) -> bool:
    """Whether the absence of a word explains a refusal: of a name, a number, or a long word."""
    if term.word.lower() in _PREPOSITIONS.split():
        return False
    return term.word[:1].isupper() or term.word.isdigit() or len(term.word) > 5
