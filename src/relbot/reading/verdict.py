"""Decides whether the best passage answers the query, and with what confidence.

The confidence comes from a logistic model of a few explainable signals (`evidence`), above all that of the reader. If
it reaches a threshold there is an answer. Fitted by `benchmarks/fit_verdict.py`; `docs/quality.md` shows the
calibration.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relbot.answer import Signal
from relbot.query.query import Query
from relbot.reading.evidence import RULED_OUT_MAX_LOG_ODDS, RULING_OUT, is_ruled_out, name_stems, signals
from relbot.reading.named_identifiers import names_identifiers
from relbot.reading.passage_reading import ReadPassage
from relbot.reading.refusal import refusal_reason
from relbot.retrieval.ranking import RankedPassage
from relbot.shipped_files import read_shipped_json

_DESCRIPTIONS = {
    "reader": "whether the sentence answers, as a reader sees it who was trained on right, near and missing answers",
    "readings": "whether the passages read answer, on the whole",
    "margin": "how far the passage is ahead of the next in the ranking",
    "meaning": "how alike sentence and question are in meaning",
    "absent_names": "names asked about that the sentence does not hold",
    "time": "how well its date fits the time asked about",
    "question": "the question above it is nearest to what was asked",
    "lacking": "a time, number or quantity was asked for, and the sentence tells none of the kind",
    "opposite": "the sentence says the opposite of a word of the question",
    "affirmed": "it was asked what is not so, and the sentence denies nothing",
    "another_time": "the sentence and its passage are of another time than the one asked about",
}
_NO_NAME_ABSENT = "no rare name asked about is missing from the sentence"
"""The description of `absent_names`, the only signal with a negative weight, if it raises the log-odds."""
_QUESTION_BIAS, _QUESTION_READER, _QUESTION_LEAD = -0.75, 0.21, 0.17
"""Log-odds of an FAQ's question and answer, however little the answer says by itself. Fitted by `benchmarks/fit_faq.py`
on 1,176 questions about twelve pages. The fitted bias is -0.25; it is lower here since the larger of two log-odds
counts: with -0.72 instead of -0.75, 0.494 of the near misses are answered instead of 0.488; with -0.9 again 0.488."""
_SAME_TIME = 0.5
"""Agreement of a sentence's dates with the timeframe from which the sentence is of that time."""
_DATED_LOG_ODDS = 1.0
"""Least log-odds if the question only asks what happened at a time, and the sentence is of that time. Set by hand."""
_ASKED_LOG_ODDS = 2.5
"""Least log-odds if the heading of the passage is the question itself. Set by hand, below those of taught answers."""
_OTHER_IDENTIFIER = 0.02
"""The highest confidence if the passage lacks the code or number that the query names: it is about a sibling."""
_MIN_EFFECT = 0.05
"""The least effect, in log-odds, of a signal that is listed."""


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """The weights of the logistic model, in log-odds, and its threshold. They are in `verdict.json`."""

    signals: Mapping[str, float]
    """The weight of each signal, and `bias`, in the log-odds that the best sentence answers."""
    between: Mapping[str, float]
    """For each signal, the midpoint between its means on answerable and on unanswerable questions."""
    threshold: float
    """The least confidence of an answer, 0 to 1."""

    @classmethod
    def load(cls) -> VerdictWeights:
        """Load the weights that relbot ships."""
        return cls(**read_shipped_json(__package__, "verdict.json"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether passages answer a question, with what confidence, and which of them do."""

    answered: bool
    confidence: float
    """0–1, calibrated."""
    reason: str | None
    """Why there is no answer, as a sentence; None if there is one."""
    signals: tuple[Signal, ...]
    supporting: tuple[RankedPassage, ...]
    """The passages to cite, best first; empty without an answer."""
    runners_up: tuple[RankedPassage, ...]
    """The best of the other passages, best first."""


def decide(
    query: Query, passages: Sequence[ReadPassage], weights: VerdictWeights, limit: int = 4, unknown: Sequence[str] = ()
) -> Verdict:
    """Return the verdict on passages as read, best first and not empty.

    The best one decides. Of the first `limit`, those that would reach the threshold on their own are cited too.
    `unknown` are identifiers of the query that no source names.
    """
    values = _signals(query, passages)
    best_confidence = confidence(values, weights)
    if not names_identifiers(query, passages[0].ranked):
        best_confidence = min(best_confidence, _OTHER_IDENTIFIER)
    supporting: tuple[RankedPassage, ...] = ()
    ranked = [passage.ranked for passage in passages]
    if best_confidence >= weights.threshold:
        rest = range(1, min(len(passages), limit))
        confidences = [confidence(_signals(query, passages[n:]), weights) for n in rest]
        others = (r for r, own in zip(ranked[1:], confidences, strict=False) if own >= weights.threshold)
        supporting = (ranked[0], *others)
    return Verdict(
        answered=bool(supporting),
        confidence=round(best_confidence, 4),
        reason=None if supporting else refusal_reason(query, passages, unknown),
        signals=_explain(query, values, weights),
        supporting=supporting,
        runners_up=tuple(passage for passage in ranked[:limit] if passage not in supporting),
    )


def confidence(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """Return the probability that the sentence is an answer, 0 to 1."""
    return 1 / (1 + math.exp(-_log_odds(values, weights)))


def _log_odds(values: Mapping[str, float], weights: VerdictWeights) -> float:
    """Return the log-odds of an answer, at most `RULED_OUT_MAX_LOG_ODDS` if a signal rules the sentence out, unless its
    heading is the question itself.
    """
    log_odds = weights.signals["bias"]
    log_odds += sum(weight * values[name] for name, weight in weights.signals.items() if name != "bias")
    if values["dated"]:
        log_odds = max(log_odds, _DATED_LOG_ODDS)
    if values["question"]:
        log_odds = max(log_odds, _QUESTION_BIAS + _QUESTION_READER * values["reader"] + _QUESTION_LEAD * values["lead"])
    if values["is_asked"]:
        return max(log_odds, _ASKED_LOG_ODDS)
    return max(-50.0, min(log_odds, RULED_OUT_MAX_LOG_ODDS if is_ruled_out(values) else 50.0))


def _signals(query: Query, passages: Sequence[ReadPassage]) -> dict[str, float]:
    """Return the signals of `evidence` for the best passage, with `dated` and `is_asked`: whether the time alone or its
    heading makes it the answer.
    """
    values = signals(query, passages)
    dated = float(not query.idf and values["time"] >= _SAME_TIME)
    return {**values, "dated": dated, "is_asked": float(passages[0].is_asked)}


def _explain(query: Query, values: Mapping[str, float], weights: VerdictWeights) -> tuple[Signal, ...]:
    """Return the signals with their effect and description, the largest effect first. Signals with hardly any effect
    are left out, except those that rule the sentence out.
    """
    explained = []
    for name, weight in weights.signals.items():
        if name == "bias" or (name == "absent_names" and not name_stems(query)):
            continue
        effect = weight * (values[name] - weights.between[name])
        if abs(effect) >= _MIN_EFFECT:
            is_no_lack = name == "absent_names" and effect > 0
            description = _NO_NAME_ABSENT if is_no_lack else _DESCRIPTIONS[name]
            explained.append(Signal(name, round(values[name], 3), round(effect, 2), description))
    for names in (("question",), RULING_OUT):
        effect = _log_odds(values, weights) - _log_odds({**values, **dict.fromkeys(names, 0.0)}, weights)
        stated = [name for name in names if values[name] and (effect or name in RULING_OUT)]
        explained += [Signal(name, 1.0, round(effect, 2), _DESCRIPTIONS[name]) for name in stated]
    return tuple(sorted(explained, key=lambda signal: -abs(signal.effect)))
