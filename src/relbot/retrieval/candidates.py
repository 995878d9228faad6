"""The passages that may answer: dense, by sentence and lexical, fused into one short list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from relbot.index.generation import Generation
from relbot.query.query import Question

DEPTH = 60
"""Passages taken from each way in. Set by hand."""

_DENSE, _SENTENCE, _LEXICAL = 0.35, 0.20, 0.45
"""A convex combination; Bruch et al. 2023, "An analysis of fusion functions", have it ahead of reciprocal ranks.
Set by hand on XQuAD and SQuAD 2.0: passage@1 0.962 and 0.810 by it alone, 0.960 and 0.811 with 0.5, 0 and 0.5."""
_DATED = 0.3
"""Added where the passage speaks of the time asked about: enough to bring it into the short list."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage by its row, with its scores: cosines, and BM25 as a share of the best passage's."""

    row: int
    dense: float
    sentence: float
    """Of its best sentence."""
    lexical: float
    fused: float


def candidates(question: Question, generation: Generation, limit: int) -> list[Candidate]:
    """The best passages by the fused score, best first."""
    dense = _dense(question, generation)
    sentence = _by_sentence(question, generation)
    matched = dict(generation.store.match(question.stems, DEPTH))
    best = max(matched.values(), default=1.0)
    dated = generation.store.dated(question.timeframe.interval, DEPTH) if question.timeframe else []
    rows = list({**dense, **sentence, **matched, **dict.fromkeys(dated)})
    missing = [row for row in rows if row not in dense]
    if missing:
        vectors = generation.passage_vectors.reconstruct_batch(np.array(missing, np.int64))
        dense.update(zip(missing, (vectors @ question.vector).tolist(), strict=True))
    # A passage none of whose sentences was among the best is given the least of those.
    floor = min(sentence.values())
    found = [(row, dense[row], sentence.get(row, floor), matched.get(row, 0.0) / best) for row in rows]
    top_dense = max(max(dense.values()), 1e-6)
    top_sentence = max(max(sentence.values()), 1e-6)
    in_time = frozenset(dated)
    fused = [
        Candidate(
            row,
            d,
            s,
            lexical,
            _DENSE * d / top_dense + _SENTENCE * s / top_sentence + _LEXICAL * lexical + _DATED * (row in in_time),
        )
        for row, d, s, lexical in found
    ]
    return sorted(fused, key=lambda candidate: (-candidate.fused, candidate.row))[:limit]


def _dense(question: Question, generation: Generation) -> dict[int, float]:
    count = min(DEPTH, generation.manifest.passages)
    scores, rows = generation.passage_vectors.search(question.vector[None], count)
    return {row: score for row, score in zip(rows[0].tolist(), scores[0].tolist(), strict=True) if row >= 0}


def _by_sentence(question: Question, generation: Generation) -> dict[int, float]:
    """Each passage by its best sentence."""
    count = min(2 * DEPTH, generation.manifest.sentences)
    scores, rows = generation.sentence_vectors.search(question.vector[None], count)
    found: dict[int, float] = {}
    for row, score in zip(rows[0].tolist(), scores[0].tolist(), strict=True):
        if row >= 0:
            found.setdefault(generation.passage_of_sentence(row), score)
    return found
