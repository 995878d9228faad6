"""Dates an event that a query names without a date, from the corpus: "after Hoxha died", "the last event".

A wrong date would distort the query while none leaves it unchanged, so only that of a sentence which holds the event's
words is returned.
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
"""Best passages that are searched."""
_CLAUSE_DISTANCE = 100
"""Characters that a clause boundary between an event and a date counts for: "founded in 1187 and burned in 1287"."""
_CLAUSE_BOUNDARY = re.compile(r"[;:]|\b(?:and|but|before|after|while|when)\b")
_WITH_BEFORE = SENTENCE_SIGNALS.index("with_before")


def event_date(event: Query, ranked: Sequence[RankedPassage], lexicon: Lexicon) -> Interval | None:
    """The date nearest to an event's words, in the best sentence that holds them; None without one.

    A name may be anywhere in the passage, since "she" often replaces it; other words have to be in the sentence.
    """
    names, other_stems = _event_stems(event, lexicon)
    dates = (_date_in_passage(names, other_stems, passage) for passage in ranked[:_MAX_PASSAGES])
    return next((date for date in dates if date), None)


def extreme_event_date(text: str, corpus: DatedPassages) -> Interval | None:
    """The first or last date of the corpus, in sentences that hold the other words of "last event in Tirana"; None
    where the text is not of that form.
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
    """The stems of an event's names, which are those that are names in the corpus, and of its other content words."""
    words = {terms.fold(term.word): term.stem for term in event.terms if not term.is_stopword}
    names = frozenset(word.stem for word in lexicon.words(list(words)) if word.passages_as_name * 2 > word.passages)
    stems = frozenset(words.values())
    return names & stems, stems - names


def _distance(mention: DateMention, sentence: str, stems: frozenset[str]) -> int:
    """Characters from a date to the nearest of the event's words, with `_CLAUSE_DISTANCE` for each boundary between."""
    gaps = [
        sentence[min(term.end, mention.end) : max(term.start, mention.start)]
        for term in terms.tokenize(sentence)
        if term.stem in stems
    ]
    return min((len(gap) + _CLAUSE_DISTANCE * len(_CLAUSE_BOUNDARY.findall(gap)) for gap in gaps), default=0)
