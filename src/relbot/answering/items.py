"""How much speaks for each sentence that was ranked being an item of a list.

Items stand in several sentences of several passages, so that no one of them has to answer best: a sentence counts by
how near its passage and itself come to the question, and by how far the reader sets it above "none of them".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relbot.answering.statements import Quote
from relbot.reading.passage_reading import ReadPassage

_SENTENCE, _READER = 0.5, 0.3
"""What a point of the sentence's ranking score and of the reader's log-odds count for, beside one of the passage's."""
_READER_BOUNDS = (-3.0, 2.0)
"""The reader's log-odds are taken within these; outside of its window a sentence has the lower. All set on 32 lists
that people asked for about eight articles; with half or double of one or the other, 2 or 3 fewer come out right."""


def item_scores(passages: Sequence[ReadPassage]) -> Iterator[tuple[float, Quote]]:
    """The sentences of the passages, each with its score, on the scale of the ranking's."""
    best = max((passage.ranked.score for passage in passages), default=0.0)
    for passage in passages:
        ranked, reading = passage.ranked, passage.reading
        for number, sentence_score in enumerate(ranked.sentence_scores):
            in_window = 0 <= (place := number - reading.first) < len(reading.sentences)
            least, most = _READER_BOUNDS
            read = min(most, max(least, float(reading.sentences[place]) - reading.none)) if in_window else least
            score = ranked.score - best + _SENTENCE * float(sentence_score) + _READER * read
            yield score, Quote(ranked.match.record.passage, number)
