"""How much speaks for each sentence that was ranked being an item of a list.

Items stand in several sentences of several passages, so that no one of them has to answer best: a sentence counts by
how near its passage and itself come to the question, and by how far the reader sets it above "none of them". Where the
question names a time, and some of them are dated to it, those of another time are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relbot.answering.statements import Quote
from relbot.query.query import Query
from relbot.query.timeframe import temporal_agreement
from relbot.reading.passage_reading import ReadPassage

_SENTENCE, _READER = 0.5, 0.3
"""What a point of the sentence's ranking score and of the reader's log-odds count for, beside one of the passage's."""
_READER_BOUNDS = (-3.0, 2.0)
"""The reader's log-odds are taken within these; outside of its window a sentence has the lower. All set on 32 lists
that people asked for about eight articles; with half or double of one or the other, 2 or 3 fewer come out right."""
_OF_THE_BEST = 0.5
"""Share of the best agreement with the time, from which on a sentence is of that time: "until 1985" says little of
1956. Set by hand."""


def item_scores(query: Query, passages: Sequence[ReadPassage]) -> Iterator[tuple[float, Quote]]:
    """The sentences of the passages that may be items, each with its score, on the scale of the ranking's."""
    agreement = [_agreement(query, passage) for passage in passages]
    most = max((value for values in agreement for value in values), default=0.0)
    # Where nothing is asked but what happened then, a sentence that is not of that time is none.
    least_agreement = -1.0 if most <= 0 else 0.0 if query.idf else _OF_THE_BEST * most
    best = max((passage.ranked.score for passage in passages), default=0.0)
    for passage, agreements in zip(passages, agreement, strict=True):
        ranked, reading = passage.ranked, passage.reading
        for number, sentence_score in enumerate(ranked.sentence_scores):
            if agreements[number] < least_agreement:
                continue
            in_window = 0 <= (place := number - reading.first) < len(reading.sentences)
            least, most = _READER_BOUNDS
            read = min(most, max(least, float(reading.sentences[place]) - reading.none)) if in_window else least
            score = ranked.score - best + _SENTENCE * float(sentence_score) + _READER * read
            yield score, Quote(ranked.match.record.passage, number)


def _agreement(query: Query, passage: ReadPassage) -> list[float]:
    """How well the time of each sentence agrees with the one asked about, -1 to 1; 0 where either has none.

    Where nothing else is asked, a sentence without a date has the time of the one before.
    """
    found: list[float] = []
    for sentence in passage.ranked.match.record.sentences:
        follows = not query.idf and not sentence.dates and found
        own = temporal_agreement(query.timeframe, sentence.dates) if query.timeframe else 0.0
        found.append(found[-1] if follows else own)
    return found
