"""Finds in the corpus the date of an event that a query names without one: "after Hoxha died", "the last event".

A wrong date would distort the query, while a missing one leaves it unchanged. Only a date in a sentence that contains
the event's words is therefore returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.index.protocol import DatedPassages, Lexicon
from relbot.query.query import Query
from relbot.query.timeframe import extreme_event
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS
from relbot.retrieval.ranking import RankedPassage
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval, reference_day
from relbot.text import terms

_MAX_PASSAGES = 4
"""The number of top passages that are searched."""
_CLAUSE_DISTANCE = 100
"""Distance, in characters, that a clause boundary between an event and a date adds: "founded in 1187 and burned in
1287"."""
_CLAUSE_BOUNDARY = re.compile(r"[;:]|\b(?:and|but|before|after|while|when)\b")
_WITH_BEFORE = SENTENCE_SIGNALS.index("with_before")


def event_date(event: Query, ranked: Sequence[RankedPassage], lexicon: Lexicon) -> Interval | None:
    """Return the date nearest to an event's words in the best sentence that contains them, or None.

    A name may be anywhere in the passage, since "she" often replaces it; other words must be in the sentence.
    """
    names, other_stems = _event_stems(event, lexicon)
    dates = (_date_in_passage(names, other_stems, passage) for passage in ranked[:_MAX_PASSAGES])
    return next((date for date in dates if date), None)


def extreme_event_date(text: str, corpus: DatedPassages) -> Interval | None:
    """Return the first or last date of the corpus for a text such as "last event in Tirana", among the sentences that
    contain its other words. None if the text is not of that form or no such sentence has a date.
    """
    event = extreme_event(text)
    if event is None:
        return None
    stems = terms.content_stems(event.words)
    dates = [mention.interval for _, _, mention in corpus.date_mentions(stems) if not mention.interval.is_open]
    if not dates:
        return None
    if event.is_last:
        return max(dates, key=lambda date: (reference_day(date), -date.days))
    return min(dates, key=lambda date: (reference_day(date), date.days))


def _date_in_passage(names: frozenset[str], other_stems: frozenset[str], passage: RankedPassage) -> Interval | None:
    record = passage.match.record
    in_passage = frozenset(record.stems)
    stems = other_stems or names
    if not names <= in_passage or not stems:
        return None
    matching = [
        (float(sentence.signals[_WITH_BEFORE]), stored.dates, record.passage.words(stored.span))
        for sentence, stored in zip(passage.match.sentences, record.sentences, strict=True)
        if stored.dates and stems <= frozenset(stored.terms)
    ]
    if not matching:
        return None
    _, dates, text = max(matching, key=lambda sentence: sentence[0])
    return min(dates, key=lambda mention: _distance(mention, text, stems)).interval


def _event_stems(event: Query, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of an event's names (words that are mostly names in the corpus) and of its other words."""
    words = {terms.fold(term.word): term.stem for term in event.terms if not term.is_stopword}
    names = frozenset(word.stem for word in lexicon.words(list(words)) if word.passages_as_name * 2 > word.passages)
    stems = frozenset(words.values())
    return names & stems, stems - names


def _distance(mention: DateMention, sentence: str, stems: frozenset[str]) -> int:
    """Return the characters between a date and the nearest of the event's words, plus `_CLAUSE_DISTANCE` for each
    clause boundary between them.
    """
    gaps = [
        sentence[min(term.end, mention.end) : max(term.start, mention.start)]
        for term in terms.tokenize(sentence)
        if term.stem in stems
    ]
    return min((len(gap) + _CLAUSE_DISTANCE * len(_CLAUSE_BOUNDARY.findall(gap)) for gap in gaps), default=0)
