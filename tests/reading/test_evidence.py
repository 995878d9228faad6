from __future__ import annotations

import pytest

from ranked import Rank
from relbot.reading.evidence import MAX_EVIDENCE, MIN_EVIDENCE, evidence, signals, time_share
from relbot.reading.weights import VerdictWeights

NO_SIGNALS = dict.fromkeys(VerdictWeights.load().holds, 0.0)


def seen(text: str, rank: Rank) -> dict[str, float]:
    return signals(*rank(text))


def test_a_time_is_so_much_of_a_question_as_says_it(rank: Rank) -> None:
    whole, part, none = (
        time_share(rank(text)[0])
        for text in ("in 1956?", "Who hosted Kim Il Sung in Tirana in 1956?", "Who hosted Kim Il Sung?")
    )
    assert whole > 0.7 > part > 0 == none


def test_a_name_is_missed_in_its_sentence_a_number_in_its_passage(rank: Rank) -> None:
    assert seen("Who hosted Kim Il Sung in Tirana in 1956?", rank)["absent_names"] == 0
    assert seen("Who hosted Tito in Tirana?", rank)["absent_names"] > 0
    assert seen("What did the 17 envoys sign?", rank)["absent_numbers"] == 1


def test_a_date_is_of_another_time_only_where_the_passage_has_none_of_the_time_asked_about(rank: Rank) -> None:
    assert seen("Who hosted Kim Il Sung in Tirana in 1936?", rank)["another_time"] == 1
    assert seen("Who hosted Kim Il Sung in Tirana in 1956?", rank)["another_time"] == 0
    assert seen("Who hosted Kim Il Sung in Tirana?", rank)["another_time"] == 0
    assert seen("Who hosts Kim Il Sung today?", rank)["another_time"] == 0


@pytest.mark.parametrize("name", ["absent_names", "absent_numbers", "missing"])
def test_what_is_not_there_never_speaks_for_an_answer(name: str) -> None:
    weights = VerdictWeights.load()
    without = {**NO_SIGNALS, "lacking": 0.0}
    assert evidence({**without, name: 1.0}, weights) <= evidence(without, weights)


@pytest.mark.parametrize("value", [-1e9, -1.0, 0.0, 1.0, 1e9])
def test_evidence_is_bounded_however_large_its_signals(value: float) -> None:
    weights = VerdictWeights.load()
    assert MIN_EVIDENCE <= evidence(dict.fromkeys(weights.holds, value), weights) <= MAX_EVIDENCE
