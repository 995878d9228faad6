"""Decides whether the answer to a reformulated question answers what was typed, and not only what was filled in.

A follow-up is judged by the reader's log-odds of its best sentence. The signals of `evidence` say little about it: half
of its words are filled in, and the passages around the previous answer contain all of these.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Signal
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.reading.followup_reading import is_anchored, log_odds
from relbot.reading.passage_reading import ReadPassage
from relbot.reading.refusal import NOT_SAID, refusal_reason
from relbot.reading.verdict import Verdict
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS
from relbot.text.terms import stems

_MIN_SIMILARITY = 0.2
"""The least similarity of the sentence to each typed word, if the topic was filled in. Tuned on 280 human questions
about seven articles: 184 come out right, with 0.4 180."""
_MIN_SIMILARITY_BESIDE = 0.3
"""The least similarity of the previous answer's passage to each typed word, if only that passage is read. Of 646
questions about other documents that are asked after an answer, 583 are refused (576 without it). Of 226 follow-ups and
890 questions that ask for something new, 178 and 656 come out right (177 and 655 without it; with 0.35 three fewer and
one more)."""
_MIN_SIMILARITY_OF_FALLBACK = 0.5
"""The least similarity of the sentence to each typed word of a fallback reformulation; without it "and my cat" is
answered by what is said of dogs. Tuned on 414 turns of 64 dialogues: 344 come out right, with 0.4 342. The figures for
the questions above do not change."""
_BIAS, _SLOPE = 1.05, 0.35
"""Calibration: the confidence's log-odds are `_BIAS + _SLOPE` × the reader's. Fitted on the follow-ups that
`followup_reading` is tuned on: 0.99 and 0.50 on those about articles, 0.48 and 0.17 on those of CANARD, whose documents
lack much of what is asked. On 656 follow-ups of CANARD, with an AUROC of 0.785, the reader's log-odds separate right
sentences from those found when nothing answers. No further signal in a logistic model (the question as typed or as a
person would phrase it, other passages, the answer type, whether the sentence was shown) improved this in
cross-validation over dialogues."""
_TIME = SENTENCE_SIGNALS.index("time")
_FILLED_IN_ONLY = "it answers only what was filled in, not what was said now"
_OF_SOMETHING_ELSE = "it is from another source than the answer before, and names nothing that was spoken of"
_READ = "whether a sentence answers, as a reader sees it; one beside the answer before is likelier to"


def decide_followup(
    query: Query, passages: Sequence[ReadPassage], threshold: float, limit: int, unknown: Sequence[str] = ()
) -> Verdict:
    """Return the verdict on passages read for a follow-up, best first and not empty. See `verdict.decide`."""
    confidences = [_confidence(log_odds(passage)) for passage in passages]
    is_answered = confidences[0] >= threshold and not unknown
    ranked = [passage.ranked for passage in passages]
    cited = zip(ranked[:limit], confidences, strict=False)
    supporting = tuple(passage for passage, own in cited if own >= threshold) if is_answered else ()
    value = log_odds(passages[0])
    return Verdict(
        answered=is_answered,
        confidence=round(confidences[0], 4),
        reason=None if is_answered else refusal_reason(query, passages, unknown),
        signals=(Signal("reader", round(value, 3), round(_BIAS + _SLOPE * value, 2), _READ),),
        supporting=supporting,
        runners_up=tuple(passage for passage in ranked[:limit] if passage not in supporting),
    )


def check_typed_words(reformulation: Reformulation, query: Query, verdict: Verdict) -> Verdict:
    """Return the verdict, or a refusal with half the confidence if the best passage matches none of the reformulation's
    anchors or, after something was filled in, its sentence is not close to each typed word or not of the time typed.
    """
    if not verdict.supporting:
        return verdict
    best, typed = verdict.supporting[0], reformulation.typed_stems
    if not is_anchored(reformulation, best):
        return _refused(verdict, "dialogue", _OF_SOMETHING_ELSE)
    if typed is None:
        return verdict
    is_of_time = not reformulation.is_time_typed or best.sentence.signals[_TIME] > 0
    held = best.sentence_record.terms
    if is_of_time and _min_similarity(typed, query, held, best.sentence.max_similarity) >= _MIN_SIMILARITY:
        return verdict
    return _refused(verdict, "said", _FILLED_IN_ONLY)


def check_words_of_followup(reformulation: Reformulation, query: Query, verdict: Verdict) -> Verdict:
    """Return the verdict, or a refusal with half the confidence if the question is read only in the previous answer's
    passage, or is a fallback, and what it was found in is not close to each typed word.
    """
    typed = reformulation.typed_stems
    if not verdict.supporting or not typed:
        return verdict
    best = verdict.supporting[0]
    if reformulation.in_previous_passage:  # the headings above the passage count too
        held = frozenset(stems(best.match.record.passage.with_headings))
        nearest, least = _min_similarity(typed, query, held, best.match.max_similarity), _MIN_SIMILARITY_BESIDE
    elif reformulation.is_fallback:  # it would answer the previous question again
        held = frozenset(best.sentence_record.terms)
        nearest, least = _min_similarity(typed, query, held, best.sentence.max_similarity), _MIN_SIMILARITY_OF_FALLBACK
    else:
        return verdict
    return verdict if nearest >= least else _refused(verdict, "said", _FILLED_IN_ONLY)


def _refused(verdict: Verdict, signal: str, why: str) -> Verdict:
    halved = verdict.confidence / 2
    lost = Signal(signal, 0.0, round(_logit(halved) - _logit(verdict.confidence), 2), why)
    return replace(
        verdict,
        answered=False,
        confidence=halved,
        reason=NOT_SAID,
        signals=(lost, *verdict.signals),
        supporting=(),
        runners_up=(*verdict.supporting, *verdict.runners_up),
    )


def _confidence(value: float) -> float:
    return (1 + math.tanh((_BIAS + _SLOPE * value) / 2)) / 2  # the logistic function, without its overflow


def _logit(probability: float) -> float:
    clipped = min(max(probability, 0.0001), 0.9999)  # confidence is rounded to four places
    return math.log(clipped / (1 - clipped))


def _min_similarity(
    typed: frozenset[str], query: Query, held: Collection[str], max_similarity: NDArray[np.float32]
) -> float:
    """Return the least similarity of a text to a typed word: 1 if it has the stem, else the mean over its tokens."""
    return min(
        (
            1.0 if term.stem in held else float(max_similarity[query.token_indices(term)].mean())
            for term in query.terms
            if term.stem in typed and len(query.token_indices(term))
        ),
        default=1.0,
    )
