"""The candidates read closely: every token of the question against every token of a passage (MaxSim, Khattab and
Zaharia 2020, "ColBERT"), over the token vectors that the index holds. No second model, no second pass.

What is seen is kept as named signals, for passages and for sentences; `ranking` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Span
from relbot.index.encoding.pooling import unpacked
from relbot.index.generation import Generation
from relbot.index.store import PassageRow
from relbot.query.answer_type import agreement
from relbot.query.query import Question
from relbot.query.timeframe import fit
from relbot.retrieval.candidates import Candidate

SENTENCE_SIGNALS = ("maxsim", "with_before", "even", "coverage", "pairs", "dense", "type", "time", "length", "asked")
PASSAGE_SIGNALS = (
    *("fused", "maxsim", "even", "coverage"),
    *("best_maxsim", "best_even", "best_pairs", "best_type", "best_time"),
)
_BEST_OF = [SENTENCE_SIGNALS.index(name) for name in ("maxsim", "even", "pairs", "type", "time")]
"""The signals of sentences whose best is a signal of the passage."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence of a candidate, held against the question."""

    span: Span
    signals: NDArray[np.float32]
    """In the order of `SENTENCE_SIGNALS`."""
    similarity: NDArray[np.float32]
    """(question tokens,): how near the sentence comes to each, -1 to 1."""
    tokens: NDArray[np.float32]
    """(tokens, 384): its own, of length 1."""
    near: NDArray[np.float32]
    """(question tokens, tokens): how near they are to each other, -1 to 1."""


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
    tokens = unpacked(np.concatenate([generation.packed_tokens(row) for row in rows]))
    near = _product(question.tokens, tokens)
    starts = list(accumulate((row.tokens for row in rows), initial=0))
    of_passages = _best(near, list(pairwise(starts)))
    places = [
        (start + sentence.first_token, start + sentence.first_token + sentence.tokens)
        for row, start in zip(rows, starts, strict=False)
        for sentence in row.sentences
    ]
    of_sentences = _best(near, places)
    if question.timeframe:
        _meet_time(question, rows, of_sentences, of_passages)
    signals = _sentence_signals(question, rows, of_sentences, _asked(near, places), generation)
    readings, first = [], 0
    for candidate, row, similarity in zip(candidates, rows, of_passages.T, strict=True):
        own, met = (values[first : first + len(row.sentences)] for values in (signals, of_sentences.T))
        held = places[first : first + len(row.sentences)]
        first += len(row.sentences)
        stems = frozenset(row.heading_terms).union(*(sentence.terms for sentence in row.sentences))
        of_passage = [
            *(candidate.fused, similarity @ question.weights, similarity.mean(), _coverage(question, stems)),
            *own[:, _BEST_OF].max(axis=0),
        ]
        sentences = tuple(
            SentenceReading(span, seen, best, tokens[start:end], near[:, start:end])
            for span, seen, best, (start, end) in zip(row.passage.sentences, own, met, held, strict=True)
        )
        readings.append(Reading(candidate, row, sentences, np.array(of_passage, np.float32), similarity))
    return readings


_ONE_THREAD = 2**18
"""Multiplications up to which OpenBLAS stays in the calling thread (its GEMM_MULTITHREAD_THRESHOLD)."""


