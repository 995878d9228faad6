"""Names and their initials, as the corpus writes them: the name that an abbreviation is short for, and what a name is
shortened to.
"""

from __future__ import annotations

from relbot.index.protocol import Lexicon
from relbot.index.vocabulary import MAX_INITIALS
from relbot.query.query import Query
from relbot.text import proper_names, terms

Range = tuple[int, int]
"""Characters of the query, half-open."""


def long_names(query: Query, lexicon: Lexicon) -> dict[Range, str]:
    """The long name of an abbreviation that is the only content word, where the corpus has it.

    Expanding those that the corpus has among other words was tried: the answers said other things than what was asked
    of them. One that it lacks is expanded before, by `reword`.
    """
    for term in query.terms:
        if term.is_abbreviation and len(term.word) > 2 and query.idf.keys() == {term.stem}:
            names = lexicon.names_by_initials(terms.fold(term.word))
            return {(term.start, term.end): names[0][0]} if names else {}
    return {}


def short_names(query: Query, lexicon: Lexicon) -> dict[Range, str]:
    """What the corpus only abbreviates: "Workers' Party of Korea" is its "WPK"."""
    found = {}
    for name in proper_names.extract_names(query.text):
        if 3 <= len(name.parts) <= MAX_INITIALS:
            short = lexicon.words([name.initials])
            if short and short[0].surface_form.isupper() and not lexicon.phrases([tuple(terms.stems(name.words))]):
                found[name.start, name.end] = short[0].surface_form
    return found
