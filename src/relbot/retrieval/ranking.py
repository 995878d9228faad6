"""Which passage, and which of its sentences, answers best: linear in the signals that the interaction saw.

The weights stand in `ranking.json`, fitted by `benchmarks/fit_ranking.py` as a softmax over each question's candidates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from relbot.index.store import SentenceRow
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, Reading, SentenceReading


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What each signal counts for."""

    passage: NDArray[np.float32]
    sentence: NDArray[np.float32]

    @classmethod
    def load(cls) -> RankingWeights:
        """The weights that relbot ships."""
        return cls.from_values(json.loads(resources.files(__package__).joinpath("ranking.json").read_text("utf-8")))

    @classmethod
    def from_values(cls, values: Mapping[str, Mapping[str, float]]) -> RankingWeights:
        """Weights by the names of their signals."""
        return cls(
            np.array([values["passage"][name] for name in PASSAGE_SIGNALS], np.float32),
            np.array([values["sentence"][name] for name in SENTENCE_SIGNALS], np.float32),
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


def rank(readings: Sequence[Reading], weights: RankingWeights) -> list[Ranked]:
    """The readings, best first."""
    return sorted((_ranked(reading, weights) for reading in readings), key=lambda ranked: -ranked.score)


def _ranked(reading: Reading, weights: RankingWeights) -> Ranked:
    scores = np.stack([sentence.signals for sentence in reading.sentences]) @ weights.sentence
    return Ranked(reading, float(reading.signals @ weights.passage), reading.sentences[int(scores.argmax())])
