from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.pooling import dequantise
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.query.query import Query, analyse
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import (
    PASSAGE_SIGNALS,
    SENTENCE_SIGNALS,
    PassageMatch,
    match_candidates,
    maxsim,
)

TODAY = date(2026, 3, 1)


def matches(text: str, generation: LocalGeneration) -> tuple[Query, list[PassageMatch]]:
    query = analyse(text, generation, TODAY)
    return query, match_candidates(query, retrieve(query, generation, 20), generation)


def tokens_of(match: PassageMatch, generation: LocalGeneration) -> NDArray[np.float32]:
    (stored,) = generation.encoded([match.candidate.row])
    return dequantise(stored.token_vectors)


def test_a_passage_comes_as_near_to_a_word_as_its_nearest_token(generation: LocalGeneration) -> None:
    """All passages are multiplied at once; one at a time gives the same."""
    query, found = matches("Who hosted Kim Il Sung in Tirana?", generation)
    for match in found:
        alone = (query.token_vectors @ tokens_of(match, generation).T).max(axis=1)
        assert match.max_similarity == pytest.approx(alone, abs=1e-5)
        assert maxsim(match) == pytest.approx(float(alone @ query.token_weights), abs=1e-5)


def test_a_sentence_is_read_by_its_own_tokens(generation: LocalGeneration) -> None:
    query, found = matches("Who hosted Kim Il Sung in Tirana?", generation)
    for match in found:
        similarity = query.token_vectors @ tokens_of(match, generation).T
        for record, sentence in zip(match.record.sentences, match.sentences, strict=True):
            own = similarity[:, record.first_token : record.first_token + record.tokens].max(axis=1)
            assert sentence.span == record.span
            assert sentence.signals[SENTENCE_SIGNALS.index("maxsim")] == pytest.approx(
                own @ query.token_weights, abs=1e-4
            )


def test_every_signal_has_a_name_and_a_number(generation: LocalGeneration) -> None:
    for text in ("Who hosted Kim?", "is it", "xyzzy", "1956"):
        for match in matches(text, generation)[1]:
            assert match.signals.shape == (len(PASSAGE_SIGNALS),)
            assert np.isfinite(match.signals).all()
            assert all(sentence.signals.shape == (len(SENTENCE_SIGNALS),) for sentence in match.sentences)
            assert all(np.isfinite(sentence.signals).all() for sentence in match.sentences)


def test_a_passage_with_all_the_words_covers_the_question(generation: LocalGeneration) -> None:
    _, found = matches("litmus test", generation)
    covered = {match.record.passage.quote[:9]: match.signals[PASSAGE_SIGNALS.index("coverage")] for match in found}
    assert covered["According"] == 1
    assert min(covered.values()) == 0


def test_the_same_words_in_the_same_order_are_pairs(generation: LocalGeneration) -> None:
    def pairs(text: str) -> float:
        index = SENTENCE_SIGNALS.index("pairs")
        return max(float(s.signals[index]) for match in matches(text, generation)[1] for s in match.sentences)

    assert pairs("anti-Soviet pamphlets") > pairs("pamphlets, Soviet, anti") == 0


def test_damaged_token_vectors_are_reported(index: Path) -> None:
    file = current_folder(index) / "tokens-0.codes"
    file.write_bytes(bytes(file.stat().st_size))
    with pytest.raises(IndexDamaged, match=r"tokens-0\.codes"):
        matches("Who hosted Kim?", LocalGeneration.open(current_folder(index)))
