"""Parses sizes of several measures, which people abbreviate to the first: an "M10x60" is an M10."""

from __future__ import annotations

import re
from collections.abc import Collection

_FIRST = r"[^\W\d_]{1,4}\d{1,5}"
BEHIND_FIRST = r"x\d"
"""Pattern of what follows the first measure of a size in the same word."""
_FIRST_MEASURE = re.compile(_FIRST)
_SIZE = re.compile(rf"(?P<first>{_FIRST}){BEHIND_FIRST}[\dx]*", re.IGNORECASE)


def may_be_first_measure(word: str) -> bool:
    """Return whether a word is one to four letters and then digits, as the first measure of a size is."""
    return _FIRST_MEASURE.fullmatch(word) is not None


def first_measure(word: str) -> str:
    """Return the first measure of a size, e.g. "M10" for "M10x60"; "" if the word is not a size."""
    size = _SIZE.fullmatch(word)
    return size["first"] if size else ""


def with_first_measures(stems: Collection[str]) -> frozenset[str]:
    """Return the stems together with the first measures of the sizes among them."""
    return frozenset({*stems, *map(first_measure, stems)} - {""})
