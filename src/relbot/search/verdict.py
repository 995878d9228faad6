"""Whether the best passage answers at all, and how sure that is.

A logistic model over few signals, each with a meaning that can be told to a person. Fitted by `benchmarks/fit.py`;
`docs/verdict.md` shows how it is calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbot.answer import Signal
from relbot.corpus.terms import Term
from relbot.search.interaction import SENTENCE_SIGNALS
from relbot.search.question import Question
from relbot.search.ranking import Ranked, Weights

_S = {name: place for place, name in enumerate(SENTENCE_SIGNALS)}


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


def signals(question: Question, ranked: Sequence[Ranked]) -> dict[str, float]:
    """What speaks for and against the best passage. At least one is needed."""
    best = ranked[0]
    reading, sentence = best.reading, best.sentence.signals
    met = term_similarity(question, best)
    missing = [rarity * (1 - met[stem]) for stem, rarity in question.rarity.items()]
    total = sum(question.rarity.values())
    unknown = [question.rarity[term.stem] * (1 - met[term.stem]) for term in question.unknown]
    next_score = ranked[1].score if len(ranked) > 1 else best.score - 3.0
    return {
        "maxsim": float(reading.signals[3]),
        "sentence_maxsim": float(sentence[_S["maxsim"]]),
        "with_before": float(sentence[_S["with_before"]]),
        "even": float(reading.signals[4]),
        "coverage": float(reading.signals[5]),
        "sentence_coverage": float(sentence[_S["coverage"]]),
        "dense": float(reading.signals[0]),
        "sentence_dense": float(sentence[_S["dense"]]),
        "lexical": float(reading.signals[2]),
        "pairs": float(sentence[_S["pairs"]]),
        "type": float(sentence[_S["type"]]),
        "time": float(sentence[_S["time"]]),
        "margin": min(best.score - next_score, 3.0),
        "sentence_margin": best.sentence_margin,
        "worst_missing": max(missing, default=0.0),
        "missing": sum(missing) / total if total else 0.0,
        "unknown": sum(unknown) / total if total else 0.0,
        "words": math.log(1 + len(question.rarity)),
    }


def term_similarity(question: Question, best: Ranked) -> dict[str, float]:
    """For each word that counts, how near the best passage comes to it, 0 to 1: 1 where it stands there itself."""
    held = frozenset(best.reading.row.heading_terms).union(*(s.terms for s in best.reading.row.sentences))
    met = {}
    for term in question.terms:
        if term.stem in question.rarity:
            pieces = question.pieces(term)
            near = float(best.reading.similarity[pieces].mean()) if len(pieces) else 0.0
            met[term.stem] = 1.0 if term.stem in held else max(0.0, near)
    return met


def chance(values: Mapping[str, float], head: Mapping[str, float]) -> float:
    """What a logistic model makes of signals, 0 to 1."""
    logit = head["bias"] + sum(weight * values[name] for name, weight in head.items() if name != "bias")
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def confidence(values: Mapping[str, float], weights: Weights) -> float:
    """That the sentence answers, 0 to 1: that the corpus holds the answer, and that if so this sentence is it."""
    return chance(values, weights.holds) * chance(values, weights.right)


def judge(question: Question, ranked: Sequence[Ranked], weights: Weights) -> Verdict:
    """The verdict on ranked passages. The best decides; those after it are cited where they would answer alone."""
    values = signals(question, ranked)
    if chance(values, weights.holds) >= weights.threshold:
        own = [chance(signals(question, ranked[place:]), weights.holds) for place in range(min(len(ranked), _JUDGED))]
        answering = tuple(r for r, sure in zip(ranked, own, strict=False) if sure >= weights.threshold)
        reason = None
    else:
        answering, reason = (), _reason(question)
    told = tuple(
        Signal(name, round(values[name], 3), round(weight * values[name], 3), name)
        for name, weight in weights.holds.items()
        if name != "bias"
    )
    others = tuple(r for r in ranked[:_JUDGED] if r not in answering)
    return Verdict(bool(answering), round(confidence(values, weights), 4), reason, told, answering, others)


_JUDGED = 6
"""Passages that are judged one by one; no answer cites more."""


def _reason(question: Question) -> str:
    names = [term.word for term in question.unknown if _is_telling(term)]
    if names:
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
        return f"Nothing in the sources mentions {listed}."
    return "The sources do not say."


def _is_telling(term: Term) -> bool:
    """Whether a word is a name or so, whose absence explains a refusal."""
    return term.word[:1].isupper() or term.word.isdigit() or len(term.word) > 5
