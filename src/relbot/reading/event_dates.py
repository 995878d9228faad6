"""When something was that a question names without a date, out of the corpus: "after Hoxha died", "the last event".

A wrong date would bend the question and no date only leaves it as it is, so what is not beyond doubt is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.index.store import Store
from relbot.query.query import Question
from relbot.query.timeframe import extreme
from relbot.reading.evidence import evidence, signals
from relbot.reading.weights import VerdictWeights
from relbot.retrieval.late_interaction import SENTENCE_SIGNALS
from relbot.retrieval.ranking import Ranked
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval, anchor
from relbot.text import terms

_BEYOND_DOUBT = 3.4
"""Evidence, in log-odds. Set by hand."""
_PASSAGES = 4
"""Looked into, the best first."""
_ANOTHER_CLAUSE = 100
"""Characters that a word such as "and" between an event and a date counts for: "founded in 1187 and burned in 1287"."""
_PARTS = re.compile(r"[;:]|\b(?:and|but|before|after|while|when)\b")
_NEAR = SENTENCE_SIGNALS.index("with_before")


def date_of(event: Question, ranked: Sequence[Ranked], store: Store, weights: VerdictWeights) -> Interval | None:
    """The date beside an event's words, in the sentence that says so most surely; None where none does beyond doubt.

    A name may stand anywhere in the passage, since "she" often has its place; other words have to be in the sentence.
    """
    names, others = _telling(event, store)
    for place in range(min(len(ranked), _PASSAGES)):
        if evidence(signals(event, ranked[place:]), weights) < _BEYOND_DOUBT:
            continue
        if found := _told(names, others, ranked[place]):
            return found
    return None


def furthest(event: str, store: Store) -> Interval | None:
    """The first or last date of the corpus, in sentences that hold what else is said: "last event in Tirana"."""
    said = extreme(event)
    if said is None:
        return None
    stems = [term.stem for term in terms.read(said.rest) if not term.is_stopword]
    dates = [mention.interval for _, _, mention in store.dates(stems) if not mention.interval.is_open]
    if not dates:
        return None
    if said.last:
        return max(dates, key=lambda date: (anchor(date), -date.days))
    return min(dates, key=lambda date: (anchor(date), date.days))


def _told(names: frozenset[str], others: frozenset[str], found: Ranked) -> Interval | None:
    row = found.reading.row
    of_passage = frozenset(row.heading_terms).union(*(sentence.terms for sentence in row.sentences))
    telling = others or names
    if not names <= of_passage or not telling:
        return None
    saying = [
        (float(reading.signals[_NEAR]), stored.dates, row.passage.words(stored.span))
        for reading, stored in zip(found.reading.sentences, row.sentences, strict=True)
        if stored.dates and telling <= frozenset(stored.terms)
    ]
    if not saying:
        return None
    _, dates, sentence = max(saying, key=lambda said: said[0])
    return min(dates, key=lambda mention: _distance(mention, sentence, telling)).interval


def _telling(event: Question, store: Store) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of an event's names, by the corpus however they are typed, and of its other words."""
    words = {terms.fold(term.word): term.stem for term in event.terms if not term.is_stopword}
    names = frozenset(word.stem for word in store.words(list(words)) if word.named * 2 > word.passages)
    telling = frozenset(words.values())
    return names & telling, telling - names


def _distance(mention: DateMention, sentence: str, telling: frozenset[str]) -> int:
    """Characters from a date to the nearest of the event's words, more where a clause ends between."""
    gaps = [
        sentence[min(term.end, mention.end) : max(term.start, mention.start)]
        for term in terms.read(sentence)
        if term.stem in telling
    ]
    return min((len(gap) + _ANOTHER_CLAUSE * len(_PARTS.findall(gap)) for gap in gaps), default=0)
