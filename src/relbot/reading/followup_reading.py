"""Reads for a follow-up, which is mostly about the passage of the answer before: all of that is read in any case.

It is read for the question as completed from the dialogue and for the question as typed, since what completes it may be
wrong, and what the passage speaks of is known without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from relbot.query.answer_constraints.answer_type import lacks_answer_type
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.query import Query
from relbot.reading.passage_reading import (
    FIRST,
    RANKING,
    ReadPassage,
    names_identifiers,
    read_passages,
    title_and_sentences,
)
from relbot.reading.reader import Reader
from relbot.retrieval.ranking import RankedPassage
from relbot.text.table_rows import row_keys

_AS_TYPED = 0.3
"""The share of the question as typed in what is read of the passage of the answer before; the completed one has the
rest. This and the next three are set on 25 follow-ups that people asked about thirteen articles and 171 of CANARD."""
_SAME_PASSAGE = 2.0
"""Added to the log-odds of its sentences."""
_SHOWN_BEFORE = 2.0
"""Taken from those of a sentence that was the answer before: it may hold this one as well, but seldom does."""
_BESIDE_AS_TYPED, _BESIDE, _SHOWN_BESIDE = 0.7, 1.0, 0.5
"""The same three where it is read there alone, as typed and behind the question before. Of 211 follow-ups that people
asked about 34 documents the right sentence comes first for 159, with 0, 0.3, 0.5 and 1 as typed for 105, 130, 150 and
147, with 2 for what was shown 153."""
_BEHIND = 1.0
"""How far at most, on the ranking's scale, that passage is taken to be behind the best."""
_UNFIT = 10.0
"""Taken from the log-odds of a sentence without the time or number that is asked for: more than the reader gives."""


def read_followup(
    reformulation: Reformulation, query: Query, ranked: Sequence[RankedPassage], reader: Reader, first: int = FIRST
) -> list[ReadPassage]:
    """The passage of the answer before, where it is among the ranked, and the best of the others; best first."""
    previous = next((p for p in ranked if p.match.record.passage.id == reformulation.previous_passage_id), None)
    if previous and not names_identifiers(query, previous):
        previous = None
    if previous and reformulation.beside_answer:
        return [_read_beside(reformulation, previous, reader)]
    found = read_passages(query, [p for p in ranked if p is not previous], reader, first, best=ranked[0].score)
    found = [_weighed(passage, passage.reading.sentences, reformulation, query.text) for passage in found]
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
    above, sentences = title_and_sentences(ranked)
    reading = reader.read_all(query.text, above, sentences)
    logits = reading.sentences
    if reformulation.typed not in ("", query.text):
        typed = reader.read_all(reformulation.typed, above, sentences)
        logits = (1 - _AS_TYPED) * logits + _AS_TYPED * typed.sentences
    read = ReadPassage(ranked, reading, reading.answers - RANKING * behind)
    return _weighed(read, logits + _SAME_PASSAGE, reformulation, query.text)


def _read_beside(reformulation: Reformulation, ranked: RankedPassage, reader: Reader) -> ReadPassage:
    """The passage of the answer before, for a question that is read there alone."""
    above, sentences = title_and_sentences(ranked)
    behind, typed = (reader.read_all(q, above, sentences) for q in (reformulation.text, reformulation.typed))
    logits = behind.sentences
    logits = (1 - _BESIDE_AS_TYPED) * logits + _BESIDE_AS_TYPED * typed.sentences
    read = ReadPassage(ranked, behind, behind.answers)
    return _weighed(read, logits + _BESIDE, reformulation, reformulation.typed, _SHOWN_BESIDE)


def _weighed(
    passage: ReadPassage,
    logits: NDArray[np.float32],
    reformulation: Reformulation,
    asked: str,
    shown_before: float = _SHOWN_BEFORE,
) -> ReadPassage:
    """A passage with other logits of its sentences, less for those that cannot be the answer or were the one before."""
    ranked, reading = passage.ranked, passage.reading
    source = ranked.match.record.passage
    read = slice(reading.first, reading.first + len(logits))
    words = [source.words(span) for span in source.sentences[read]]
    shown = [
        own in reformulation.previous_answer and not (reformulation.names_answer and row_keys(own)) for own in words
    ]
    dates = [sentence.dates for sentence in ranked.match.record.sentences[read]]
    unfit = [lacks_answer_type(asked, own, dated) for own, dated in zip(words, dates, strict=True)]
    less = np.array([shown_before * a + _UNFIT * b for a, b in zip(shown, unfit, strict=True)], np.float32)
    weighed = replace(reading, sentences=logits - less)
    chosen = replace(ranked, sentence=ranked.match.sentences[weighed.best])
    return replace(passage, ranked=chosen, reading=weighed, score=passage.score + weighed.answers - reading.answers)
