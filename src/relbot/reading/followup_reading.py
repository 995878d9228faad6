"""Reads passages for a follow-up. Most follow-ups are about the passage of the previous answer, so all of that passage
is always read.

It is read twice, for the question as completed from the dialogue and as typed: the completion may be wrong, and in that
passage the topic is clear without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from relbot.query.answer_constraints.answer_type import lacks_answer_type
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.reading.named_identifiers import names_identifiers
from relbot.reading.passage_reading import (
    LEAST_READ,
    RANKING_WEIGHT,
    ReadPassage,
    read_passages,
    title_and_sentences,
)
from relbot.reading.reader import Reader
from relbot.retrieval.ranking import RankedPassage
from relbot.text.table_rows import row_keys

_BEHIND = 1.0
"""The most that the previous passage is taken to be behind the best one, on the scale of the ranking scores."""
_UNFIT = 10.0
"""Subtracted from the log-odds of a sentence that lacks the kind of time or number asked for; more than the reader ever
gives."""


class _Weights(NamedTuple):
    """How the sentences of the previous answer's passage are scored."""

    as_typed: float
    """The weight of the logits for the question as typed, 0 to 1; the completed question has the rest."""
    added: float
    """Added to the log-odds of each sentence."""
    shown_before: float
    """Subtracted from the log-odds of a sentence that was the previous answer: it seldom answers this question too."""


_AMONG_OTHERS = _Weights(0.3, 2.0, 2.0)
"""The weights if other passages are read too. Tuned, like `_BEHIND`, on 25 follow-ups that people asked about thirteen
articles and 171 of CANARD."""
_ALONE = _Weights(0.7, 1.0, 0.5)
"""The weights if only that passage is read, for the question as typed and appended to the previous question. Tuned on
211 follow-ups that people asked about 34 documents: the right sentence comes first for 159; with an `as_typed` of 0,
0.3, 0.5 and 1 for 105, 130, 150 and 147, with a `shown_before` of 2 for 153."""


def read_followup(
    reformulation: Reformulation, query: Query, ranked: Sequence[RankedPassage], reader: Reader, first: int = LEAST_READ
) -> list[ReadPassage]:
    """Read the passage of the previous answer, if it is among the ranked, and the best of the others; best first. A
    reformulation with `in_previous_passage` is read in that passage only.
    """
    previous = next((p for p in ranked if p.match.record.passage.id == reformulation.previous_passage_id), None)
    if previous and not names_identifiers(query, previous):
        previous = None
    if previous and reformulation.in_previous_passage:
        return [_read_previous(reformulation, query, previous, reader, 0.0)]
    found = read_passages(query, [p for p in ranked if p is not previous], reader, first, best=ranked[0].score)
    found = [
        _weighed(passage, passage.reading.sentences, reformulation, query.text, _AMONG_OTHERS.shown_before)
        for passage in found
    ]
    if previous:
        behind = min(ranked[0].score - previous.score, _BEHIND)
        found.append(_read_previous(reformulation, query, previous, reader, behind))
    return sorted(found, key=log_odds, reverse=True)


def is_anchored(reformulation: Reformulation, passage: RankedPassage) -> bool:
    """Return whether a passage may answer: the reformulation has no anchors, or one is its source or is named."""
    if not reformulation.anchors:
        return True
    source = passage.match.record.passage
    return any(a == source.source.path or a in source.with_headings for a in reformulation.anchors)


def anchored(reformulation: Reformulation, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
    """Return the ranked passages that may answer the reformulation."""
    return [passage for passage in ranked if is_anchored(reformulation, passage)]


def log_odds(passage: ReadPassage) -> float:
    """Return the log-odds, before calibration, that the likeliest sentence of a passage answers the follow-up."""
    return float(passage.reading.sentences.max()) - passage.reading.answers - passage.reading.none + passage.score


def _read_previous(
    reformulation: Reformulation, query: Query, ranked: RankedPassage, reader: Reader, behind: float
) -> ReadPassage:
    """Read the passage of the previous answer for the question as completed and as typed."""
    is_alone = reformulation.in_previous_passage
    weights = _ALONE if is_alone else _AMONG_OTHERS
    above, sentences = title_and_sentences(ranked)
    reading = reader.read_all(query.text, above, sentences)
    logits = reading.sentences
    if reformulation.typed not in ("", query.text):
        typed = reader.read_all(reformulation.typed, above, sentences)
        logits = (1 - weights.as_typed) * logits + weights.as_typed * typed.sentences
    read = ReadPassage(ranked, reading, reading.answers - RANKING_WEIGHT * behind)
    asked = reformulation.typed if is_alone else query.text
    return _weighed(read, logits + weights.added, reformulation, asked, weights.shown_before)


def _weighed(
    passage: ReadPassage,
    logits: NDArray[np.float32],
    reformulation: Reformulation,
    asked: str,
    shown_before: float,
) -> ReadPassage:
    """Return the passage with new logits for its sentences, reduced for those that cannot be the answer or were the
    previous one.
    """
    ranked, reading = passage.ranked, passage.reading
    source = ranked.match.record.passage
    read = reading.read
    words = source.texts[read]
    shown = [
        own in reformulation.previous_answer and not (reformulation.names_answer and row_keys(own)) for own in words
    ]
    dates = [sentence.dates for sentence in ranked.match.record.sentences[read]]
    unfit = [lacks_answer_type(asked, own, dated) for own, dated in zip(words, dates, strict=True)]
    less = np.array([shown_before * a + _UNFIT * b for a, b in zip(shown, unfit, strict=True)], np.float32)
    weighed = replace(reading, sentences=logits - less)
    chosen = replace(ranked, sentence=ranked.match.sentences[weighed.best])
    return replace(passage, ranked=chosen, reading=weighed, score=passage.score + weighed.answers - reading.answers)
