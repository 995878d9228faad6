"""How much speaks for each sentence that was ranked being an item of a list.

Items stand in several sentences of several passages, so that no one of them has to answer best: a sentence counts by
how near its passage and itself come to the question, and by how far the reader sets it above "none of them". Where the
question names a time, and some of them are dated to it, those of another time are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from relbot.answering.statements import Quote
from relbot.query.query import Query
from relbot.query.timeframe import is_of_another_time, temporal_agreement
from relbot.reading.passage_reading import ReadPassage

_SENTENCE, _READER = 0.5, 0.15
"""What a point of the sentence's ranking score, and of the reader's log-odds of it, count for beside one of the
passage's ranking score."""
_READER_BOUNDS = (-3.0, 2.0)
"""The reader's log-odds are taken within these; outside of its window a sentence has the lower. All set with an earlier
reader on 32 lists that people asked for about seven articles. With this one 14 of these and 12 of 18 sections come out
right, and 11 where those of the best sentence of the passage count as well; of 18 lists held out, 8 with either."""


def item_scores(query: Query, passages: Sequence[ReadPassage]) -> Iterator[tuple[float, Quote]]:
    """The sentences of the passages that may be items, each with its score, on the scale of the ranking's."""
    agreement = [_agreement(query, passage) for passage in passages]
    most = max((value for values in agreement for value in values), default=0.0)
    best = max((passage.ranked.score for passage in passages), default=0.0)
    for passage, agreements in zip(passages, agreement, strict=True):
        ranked, reading = passage.ranked, passage.reading
        read = _bounded(reading.sentences - reading.none)
        for number, sentence_score in enumerate(ranked.sentence_scores):
            if is_of_another_time(agreements[number], most):
                continue
            in_window = 0 <= (place := number - reading.first) < len(reading.sentences)
            own = float(read[place]) if in_window else _READER_BOUNDS[0]
            score = ranked.score - best + _SENTENCE * float(sentence_score) + _READER * own
            yield score, Quote(ranked.match.record.passage, number)


def _agreement(query: Query, passage: ReadPassage) -> list[float]:
    """How well the time of each sentence agrees with the one asked about, -1 to 1; 0 where either has none. A sentence
    without a date has the time of the one before.
    """
    found: list[float] = []
    for sentence in passage.ranked.match.record.sentences:
        own = temporal_agreement(query.timeframe, sentence.dates) if query.timeframe else 0.0
        found.append(found[-1] if found and not sentence.dates else own)
    return found


def _bounded(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(log_odds, *_READER_BOUNDS)
