from __future__ import annotations

import numpy as np
import pytest

from ranked import Rank
from relbot.retrieval.late_interaction import PASSAGE_SIGNALS, SENTENCE_SIGNALS
from relbot.retrieval.ranking import RankedPassage, RankingWeights, raised


def sentence(best: RankedPassage) -> str:
    return best.match.record.passage.words(best.sentence.span)


def test_the_weights_that_ship_are_whole() -> None:
    weights = RankingWeights.load()
    assert weights.passage.shape == (len(PASSAGE_SIGNALS),)
    assert weights.sentence.shape == (len(SENTENCE_SIGNALS),)
    assert np.isfinite(weights.passage).all()
    assert np.isfinite(weights.sentence).all()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When were diplomatic relations established?", "November 28, 1948"),
        ("Who hosted Kim Il Sung in Tirana?", "First Secretary of the Party of Labour"),
        ("What did Choe Yong-gon do in 1959?", "goodwill visit"),
        ("Which ideology did Hoxha develop?", "Hoxhaism"),
        ("Where is the embassy that represents North Korea in Albania?", "Sofia, Bulgaria"),
    ],
)
def test_the_sentence_that_answers_comes_first(question: str, words: str, rank: Rank) -> None:
    _, ranked = rank(question)
    assert words in sentence(ranked[0])


def test_the_best_come_first_and_the_index_is_that_of_the_sentence(rank: Rank) -> None:
    _, ranked = rank("Who hosted Kim Il Sung in Tirana?")
    assert [found.score for found in ranked] == sorted((found.score for found in ranked), reverse=True)
    for found in ranked:
        assert found.match.sentences[found.sentence_index] is found.sentence
        assert found.match.record.passage.sentences[found.sentence_index] == found.sentence.span


def test_the_sentence_is_the_one_that_scores_highest_in_its_passage(rank: Rank) -> None:
    weights = RankingWeights.load()
    for found in rank("Who hosted Kim Il Sung in Tirana?")[1]:
        scores = [float(s.signals @ weights.sentence) for s in found.match.sentences]
        assert scores[found.sentence_index] == pytest.approx(max(scores), abs=1e-3)


def test_ranking_is_the_same_each_time(rank: Rank) -> None:
    one, other = rank("relations")[1], rank("relations")[1]
    assert [(f.match.candidate.row, f.score) for f in one] == [(f.match.candidate.row, f.score) for f in other]


def test_a_passage_that_is_given_is_not_far_behind_and_the_others_stay(rank: Rank) -> None:
    _, ranked = rank("Who hosted Kim Il Sung in Tirana?")
    last = ranked[-1].match
    after = raised(ranked, lambda passage: passage.match is last, 1.0)
    [given] = [passage for passage in after if passage.match is last]
    assert given.score == pytest.approx(ranked[0].score - 1.0)
    others = [passage.score for passage in after if passage.match is not last]
    assert others == [passage.score for passage in ranked[:-1]]
    assert raised([], lambda _: True, 1.0) == []
