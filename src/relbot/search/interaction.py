"""The candidates read closely: every token of the question against every token of a passage (MaxSim, Khattab and
Zaharia 2020, "ColBERT"), over the token vectors that the index holds. No second model, no second pass.

What is seen is kept as named signals, for passages and for sentences; `ranking` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Span
from relbot.index.generation import Generation
from relbot.index.store import PassageRow, SentenceRow
from relbot.search.answer_type import agreement
from relbot.search.candidates import Candidate
from relbot.search.question import Question
from relbot.search.timeframe import fit

SENTENCE_SIGNALS = ("maxsim", "with_before", "even", "coverage", "pairs", "dense", "type", "time", "length")
PASSAGE_SIGNALS = ("dense", "sentence", "lexical", "maxsim", "even", "coverage") + (
    "best_maxsim",
    "best_with_before",
    "best_even",
    "best_coverage",
    "best_pairs",
    "best_type",
    "best_time",
)


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence of a candidate, held against the question."""

    span: Span
    signals: NDArray[np.float32]
    """In the order of `SENTENCE_SIGNALS`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate, held against the question."""

    candidate: Candidate
    row: PassageRow
    sentences: tuple[SentenceReading, ...]
    signals: NDArray[np.float32]
    """In the order of `PASSAGE_SIGNALS`."""
    similarity: NDArray[np.float32]
    """(question tokens,): how near the passage comes to each, -1 to 1."""


def read(question: Question, candidates: Sequence[Candidate], generation: Generation) -> list[Reading]:
    """Hold each candidate against the question. Raises IndexDamaged."""
    rows = generation.store.passages([candidate.row for candidate in candidates])
    stems = [term.stem for term in question.terms]
    pairs = frozenset(zip(stems, stems[1:], strict=False))
    return [_read(question, pairs, candidate, row, generation) for candidate, row in zip(candidates, rows, strict=True)]


def maxsim(reading: Reading) -> float:
    """How near a passage comes to the question's words, by their rarity, -1 to 1."""
    return float(reading.signals[PASSAGE_SIGNALS.index("maxsim")])


def _read(
    question: Question,
    pairs: frozenset[tuple[str, str]],
    candidate: Candidate,
    row: PassageRow,
    generation: Generation,
) -> Reading:
    similarity = question.tokens @ generation.tokens(row).T
    vectors = generation.sentence_vectors.reconstruct_n(row.first_sentence, len(row.sentences))
    dense = vectors @ question.vector
    sentences = []
    before: NDArray[np.float32] | None = None
    for sentence, near in zip(row.sentences, dense.tolist(), strict=True):
        own = _best(similarity, sentence)
        both = own if before is None else np.maximum(own, before)
        before = own
        sentences.append(
            SentenceReading(
                sentence.span,
                np.array(
                    [
                        own @ question.weights,
                        both @ question.weights,
                        own.mean(),
                        _coverage(question, frozenset(sentence.terms)),
                        _shared(pairs, sentence.terms),
                        near,
                        agreement(question.expects, question.text, row.passage.words(sentence.span), sentence.dates),
                        fit(question.timeframe, sentence.dates) if question.timeframe else 0.0,
                        math.log(1 + sentence.tokens),
                    ],
                    np.float32,
                ),
            )
        )
    best = np.max([sentence.signals for sentence in sentences], axis=0)
    every = similarity.max(axis=1)
    held = frozenset(row.heading_terms).union(*(sentence.terms for sentence in row.sentences))
    own_signals = [
        candidate.dense,
        candidate.sentence,
        candidate.lexical,
        every @ question.weights,
        every.mean(),
        _coverage(question, held),
        *best[[0, 1, 2, 3, 4, 6, 7]],
    ]
    return Reading(candidate, row, tuple(sentences), np.array(own_signals, np.float32), every)


def _best(similarity: NDArray[np.float32], sentence: SentenceRow) -> NDArray[np.float32]:
    """How near a sentence comes to each token of the question; a sentence without tokens comes near none."""
    columns = similarity[:, sentence.first_token : sentence.first_token + sentence.tokens]
    best: NDArray[np.float32] = columns.max(axis=1) if columns.shape[1] else np.zeros(len(similarity), np.float32)
    return best


def _coverage(question: Question, stems: frozenset[str]) -> float:
    """How much of the question's words stands there word for word, by rarity, 0 to 1."""
    total = sum(question.rarity.values())
    return sum(rarity for stem, rarity in question.rarity.items() if stem in stems) / total if total else 0.0


def _shared(pairs: frozenset[tuple[str, str]], stems: Sequence[str]) -> float:
    """The share of the question's neighbouring words that are neighbours there, 0 to 1."""
    return len(pairs.intersection(zip(stems, stems[1:], strict=False))) / len(pairs) if pairs else 0.0
