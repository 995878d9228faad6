from __future__ import annotations

from collections.abc import Callable

import pytest

from ranked import Read
from relbot.reading.evidence import RULING_OUT
from relbot.reading.verdict import Verdict, VerdictWeights, confidence, decide

VerdictOn = Callable[[str], Verdict]

ANSWERED = (
    "When were diplomatic relations established?",
    "Who hosted Kim Il Sung in Tirana in 1956?",
    "What did Hoxha call the litmus test of the split?",
    "Where is the embassy of North Korea that is responsible for Albania?",
)
REFUSED = (
    "Which visa does a tourist from Brazil need?",
    "How tall is Mount Everest?",
    "Who won the football world cup in 2014?",
    "What is the recipe for byrek?",
)
NOT_RULED_OUT = dict.fromkeys((*RULING_OUT, "question", "lead"), 0.0)


@pytest.fixture
def verdict_on(read: Read) -> VerdictOn:
    return lambda text: decide(*read(text), VerdictWeights.load())


@pytest.mark.parametrize("question", [ANSWERED[0], ANSWERED[1], ANSWERED[3]])
def test_what_the_corpus_says_is_answered(question: str, verdict_on: VerdictOn) -> None:
    verdict = verdict_on(question)
    assert verdict.answered
    assert verdict.reason is None
    assert verdict.supporting


@pytest.mark.parametrize("question", REFUSED)
def test_what_it_does_not_say_is_refused_with_a_reason(question: str, verdict_on: VerdictOn) -> None:
    verdict = verdict_on(question)
    assert not verdict.answered
    assert verdict.supporting == ()
    assert verdict.reason
    assert verdict.reason.endswith(".")
    assert verdict.runners_up, "what came nearest"


def test_a_name_that_the_sources_lack_is_the_reason(verdict_on: VerdictOn) -> None:
    assert "Everest" in str(verdict_on("How tall is Mount Everest?").reason)


def test_how_many_is_not_answered_by_a_sentence_without_a_number(verdict_on: VerdictOn) -> None:
    assert verdict_on("Who supported North Korea diplomatically during the Korean War?").answered
    refused = verdict_on("How many countries supported North Korea diplomatically during the Korean War?")
    assert not refused.answered
    assert "lacking" in {signal.name for signal in refused.signals}


@pytest.mark.parametrize(
    ("question", "signal"),
    [
        ("How much did the embassy cost?", "lacking"),
        ("When in the 1970s did relations between the two nations improve?", "opposite"),
        ("Which country was not supported by Albania in the Korean War?", "affirmed"),
        ("Who hosted Kim Il Sung in Tirana in 1936?", "another_time"),
    ],
)
def test_what_rules_a_sentence_out_is_told(question: str, signal: str, verdict_on: VerdictOn) -> None:
    verdict = verdict_on(question)
    assert not verdict.answered
    assert signal in {signal.name for signal in verdict.signals if signal.effect <= 0}


def test_a_refusal_is_less_sure_than_an_answer(verdict_on: VerdictOn) -> None:
    sure = [verdict_on(question).confidence for question in (ANSWERED[0], ANSWERED[1])]
    unsure = [verdict_on(question).confidence for question in REFUSED]
    assert 0 <= max(unsure) < min(sure) <= 1


def test_there_is_an_answer_from_a_certain_confidence_on(verdict_on: VerdictOn) -> None:
    least = VerdictWeights.load().threshold
    for question in (*ANSWERED, *REFUSED):
        verdict = verdict_on(question)
        assert verdict.answered == (verdict.confidence >= least)


def test_what_asks_about_a_time_alone_is_answered_by_a_date(verdict_on: VerdictOn) -> None:
    assert verdict_on("What happened in the 1940s?").answered
    assert not verdict_on("What happened in the 1890s?").answered


def test_no_passage_is_both_supporting_and_a_runner_up(verdict_on: VerdictOn) -> None:
    for question in (*ANSWERED, *REFUSED):
        verdict = verdict_on(question)
        cited = [found.match.candidate.row for found in verdict.supporting]
        runners_up = [found.match.candidate.row for found in verdict.runners_up]
        assert len({*cited, *runners_up}) == len(cited) + len(runners_up)


def test_a_signal_for_an_answer_is_not_described_as_a_lack(verdict_on: VerdictOn) -> None:
    explained = {signal.name: signal for signal in verdict_on("Who hosted Kim Il Sung in Tirana?").signals}
    assert explained["absent_names"].effect > 0
    assert explained["absent_names"].words == "no rare name asked about is missing from the sentence"


def test_a_small_word_that_the_sources_lack_is_no_reason(verdict_on: VerdictOn) -> None:
    reason = str(verdict_on("Which kings ruled Norway beyond 1200?").reason)
    assert "Norway" in reason
    assert "beyond" not in reason


def test_every_signal_says_what_it_did(verdict_on: VerdictOn) -> None:
    for question in (ANSWERED[0], REFUSED[0]):
        explained = verdict_on(question).signals
        assert len({signal.name for signal in explained}) == len(explained) >= 4
        assert any(signal.effect for signal in explained)
        assert all(signal.words for signal in explained)


@pytest.mark.parametrize("reader", [-1e6, -5.0, 0.0, 5.0, 1e6])
def test_the_surer_the_reader_the_more_confident_but_never_of_a_sentence_without_what_was_asked_for(
    reader: float,
) -> None:
    weights = VerdictWeights.load()
    signals = {**dict.fromkeys(weights.between, 1.0), **NOT_RULED_OUT, "dated": 0.0, "is_asked": 0.0, "reader": reader}
    assert 0 <= confidence(signals, weights) <= confidence({**signals, "reader": reader + 1}, weights) <= 1
    assert all(confidence({**signals, name: 1.0}, weights) < weights.threshold for name in RULING_OUT)


def test_what_a_query_names_and_no_source_does_is_the_reason(read: Read) -> None:
    query, passages = read("How tall is Mount Everest?")
    verdict = decide(query, passages, VerdictWeights.load(), unknown=("E1044", "room 205"))
    assert verdict.reason == "Nothing in the sources mentions E1044 or room 205."


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_no_more_passages_are_named_than_are_wanted(limit: int, read: Read) -> None:
    for question in (*ANSWERED, *REFUSED):
        verdict = decide(*read(question), VerdictWeights.load(), limit)
        assert len(verdict.supporting) + len(verdict.runners_up) <= limit


def test_what_stands_under_the_very_question_is_the_answer_also_without_a_time_that_was_asked_for() -> None:
    weights = VerdictWeights.load()
    ruled_out = {**NOT_RULED_OUT, "lacking": 1.0}
    signals = {**dict.fromkeys(weights.between, 0.0), **ruled_out, "dated": 0.0, "is_asked": 1.0, "reader": -5.0}
    assert confidence(signals, weights) > weights.threshold
    assert confidence({**signals, "is_asked": 0.0}, weights) < weights.threshold


def test_a_question_above_a_passage_makes_it_the_answer_where_it_leads_whatever_the_reader_sees_in_the_answer() -> None:
    weights = VerdictWeights.load()
    signals = {**dict.fromkeys(weights.between, 0.0), **NOT_RULED_OUT, "dated": 0.0, "is_asked": 0.0, "reader": -3.0}
    leading, level = ({**signals, "question": 1.0, "lead": lead} for lead in (10.0, 0.0))
    assert confidence(leading, weights) >= weights.threshold > confidence(level, weights)
    assert confidence({**leading, "question": 0.0}, weights) < weights.threshold
    assert confidence({**leading, "lacking": 1.0}, weights) < weights.threshold
