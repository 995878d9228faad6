"""Reads passages for a follow-up, which is mostly about the passage of the answer before: all of that is read in any
case.

It is read for the question as completed from the dialogue and for the question as typed, since what completes it may be
wrong, and what the passage speaks of is known without it.
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
from relbot.reading.passage_reading import (
    LEAST_READ,
    RANKING_WEIGHT,
    ReadPassage,
    names_identifiers,
    read_passages,
    title_and_sentences,
)
from relbot.reading.reader import Reader
from relbot.retrieval.ranking import RankedPassage
from relbot.text.table_rows import row_keys

_BEHIND = 1.0
"""How far at most, on the ranking's scale, that passage is taken to be behind the best."""
_UNFIT = 10.0
"""Taken from the log-odds of a sentence without the time or number that is asked for: more than the reader gives."""


class _Weights(NamedTuple):
    """What counts in the passage of the answer before."""

    as_typed: float
    """The share of the question as typed in what is read there; the completed one has the rest."""
    added: float
    """Added to the log-odds of its sentences."""
    shown_before: float
    """Taken from those of a sentence that was the answer before: it may hold this one as well, but seldom does."""


_AMONG_OTHERS = _Weights(0.3, 2.0, 2.0)
"""Where other passages are read too. Set, as `_BEHIND`, on 25 follow-ups that people asked about thirteen articles and
171 of CANARD."""
_ALONE = _Weights(0.7, 1.0, 0.5)
"""Where the question is read there alone, as typed and behind the question before. Of 211 follow-ups that people asked
about 34 documents the right sentence comes first for 159, with 0, 0.3, 0.5 and 1 as typed for 105, 130, 150 and 147,
with 2 for what was shown 153."""


def read_followup(
    reformulation: Reformulation, query: Query, ranked: Sequence[RankedPassage], reader: Reader, first: int = LEAST_READ
) -> list[ReadPassage]:
    """The passage of the answer before, where it is among the ranked, and the best of the others; best first."""
    previous = next((p for p in ranked if p.match.record.passage.id == reformulation.previous_passage_id), None)
    if previous and not names_identifiers(query, previous):
        previous = None
    if previous and reformulation.beside_answer:
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
    """Whether a passage may answer a question that is left as typed in a dialogue."""
    if not reformulation.anchors:
        return True
    source = passage.match.record.passage
    return any(a == source.source.path or a in source.with_headings for a in reformulation.anchors)


def anchored(reformulation: Reformulation, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
    """Those of the ranked passages that may answer it."""
    return [passage for passage in ranked if is_anchored(reformulation, passage)]


def log_odds(passage: ReadPassage) -> float:
    """Of the likeliest sentence of a passage that it answers the follow-up, before calibration."""
    return float(passage.reading.sentences.max()) - passage.reading.answers - passage.reading.none + passage.score


def _read_previous(
    reformulation: Reformulation, query: Query, ranked: RankedPassage, reader: Reader, behind: float
) -> ReadPassage:
    """The passage of the answer before, read for the question as completed and as typed."""
    is_alone = reformulation.beside_answer
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
    """A passage with other logits of its sentences, less for those that cannot be the answer or were the one before."""
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
