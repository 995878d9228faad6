"""Names and their initials as the corpus writes them: the long form of an abbreviation, the short form of a name."""

from __future__ import annotations

from relbot.index.protocol import Lexicon
from relbot.index.vocabulary import MAX_INITIALS
from relbot.query.query import Query
from relbot.text import proper_names, terms

Range = tuple[int, int]
"""A half-open range of characters of the query."""


def long_names(query: Query, lexicon: Lexicon) -> dict[Range, str]:
    """Return the long name of an abbreviation that is the only content word of a query, if the corpus has one.

    Expanding known abbreviations among other words was tried: the answers were about the name, not about what was asked
    of it. `reword` expands those that the corpus lacks.
    """
    for term in query.terms:
        if term.is_abbreviation and len(term.word) > 2 and query.idf.keys() == {term.stem}:
            names = lexicon.names_by_initials(terms.fold(term.word))
            return {(term.start, term.end): names[0][0]} if names else {}
    return {}


def short_names(query: Query, lexicon: Lexicon) -> dict[Range, str]:
    """Return the abbreviations of names that the corpus never writes out: "WPK" for "Workers' Party of Korea"."""
    found = {}
    for name in proper_names.extract_names(query.text):
        if 3 <= len(name.parts) <= MAX_INITIALS:
            short = lexicon.words([name.initials])
            if short and short[0].surface_form.isupper() and not lexicon.phrases([tuple(terms.stems(name.words))]):
                found[name.start, name.end] = short[0].surface_form
    return found
