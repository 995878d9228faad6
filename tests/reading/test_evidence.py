from __future__ import annotations

import pytest

from ranked import Rank, Read
from relbot.reading.evidence import RULING_OUT, signals, time_share
from relbot.reading.verdict import VerdictWeights


def seen(text: str, read: Read) -> dict[str, float]:
    return signals(*read(text))


def test_a_time_is_so_much_of_a_question_as_says_it(rank: Rank) -> None:
    whole, part, none = (
        time_share(rank(text)[0])
        for text in ("in 1956?", "Who hosted Kim Il Sung in Tirana in 1956?", "Who hosted Kim Il Sung?")
    )
    assert whole > 0.7 > part > 0 == none


def test_a_name_is_missed_in_its_sentence(read: Read) -> None:
    assert seen("Who hosted Kim Il Sung in Tirana in 1956?", read)["absent_names"] == 0
    assert seen("Who hosted Tito in Tirana?", read)["absent_names"] > 0


def test_a_date_is_of_another_time_only_where_the_passage_has_none_of_the_time_asked_about(read: Read) -> None:
    assert seen("Who hosted Kim Il Sung in Tirana in 1936?", read)["another_time"] == 1
    assert seen("Who hosted Kim Il Sung in Tirana in 1956?", read)["another_time"] == 0
    assert seen("Who hosted Kim Il Sung in Tirana?", read)["another_time"] == 0
    assert seen("Who hosts Kim Il Sung today?", read)["another_time"] == 0


def test_a_passage_read_alone_is_as_far_ahead_as_one_can_be(read: Read) -> None:
    query, passages = read("Who hosted Kim Il Sung in Tirana in 1956?")
    alone, beside = signals(query, passages[:1]), signals(query, passages)
    assert alone["margin"] >= beside["margin"]
    assert alone["readings"] == pytest.approx(alone["reader"])


@pytest.mark.parametrize("name", [*VerdictWeights.load().between])
def test_only_what_is_absent_speaks_against_an_answer(name: str) -> None:
    weight = VerdictWeights.load().signals[name]
    assert weight <= 0 if name == "absent_names" else weight >= 0


def test_each_weight_is_of_a_signal_and_what_rules_out_has_none(read: Read) -> None:
    weights = VerdictWeights.load()
    assert (
        {*weights.between}
        == {*weights.signals} - {"bias"}
        == {*seen("Who hosted Tito?", read)}
        - {
            *RULING_OUT,
            "question",
            "lead",
        }
    )
