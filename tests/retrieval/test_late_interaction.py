from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from relbot.errors import IndexDamaged
from relbot.index.generation import TOKEN_VECTORS, Generation
from relbot.index.publish import current
from relbot.query.query import Question, read
from relbot.retrieval import late_interaction
from relbot.retrieval.candidates import candidates
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS, Reading, maxsim

TODAY = date(2026, 3, 1)


def readings(text: str, generation: Generation) -> tuple[Question, list[Reading]]:
    question = read(text, generation, TODAY)
    return question, late_interaction.read(question, candidates(question, generation, 20), generation)


def test_a_passage_comes_as_near_to_a_word_as_its_nearest_token(generation: Generation) -> None:
    """All passages are read in one product; one at a time gives the same."""
    question, found = readings("Who hosted Kim Il Sung in Tirana?", generation)
    for reading in found:
        alone = (question.tokens @ generation.tokens(reading.row).T).max(axis=1)
        assert reading.similarity == pytest.approx(alone, abs=1e-5)
        assert maxsim(reading) == pytest.approx(float(alone @ question.weights), abs=1e-5)


def test_a_sentence_is_read_by_its_own_tokens(generation: Generation) -> None:
    question, found = readings("Who hosted Kim Il Sung in Tirana?", generation)
    for reading in found:
        near = question.tokens @ generation.tokens(reading.row).T
        for row, sentence in zip(reading.row.sentences, reading.sentences, strict=True):
            own = near[:, row.first_token : row.first_token + row.tokens].max(axis=1)
            assert sentence.span == row.span
            assert sentence.signals[SENTENCE_SIGNALS.index("maxsim")] == pytest.approx(own @ question.weights, abs=1e-4)


def test_every_signal_has_a_name_and_a_number(generation: Generation) -> None:
    for text in ("Who hosted Kim?", "is it", "xyzzy", "1956"):
        for reading in readings(text, generation)[1]:
            assert reading.signals.shape == (len(PASSAGE_SIGNALS),)
            assert np.isfinite(reading.signals).all()
            assert all(sentence.signals.shape == (len(SENTENCE_SIGNALS),) for sentence in reading.sentences)
            assert all(np.isfinite(sentence.signals).all() for sentence in reading.sentences)


def test_a_passage_with_all_the_words_covers_the_question(generation: Generation) -> None:
    _, found = readings("litmus test", generation)
    covered = {reading.row.passage.quote[:9]: reading.signals[PASSAGE_SIGNALS.index("coverage")] for reading in found}
    assert covered["According"] == 1
    assert min(covered.values()) == 0


def test_the_same_words_in_the_same_order_are_pairs(generation: Generation) -> None:
    def pairs(text: str) -> float:
        place = SENTENCE_SIGNALS.index("pairs")
        return max(float(s.signals[place]) for reading in readings(text, generation)[1] for s in reading.sentences)

    assert pairs("anti-Soviet pamphlets") > pairs("pamphlets, Soviet, anti") == 0


def test_damaged_token_vectors_are_told(index: Path) -> None:
    file = current(index) / TOKEN_VECTORS
    file.write_bytes(bytes(file.stat().st_size))
    with pytest.raises(IndexDamaged, match=TOKEN_VECTORS):
        readings("Who hosted Kim?", Generation.open(current(index)))
