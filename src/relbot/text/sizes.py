"""Sizes of several measures, which people name by the first one: an "M10x60" is an M10."""

from __future__ import annotations

import re
from collections.abc import Collection

_FIRST = r"[^\W\d_]{1,4}\d{1,5}"
BEHIND_FIRST = r"x\d"
"""What follows the first measure of a size in the same word."""
_FIRST_MEASURE = re.compile(_FIRST)
_SIZE = re.compile(rf"(?P<first>{_FIRST}){BEHIND_FIRST}[\dx]*", re.IGNORECASE)


def may_be_first_measure(word: str) -> bool:
    """Whether a word is like the first measure of a size, letters and digits."""
    return _FIRST_MEASURE.fullmatch(word) is not None


def first_measure(word: str) -> str:
    """That of a size of letters, digits and further measures; "" of any other word."""
    size = _SIZE.fullmatch(word)
    return size["first"] if size else ""


def with_first_measures(stems: Collection[str]) -> frozenset[str]:
    """The stems, and what the sizes among them are called for short."""
    return frozenset({*stems, *map(first_measure, stems)} - {""})
