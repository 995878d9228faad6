from __future__ import annotations

from collections.abc import Callable

import pytest

from ranked import Rank
from relbot.reading.verdict import Verdict, decide
from relbot.reading.weights import VerdictWeights

Judged = Callable[[str], Verdict]

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


@pytest.fixture
def judged(rank: Rank) -> Judged:
    return lambda text: decide(*rank(text), VerdictWeights.load())


@pytest.mark.parametrize("question", [ANSWERED[0], ANSWERED[1], ANSWERED[3]])
def test_what_the_corpus_says_is_answered(question: str, judged: Judged) -> None:
    verdict = judged(question)
    assert verdict.answered
    assert verdict.reason is None
    assert verdict.supporting


@pytest.mark.parametrize("question", REFUSED)
def test_what_it_does_not_say_is_refused_with_a_reason(question: str, judged: Judged) -> None:
    verdict = judged(question)
    assert not verdict.answered
    assert verdict.supporting == ()
    assert verdict.reason
    assert verdict.reason.endswith(".")
    assert verdict.runners_up, "what came nearest"


def test_a_name_that_the_sources_lack_is_the_reason(judged: Judged) -> None:
    assert "Everest" in str(judged("How tall is Mount Everest?").reason)


def test_how_many_is_not_answered_by_a_sentence_without_a_number(judged: Judged) -> None:
    assert judged("Who supported North Korea diplomatically during the Korean War?").answered
    refused = judged("How many countries supported North Korea diplomatically during the Korean War?")
    assert not refused.answered
    assert refused.signals[0].words == "a time or number was asked for, and the sentence tells none"


def test_a_refusal_is_less_sure_than_an_answer(judged: Judged) -> None:
    sure = [judged(question).confidence for question in (ANSWERED[0], ANSWERED[1])]
    unsure = [judged(question).confidence for question in REFUSED]
    assert 0 <= max(unsure) < min(sure) <= 1


def test_there_is_an_answer_from_a_certain_confidence_on(judged: Judged) -> None:
    least = VerdictWeights.load().threshold
    for question in (*ANSWERED, *REFUSED):
        verdict = judged(question)
        assert verdict.answered == (verdict.confidence >= least)


def test_what_asks_about_a_time_alone_is_answered_by_a_date(judged: Judged) -> None:
    assert judged("What happened in the 1940s?").answered
    assert not judged("What happened in the 1890s?").answered


def test_no_passage_is_both_cited_and_beside(judged: Judged) -> None:
    for question in (*ANSWERED, *REFUSED):
        verdict = judged(question)
        cited = [found.match.candidate.row for found in verdict.supporting]
        beside = [found.match.candidate.row for found in verdict.runners_up]
        assert len({*cited, *beside}) == len(cited) + len(beside)


def test_what_counts_for_an_answer_is_not_told_as_a_lack(judged: Judged) -> None:
    told = {signal.name: signal for signal in judged("Who hosted Kim Il Sung in Tirana?").signals}
    assert told["absent_names"].effect > 0
    assert told["absent_names"].words == "no rare name asked about is missing from the sentence"


def test_a_small_word_that_the_sources_lack_is_no_reason(judged: Judged) -> None:
    assert judged("Which kings ruled Norway beyond 1200?").reason == "Nothing in the sources mentions Norway."


def test_every_signal_says_what_it_did(judged: Judged) -> None:
    for question in (ANSWERED[0], REFUSED[0]):
        told = judged(question).signals
        assert len({signal.name for signal in told}) == len(told) > 5
        assert any(signal.effect for signal in told)
        assert all(signal.words for signal in told)
