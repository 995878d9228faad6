"""Finds the statement of a newer document that replaces an older one: 12 euros in the minutes of May, 14 in October's.

The age of documents, sections and notices is taken from titles, headings and metadata. The sources do not say which of
two statements is valid, so both are shown, the newer one first.
"""

from __future__ import annotations

import re

from relbot.answering.documents.likeness import by_likeness
from relbot.answering.rows.values import KINDS
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.times.occasions import of_other_occasions
from relbot.query.named_document import POSTED_STEMS, StatedDay, day_at
from relbot.query.query import Query

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LIKE = 0.5
"""The least cosine of two sentences that may state values of the same thing. Set by hand."""
_LOOKED_AT = 60
_LEAST_SHARE = 0.5
"""The least share of the question's words, weighted by idf, that the older sentence must contain."""


def newer_than(quote: Quote, record: PassageRecord, query: Query, generation: Generation) -> Quote | None:
    """Return the newest sentence with the same words of the question as a quote, or the same kind of value, but other
    numbers; None if none is newer, or if the question names a time. `record` belongs to the quote's passage.
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
    """Return the sentences with all stems, some of them perhaps in a heading; a price is recognised by its form."""
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
