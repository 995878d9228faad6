"""Finds the sizes of the corpus that a question names by their first measure: "M10x60" for "M10"."""

from __future__ import annotations

from collections.abc import Collection

from relbot.index.protocol import Lexicon
from relbot.text.sizes import first_measure, may_be_first_measure

_LONGEST = 10
"""The most characters of the further measures: "x1200x600"."""


def sizes_named(stems: Collection[str], lexicon: Lexicon) -> frozenset[str]:
    """Return the folded sizes whose first measure is among some stems."""
    asked = [stem for stem in stems if may_be_first_measure(stem)]
    forms = lexicon.word_forms if asked else {}
    return frozenset(
        word
        for stem in asked
        for length in range(len(stem) + 2, len(stem) + _LONGEST + 1)
        for word in forms.get((stem[0], length), ())
        if first_measure(word) == stem
    )
