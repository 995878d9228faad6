"""Why there is no answer, in one sentence that is always true: what was asked for and stands in no source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.query import Query
from relbot.reading.passage_reading import ReadPassage
from relbot.text.terms import Term

_MAX_NAMED = 2
"""Words blamed at the most."""
_SYNONYM = 0.55
"""Mean similarity of a word's tokens to a passage from which on that holds something near in meaning. Set by hand."""
_BEFORE_NOUN = re.compile(
    r"\b(?:an?|the|any|some|no|which|what|how many|how much|of|his|her|its|their|your|for|about|with|by|from)\s$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"\w+(?:ly|ing|ed)|(?:every|any|some)(?:one|body|thing)|people|persons?|things?|stuff", re.IGNORECASE
)
_MIN_LETTERS = 4


def refusal_reason(query: Query, passages: Sequence[ReadPassage], unknown: Sequence[str] = ()) -> str:
    """The reason of a refusal; `unknown` are identifiers that no source names."""
    absent = list(unknown) or [term.word for term in query.unknown_terms if _is_missed(term, query, passages)]
    if not absent:
        return "The sources do not say."
    named = absent[:_MAX_NAMED]
    return f"Nothing in the sources mentions {' or '.join(named)}."


def _is_missed(term: Term, query: Query, passages: Sequence[ReadPassage]) -> bool:
    """Whether it is a name or noun, and no passage that was read holds anything near it in meaning."""
    is_name = term.word[0].isupper() and term.start > 0
    if not (is_name or any(map(str.isdigit, term.word)) or _is_noun(term, query)):
        return False
    tokens = query.token_indices(term)
    if not len(tokens) or is_name:
        return True
    nearest = max(float(passage.ranked.match.max_similarity[tokens].mean()) for passage in passages)
    return nearest < _SYNONYM


def _is_noun(term: Term, query: Query) -> bool:
    """Whether a determiner or preposition before it shows a noun, or it is all that is asked about."""
    is_long = len(term.word) >= _MIN_LETTERS and not _NO_NOUN.fullmatch(term.word)
    return is_long and (len(query.idf) == 1 or _BEFORE_NOUN.search(query.text[: term.start]) is not None)
