"""Reranks passages, and the sentences in each, by linear scores of the signals of late interaction.

The weights in `ranking.json` are fitted by `benchmarks/fit_ranking.py`, with a softmax over each question's candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relbot.index.records import SentenceRecord
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, PassageMatch, SentenceMatch
from relbot.shipped_files import read_shipped_json

_QUESTION, _QUESTION_BETWEEN = 14.0, 0.35
"""Weight of the cosine similarity of a question heading to the query, and the neutral similarity, half-way between the
means of right pairs and of others. Set with `benchmarks/fit_faq.py`: of 840 questions, 0.73 have their pair first
without this, and 0.77, 0.77 and 0.76 with the weights 10, 14 and 19."""


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """The weight of each signal, in the order of `PASSAGE_SIGNALS` and `SENTENCE_SIGNALS`."""

    passage: NDArray[np.float32]
    sentence: NDArray[np.float32]

    @classmethod
    def load(cls) -> RankingWeights:
        """Load the weights shipped with relbot."""
        return cls.from_values(read_shipped_json(__package__, "ranking.json"))

    @classmethod
    def from_values(cls, values: Mapping[str, Mapping[str, float]]) -> RankingWeights:
        """Create weights from values by the names of their signals."""
        return cls(
            np.array([values["passage"][name] for name in PASSAGE_SIGNALS], np.float32),
            np.array([values["sentence"][name] for name in SENTENCE_SIGNALS], np.float32),
        )


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its best sentence and its score, which is comparable only among the candidates of one query."""

    match: PassageMatch
    score: float
    sentence: SentenceMatch
    """The best sentence."""
    sentence_scores: NDArray[np.float32]
    """Scores of the passage's sentences, (sentences,), by which these are ranked."""

    @property
    def sentence_index(self) -> int:
        """Index of the best sentence within the passage."""
        return next(i for i, sentence in enumerate(self.match.sentences) if sentence is self.sentence)

    @property
    def sentence_record(self) -> SentenceRecord:
        """The best sentence as stored in the index."""
        return self.match.record.sentences[self.sentence_index]

    @property
    def sentence_text(self) -> str:
        """The best sentence, verbatim."""
        return self.match.record.passage.words(self.sentence.span)


def rank(matches: Sequence[PassageMatch], weights: RankingWeights) -> list[RankedPassage]:
    """Return the passages with their best sentences, best first."""
    return sorted((_score(match, weights) for match in matches), key=lambda ranked: -ranked.score)


def raised(
    ranked: Sequence[RankedPassage], given: Callable[[RankedPassage], bool], behind: float
) -> list[RankedPassage]:
    """Return the ranking with passages for which `given` is true raised to at most `behind` below the best."""
    least = max((passage.score for passage in ranked), default=0.0) - behind
    scored = (replace(passage, score=max(passage.score, least)) if given(passage) else passage for passage in ranked)
    return sorted(scored, key=lambda passage: -passage.score)


def _score(match: PassageMatch, weights: RankingWeights) -> RankedPassage:
    sentence_scores = np.stack([sentence.signals for sentence in match.sentences]) @ weights.sentence
    best = match.sentences[int(sentence_scores.argmax())]
    score = float(match.signals @ weights.passage) + _of_question(match)
    return RankedPassage(match, score, best, sentence_scores)


def _of_question(match: PassageMatch) -> float:
    return 0.0 if match.question is None else _QUESTION * (match.question_cosine - _QUESTION_BETWEEN)
