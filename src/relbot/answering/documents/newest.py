"""Finds what a newer document says in place of an older one: the minutes of May say 12 euros, those of October 14.

Documents, sections and notices are as old as their titles, headings and metadata say. Nobody says which of two
sentences holds; so both are shown, the newer one first.
"""

from __future__ import annotations

import re

from relbot.answering.documents.likeness import by_likeness
from relbot.answering.rows.values import KINDS
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.occasions import of_other_occasions
from relbot.query.named_document import POSTED_STEMS, StatedDay, day_at
from relbot.query.query import Query

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LIKE = 0.5
"""Cosine of two sentences that may state a value of the same thing. Set by hand."""
_LOOKED_AT = 60
_LEAST_SHARE = 0.5
"""Of the words of the question that the corpus has, the older sentence must hold, by how rare they are."""


def newer_than(quote: Quote, record: PassageRecord, query: Query, generation: Generation) -> Quote | None:
    """The newest sentence that has the words of the question which a quoted one has, or the value that they are for,
    and other numbers; None where none is newer, or where a time is asked about. `record` is of the quote's passage.
    """
    if query.timeframe or not _NUMBER.search(quote.text):
        return None
    day = _day(quote, generation)
    stems = frozenset(query.idf) & {*record.sentences[quote.sentence].terms}
    total = sum(query.idf[stem] for stem in {*query.idf} - {term.stem for term in query.unknown_terms})
    if day is None or not stems or sum(query.idf[stem] for stem in stems) < _LEAST_SHARE * total:
        return None
    found: list[tuple[StatedDay, float, Quote]] = []
    own = generation.sentence_vectors_of([record.row])[0][quote.sentence]
    others = [(other, _alike(other, stems)) for other in generation.matching(sorted(stems), _LOOKED_AT)]
    numbers = _numbers(quote)
    for likeness, newer in by_likeness(own, others, generation):
        if likeness < _LIKE or _numbers(newer) <= numbers:
            continue
        if of_other_occasions(query.text, [quote.passage, newer.passage])[1][newer.sentence]:
            continue  # of a Saturday it is not newer than of the Friday before
        other_day = _day(newer, generation)
        if other_day and bool(other_day.year) == bool(day.year) and other_day > day:
            found.append((other_day, likeness, newer))
    return max(found, key=lambda each: each[:2])[2] if found else None


def _day(quote: Quote, generation: Generation) -> StatedDay | None:
    has_notices = any(generation.lexicon.frequencies(POSTED_STEMS).values())
    text = generation.document(quote.passage.source.path).text if has_notices else ""
    return day_at(quote.span.start, quote.passage, text)


def _alike(record: PassageRecord, stems: frozenset[str]) -> list[int]:
    """The sentences with the words, some of them in a heading perhaps; a price is known by how it looks."""
    found = []
    for number, sentence in enumerate(record.sentences):
        text = record.passage.words(sentence.span)
        looks = frozenset[str]().union(*(words for words, shape in KINDS if shape.search(text)))
        own = looks.union(sentence.terms)
        if stems <= own.union(record.heading_terms) and not stems.isdisjoint(own):
            found.append(number)
    return found


def _numbers(quote: Quote) -> frozenset[str]:
    return frozenset(_NUMBER.findall(quote.text))
