"""BM25 in two steps: the engine ranks by sparse vectors that are written once, and what it finds is weighed exactly.

A sparse vector holds what a term weighs in a passage of its length, beside a typical length: the true average, and how
rare a term is, change with every source, and differ between the parts of a generation. The rarity is in the question's
vector, and the exact score is computed from the stems of the passages found. So a passage is written without knowledge
of any other, which a build in many processes needs, and a part is weighed as if there were nothing else.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

from relbot.index.protocol import BM25_B, BM25_K1, BM25_MIN_IDF

TYPICAL_LENGTH = 115
"""Stems of a passage: the mean is 106 in the seed corpus, 116 in XQuAD and 119 in SQuAD 2.0. It only decides what is
among the candidates."""


def sparse_passage(stems: Sequence[str]) -> dict[int, float]:
    """The sparse vector of a passage, by dimension."""
    weights: dict[int, float] = {}
    for stem, count in Counter(stems).items():
        # Two stems may have one dimension: that brings a passage among the candidates, and changes no score.
        dimension = _dimension(stem)
        weights[dimension] = weights.get(dimension, 0.0) + _weight(count, len(stems), TYPICAL_LENGTH)
    return weights


def sparse_question(rarity: Mapping[str, float]) -> dict[int, float]:
    """The sparse vector of a question, by dimension."""
    weights: dict[int, float] = {}
    for stem, weight in rarity.items():
        weights[_dimension(stem)] = weights.get(_dimension(stem), 0.0) + weight
    return weights


def rarity(frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """The inverse document frequency of each stem that a passage contains, above 0."""
    return {
        stem: max(math.log((passages - count + 0.5) / (count + 0.5)), BM25_MIN_IDF)
        for stem, count in frequencies.items()
        if count
    }


def score(stems: Sequence[str], rarity: Mapping[str, float], average_length: float) -> float:
    """BM25 of a passage, given as its stems; 0 where it contains none of the question's."""
    counts = Counter(stem for stem in stems if stem in rarity)
    return sum(rarity[stem] * _weight(count, len(stems), average_length) for stem, count in counts.items())


def _weight(count: int, length: int, average_length: float) -> float:
    return count * (BM25_K1 + 1) / (count + BM25_K1 * (1 - BM25_B + BM25_B * length / average_length))


def _dimension(stem: str) -> int:
    return zlib.crc32(stem.encode("utf-8", "surrogatepass"))
