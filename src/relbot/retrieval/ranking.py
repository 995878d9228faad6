"""Which passage, and which of its sentences, answers best: linear in the signals that the interaction saw.

The weights stand in `weights.json`, fitted by `benchmarks/fit_ranking.py` as a softmax over each question's candidates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.index.store import SentenceRow
from relbot.search.attention import Attention
from relbot.search.interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, Reading, SentenceReading


@dataclass(frozen=True, slots=True)
class Weights:
    """What the signals count for."""

    passage: NDArray[np.float32]
    sentence: NDArray[np.float32]
    holds: Mapping[str, float]
    """By signal, with `bias`: the evidence that the corpus holds the answer, in log-odds."""
    between: Mapping[str, float]
    """By signal: half-way between questions that the corpus answers and those it does not."""
    calibration: Mapping[str, float]
    """`bias`, and what `attention` and `margin` count for in the log-odds that the sentence is that answer."""
    threshold: float
    """The least confidence with which there is an answer."""
    attention: Attention

    @classmethod
    def load(cls) -> Weights:
        """The weights that relbot ships."""
        values = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf-8"))
        return cls.from_values(values, Attention.load())

    @classmethod
    def from_values(cls, values: Mapping[str, Any], attention: Attention) -> Weights:
        """Weights by the names of their signals."""
        return cls(
            np.array([values["passage"][name] for name in PASSAGE_SIGNALS], np.float32),
            np.array([values["sentence"][name] for name in SENTENCE_SIGNALS], np.float32),
            values["holds"],
            values["between"],
            values["calibration"],
            values["threshold"],
            attention,
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A reading with its place among the others."""

    reading: Reading
    score: float
    sentence: SentenceReading
    """The one that answers best."""

    @property
    def place(self) -> int:
        """Which of the passage's sentences it is."""
        return next(i for i, sentence in enumerate(self.reading.sentences) if sentence is self.sentence)

    @property
    def stored(self) -> SentenceRow:
        """The sentence as the index holds it."""
        return self.reading.row.sentences[self.place]

    def window(self) -> NDArray[np.float32]:
        """(question tokens,): how near the sentence or either neighbour comes to each."""
        neighbours = self.reading.sentences[max(0, self.place - 1) : self.place + 2]
        nearest: NDArray[np.float32] = np.max([sentence.similarity for sentence in neighbours], axis=0)
        return nearest


def rank(readings: Sequence[Reading], weights: Weights) -> list[Ranked]:
    """The readings, best first."""
    return sorted((_ranked(reading, weights) for reading in readings), key=lambda ranked: -ranked.score)


def _ranked(reading: Reading, weights: Weights) -> Ranked:
    scores = np.stack([sentence.signals for sentence in reading.sentences]) @ weights.sentence
    return Ranked(reading, float(reading.signals @ weights.passage), reading.sentences[int(scores.argmax())])
