"""Classifies proper names as persons or not, by their words and their neighbours: "the engineer Wallace Pettibone,
who".

First names are close to each other in a model's word embeddings, and so are offices and trades. A linear model over the
embeddings of the name and of the words before and after it therefore separates persons from places, organisations and
titles. It is fitted by `benchmarks/fit_person_names.py`.
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
"""Returns the embedding of a word without context, (`WIDTH`,): the mean of its parts, zeros if there are none."""
WIDTH = 384
LIKELY = 0.45
"""The least probability at which a name is taken for a person's. Set by hand on the names of 25 short documents."""
_BESIDE = 40
"""Characters before and after a name in which its neighbouring word is looked for."""
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class PersonWeights:
    """The weights of a logistic model over `signals`."""

    bias: float
    signals: NDArray[np.float64]
    """(signals,)"""

    @classmethod
    def load(cls) -> PersonWeights:
        """Load the weights that relbot ships."""
        values = read_shipped_json(__package__, "person_names.json")
        return cls(values["bias"], np.array(values["signals"], float))


def is_person(name: Name, text: str, vector: WordVector, weights: PersonWeights) -> float:
    """Return the probability, 0 to 1, that a name in a text is a person's."""
    log_odds = weights.bias + float(signals(name, text, vector) @ weights.signals)
    return float(1 / (1 + np.exp(-log_odds)))


def signals(name: Name, text: str, vector: WordVector) -> NDArray[np.float64]:
    """Return the features of a name, (4 * `WIDTH` + 3,): the embeddings of the word or mark before it, of its first and
    last word, and of the word or mark after it; and whether it has one word, two, or more than three.
    """
    before = _WORD.findall(text[max(0, name.start - _BESIDE) : name.start])[-1:] or [""]
    after = _WORD.findall(text[name.end : name.end + _BESIDE])[:1] or [""]
    words = [part.word for part in name.parts]
    own = [vector(word) if word else np.zeros(WIDTH) for word in (*before, words[0], words[-1], *after)]
    return np.concatenate([*own, [len(words) == 1, len(words) == 2, len(words) > 3]]).astype(np.float64)
