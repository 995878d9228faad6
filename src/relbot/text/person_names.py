"""Tells which proper names are persons, by their words and by those beside them: "the engineer Wallace Pettibone, who".

First names are near each other in a model's word embeddings, as are offices and trades; so a linear model over the
embeddings of the name, of the word before and of the one after tells persons from places, bodies and titles. Fitted by
`benchmarks/fit_person_names.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.shipped_files import read_shipped_json
from relbot.text.proper_names import Name

WordVector = Callable[[str], NDArray[np.float32]]
"""(`WIDTH`,): the embedding of a word without context, the mean of its parts; zeros of none."""
WIDTH = 384
_BESIDE = 40
"""Letters before and after a name in which the word beside it is looked for."""
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class PersonWeights:
    """A logistic model of `signals`."""

    bias: float
    signals: NDArray[np.float64]
    """(signals,)"""

    @classmethod
    def load(cls) -> PersonWeights:
        """The weights that relbot ships."""
        values = read_shipped_json(__package__, "person_names.json")
        return cls(values["bias"], np.array(values["signals"], float))


def is_person(name: Name, text: str, vector: WordVector, weights: PersonWeights) -> float:
    """The probability, 0 to 1, that a name that stands in a text is a person's."""
    log_odds = weights.bias + float(signals(name, text, vector) @ weights.signals)
    return float(1 / (1 + np.exp(-log_odds)))


def signals(name: Name, text: str, vector: WordVector) -> NDArray[np.float64]:
    """(4 * `WIDTH` + 3,): the embeddings of the word or mark before the name, of its first word, its last, and of what
    comes after it; whether it has one word, two, or more than three.
    """
    before = _WORD.findall(text[max(0, name.start - _BESIDE) : name.start])[-1:] or [""]
    after = _WORD.findall(text[name.end : name.end + _BESIDE])[:1] or [""]
    words = [part.word for part in name.parts]
    own = [vector(word) if word else np.zeros(WIDTH) for word in (*before, words[0], words[-1], *after)]
    return np.concatenate([*own, [len(words) == 1, len(words) == 2, len(words) > 3]]).astype(np.float64)
