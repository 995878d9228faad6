"""Whether the answer to a reformulated question answers what was typed, and not only what was filled in.

A follow-up is judged by what the reader makes of its best sentence. The signals of evidence say little of it: half of
the words are filled in, and the passages around the answer before hold all of these.
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
"""Of a sentence to each typed word, where what the document is about was filled in. Of 280 people's questions about
seven articles 184 come out right, with 0.4 180."""
_MIN_SIMILARITY_BESIDE = 0.3
"""Of the passage of the answer before to each typed word, where a question is read there alone. Of 646 questions about
other documents that are asked after an answer 583 are refused, without it 576; of 226 follow-ups and 890 questions that
ask for something new 178 and 656 come out right, without it 177 and 655, with 0.35 three less and one more."""
_MIN_SIMILARITY_OF_FALLBACK = 0.5
"""Of a sentence to each typed word, where a question is completed loosely: "and my cat" is else answered by what is
said of dogs. Of 414 turns of 64 dialogues 344 come out right, with 0.4 342; of the follow-ups and questions above as
many."""
_BIAS, _SLOPE = 1.05, 0.35
"""From the reader's log-odds to those of the confidence: as fitted on the follow-ups that `followup_reading` is set on,
0.99 and 0.50 by those about articles, 0.48 and 0.17 by those of CANARD, whose documents lack much of what is asked.
The reader's log-odds tell what there is to tell: of 656 follow-ups of CANARD they rank right sentences before what is
found where nothing answers with an AUROC of 0.785. No signal added to them in a logistic model (the question read as
typed, or as a person would put it, other passages, the answer type, whether the sentence was shown) is better by
cross-validation over dialogues."""
_TIME = SENTENCE_SIGNALS.index("time")
_FILLED_IN_ONLY = "it answers only what was filled in, not what was said now"
_OF_SOMETHING_ELSE = "it is from another source than the answer before, and names nothing that was spoken of"
_READ = "whether a sentence answers, as a reader sees it; one beside the answer before is likelier to"


def decide_followup(
    query: Query, passages: Sequence[ReadPassage], threshold: float, limit: int, unknown: Sequence[str] = ()
) -> Verdict:
    """The verdict on passages read for a follow-up, best first and not empty; as `verdict.decide`."""
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
    """The verdict, where nothing was filled in or the best passage comes near each word typed and is of the time typed,
    and where what was left open is of the dialogue; else a refusal with half the confidence.
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
    """The verdict on a question that is read beside the answer before, or that is completed only loosely, where what it
    was found in comes near each word typed; else a refusal with half the confidence. Of any other question as it is.
    """
    typed = reformulation.typed_stems
    if not verdict.supporting or not typed:
        return verdict
    best = verdict.supporting[0]
    if reformulation.beside_answer:  # what stands above the passage is known of it too
        held = frozenset(stems(best.match.record.passage.with_headings))
        nearest, least = _min_similarity(typed, query, held, best.match.max_similarity), _MIN_SIMILARITY_BESIDE
    elif reformulation.is_fallback:  # it would answer the question before again
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
    """The least similarity of a text to a typed word: 1 where it holds the stem, else the mean over its tokens."""
    return min(
        (
            1.0 if term.stem in held else float(max_similarity[query.token_indices(term)].mean())
            for term in query.terms
            if term.stem in typed and len(query.token_indices(term))
        ),
        default=1.0,
    )