def _product(question: NDArray[np.float32], passages: NDArray[np.float32]) -> NDArray[np.float32]:
    """Every token of the question by every token of the passages, in strips that are each too small to wake threads.

    Measured on 15 by 3,400 tokens: 0.6 ms, against 2.5 ms in one piece and 50 ms in pieces on a busy machine.
    """
    width = max(1, _ONE_THREAD // max(1, question.size))
    strips = [question @ passages[first : first + width].T for first in range(0, len(passages), width)]
    return np.concatenate(strips, axis=1)


def maxsim(reading: Reading) -> float:
    """How near a passage comes to the question's words, by their rarity, -1 to 1."""
    return float(reading.signals[PASSAGE_SIGNALS.index("maxsim")])


def _sentence_signals(
    question: Question,
    rows: Sequence[PassageRow],
    best: NDArray[np.float32],
    asked: NDArray[np.float32],
    generation: Generation,
) -> NDArray[np.float32]:
    """(sentences, signals) of all sentences of all passages in a row."""
    sentences = [(row, sentence) for row in rows for sentence in row.sentences]
    vector_rows = np.concatenate([row.first_sentence + np.arange(len(row.sentences)) for row in rows])
    before = np.roll(best, 1, axis=1)
    openings = list(accumulate((len(row.sentences) for row in rows), initial=0))[:-1]
    before[:, openings] = -1  # nothing stands before the first sentence of a passage
    stems = [term.stem for term in question.terms]
    pairs = frozenset(pairwise(stems))
    columns = [
        question.weights @ best,
        question.weights @ np.maximum(best, before),
        best.mean(axis=0),
        [_coverage(question, frozenset(sentence.terms)) for _, sentence in sentences],
        [_shared(pairs, sentence.terms) for _, sentence in sentences],
        generation.sentence_vectors.reconstruct_batch(vector_rows) @ question.vector,
        [
            agreement(question.expects, question.text, row.passage.words(sentence.span), sentence.dates)
            for row, sentence in sentences
        ],
        [fit(question.timeframe, s.dates) if question.timeframe else 0.0 for _, s in sentences],
        np.log1p([sentence.tokens for _, sentence in sentences]),
        asked,
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _best(near: NDArray[np.float32], places: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """(question tokens, places): the best among the columns of each place; 0 where a place has none."""
    bounds = np.array(places, np.int64).reshape(-1)
    # `reduceat` wants every bound to be a column, the last one's end too, and gives what lies between places besides.
    padded = np.concatenate([near, near[:, :1]], axis=1)
    best: NDArray[np.float32] = np.maximum.reduceat(padded, bounds, axis=1)[:, ::2]
    empty = [place for place, (start, end) in enumerate(places) if start >= end]
    best[:, empty] = 0
    return best


def _meet_time(
    question: Question, rows: Sequence[PassageRow], sentences: NDArray[np.float32], passages: NDArray[np.float32]
) -> None:
    """Where the question says a time, let dates speak for a sentence in place of its tokens.

    "before 1950" is met by "28 November 1948", whose tokens are unlike it, and not by "1985", whose tokens are like it.
    A sentence without dates keeps what its tokens say.
    """
    pieces, column = question.time_pieces, 0
    for passage, row in enumerate(rows):
        first = column
        for sentence in row.sentences:
            if sentence.dates and question.timeframe:
                sentences[pieces, column] = max(0.0, fit(question.timeframe, sentence.dates))
            column += 1
        if any(sentence.dates for sentence in row.sentences):
            passages[pieces, passage] = sentences[pieces, first:column].max(axis=1)


def _asked(near: NDArray[np.float32], places: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """(places,): how near the question comes to what stands there, on average: MaxSim the other way round."""
    sums = np.concatenate([[0], np.cumsum(near.max(axis=0), dtype=np.float64)])
    starts, ends = np.array(places, np.int64).T
    share: NDArray[np.float32] = ((sums[ends] - sums[starts]) / np.maximum(ends - starts, 1)).astype(np.float32)
    return share


def _coverage(question: Question, stems: frozenset[str]) -> float:
    """How much of the question's words stands there word for word, by rarity, 0 to 1."""
    total = sum(question.rarity.values())
    return sum(rarity for stem, rarity in question.rarity.items() if stem in stems) / total if total else 0.0


def _shared(pairs: frozenset[tuple[str, str]], stems: Sequence[str]) -> float:
    """The share of the question's neighbouring words that are neighbours there, 0 to 1."""
    return len(pairs.intersection(pairwise(stems))) / len(pairs) if pairs else 0.0
