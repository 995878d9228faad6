"""Whether passages and sources name the identifiers that a query asks about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from relbot.index.protocol import Generation
from relbot.query.query import Query
from relbot.query.wording.named_sizes import sizes_named
from relbot.retrieval.ranking import RankedPassage
from relbot.text.terms import stems

_NAMING = 50
"""Passages searched for an identifier, those with the most of its parts first."""


def with_typed_identifiers(query: Query, typed_stems: Collection[str] | None) -> Query:
    """Return the query with only the identifiers that were typed, if any: "And E1044?" asks about no other."""
    typed = tuple(i for i in query.identifiers if typed_stems and set(stems(i.number)) <= set(typed_stems))
    return replace(query, identifiers=typed) if typed else query


def unknown_identifiers(query: Query, generation: Generation) -> tuple[str, ...]:
    """Return the codes and numbered things of a query that no source names."""
    texts = [
        record.passage.with_headings
        for identifier in query.identifiers
        for words in (stems(identifier.search_words),)
        for record in generation.matching({*words, *sizes_named(words, generation.lexicon)}, _NAMING)
    ]
    unknown = (i for i in query.identifiers if not any(i.stands_in(text) for text in texts))
    return tuple(identifier.text for identifier in unknown)


def names_identifiers(query: Query, ranked: RankedPassage) -> bool:
    """Return whether a passage or its headings name one of the query's identifiers; True if the query has none."""
    text = ranked.match.record.passage.with_headings
    stands = [identifier.stands_in(text) for identifier in query.identifiers]
    return any(stands) or not stands
