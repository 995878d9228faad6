"""Whether an English noun means several, by its ending and by lists of the nouns that the ending misleads about."""

from __future__ import annotations

_PLURAL_WORDS = """
people men women children police sheep fish mice feet teeth geese criteria phenomena media data
"""
_PLURALS = frozenset(_PLURAL_WORDS.split())
"""Plurals without the ending."""
_SINGULAR_WORDS = """
series species news means politics physics mathematics economics always does happens causes makes comes takes gives goes
lies remains lets says keeps follows exists
"""
_SINGULARS = frozenset(_SINGULAR_WORDS.split())
"""Words with the ending that are no plurals: singular nouns, and verbs where one may stand in the place of a noun."""


def is_plural(noun: str) -> bool:
    """Whether a noun means several, as far as its ending tells: "forces" and "men", not "Congress" or "crisis"."""
    word = noun.lower().strip("'")
    has_ending = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return word in _PLURALS or (has_ending and word not in _SINGULARS)
