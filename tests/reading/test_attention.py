from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranked import Rank
from relbot.reading.attention import QUESTION_TOKENS, Attention, compare

VISIT = "Who hosted Kim Il Sung in Tirana in 1956?"


@pytest.fixture(scope="session")
def attention() -> Attention:
    return Attention.load()


def answers(attention: Attention, text: str, rank: Rank, words: str) -> float:
    """Log-odds that the sentence that holds some words answers."""
    asked, ranked = rank(text)
    match, index = next(
        (found.match, index)
        for found in ranked
        for index, sentence in enumerate(found.match.sentences)
        if words in found.match.record.passage.words(sentence.span)
    )
    return attention.answers(compare(asked, match, index))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (VISIT, "From 29 June to 1 July 1956", "In 1961, Albania and North Korea signed"),
        ("When was the joint declaration signed?", "In 1961, Albania", "were established on November 28, 1948"),
        ("Where is the embassy of North Korea?", "by its embassy in Sofia", "sent a congratulatory message"),
        ("What did Hoxha write in June 1977?", "Hoxha writing in June 1977", "Hoxha hosted Premier Kim Il Sung"),
    ],
)
def test_more_speaks_for_the_sentence_that_answers(
    question: str, right: str, wrong: str, rank: Rank, attention: Attention
) -> None:
    assert answers(attention, question, rank, right) > answers(attention, question, rank, wrong)


def test_a_sentence_that_lacks_what_is_asked_answers_less_than_one_that_has_it(
    rank: Rank, attention: Attention
) -> None:
    declaration = "In 1961, Albania and North Korea signed"
    there = answers(attention, "What did Albania and North Korea sign in 1961?", rank, declaration)
    lacking = answers(attention, "Which minister did Albania dismiss in 1961?", rank, declaration)
    assert there > lacking


@pytest.mark.parametrize("text", ["?1?", "a", "Kim " * 60, VISIT, "“…” — 北朝鮮", "x" * 200])
def test_any_question_is_compared_with_any_sentence(text: str, rank: Rank, attention: Attention) -> None:
    asked, ranked = rank(text)
    for found in ranked:
        for index in range(len(found.match.sentences)):
            seen = compare(asked, found.match, index)
            assert len(seen.question) == len(seen.attended) == len(seen.facts) <= QUESTION_TOKENS
            assert np.isfinite(attention.answers(seen))


def test_a_sentence_that_holds_no_token_is_no_answer_and_no_fault(rank: Rank, attention: Attention) -> None:
    asked, ranked = rank(VISIT)
    match = ranked[0].match
    none = [replace(s, token_vectors=s.token_vectors[:0], similarity=s.similarity[:, :0]) for s in match.sentences]
    assert np.isfinite(attention.answers(compare(asked, replace(match, sentences=tuple(none)), 0)))
