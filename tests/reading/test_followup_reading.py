from __future__ import annotations

from dataclasses import replace

import pytest

from ranked import Rank
from relbot.query.dialogue.reformulation import Reformulation
from relbot.reading import followup_reading, followup_verdict
from relbot.reading.followup_reading import log_odds, read_followup
from relbot.reading.followup_verdict import check_typed_words, check_words_of_followup, decide_followup
from relbot.reading.reader import Reader
from relbot.reading.verdict import Verdict
from relbot.text.terms import content_stems

QUESTION = "Who hosted Kim Il Sung in Tirana in 1956?"


@pytest.mark.parametrize("question", [QUESTION, "How many soldiers came?", "Which visa does a tourist need?"])
def test_all_of_the_passage_of_the_answer_before_is_read_wherever_it_ranks(
    question: str, rank: Rank, reader: Reader
) -> None:
    query, ranked = rank(question)
    for passage in ranked:
        record = passage.match.record
        followup = Reformulation(question, typed_stems=frozenset(), previous_passage_id=record.passage.id)
        found = read_followup(followup, query, ranked, reader)
        own = [read for read in found if read.ranked.match.record is record]
        assert len(own) == 1
        assert len(own[0].reading.sentences) == len(record.sentences)
        assert own[0].ranked.sentence_index == own[0].reading.best
        assert [log_odds(read) for read in found] == sorted(map(log_odds, found), reverse=True)


def test_a_sentence_that_was_shown_before_gives_way(rank: Rank, reader: Reader) -> None:
    query, ranked = rank(QUESTION)
    passage = ranked[0].match.record.passage
    fresh = Reformulation(QUESTION, typed_stems=frozenset(), previous_passage_id=passage.id)
    best = read_followup(fresh, query, ranked[:1], reader)[0]
    shown = Reformulation(
        QUESTION,
        typed_stems=frozenset(),
        previous_passage_id=passage.id,
        previous_answer=best.ranked.sentence_text,
    )
    again = read_followup(shown, query, ranked[:1], reader)[0]
    number = best.ranked.sentence_index
    lost = best.reading.sentences - again.reading.sentences
    assert lost[number] == pytest.approx(followup_reading._AMONG_OTHERS.shown_before, abs=1e-3)
    assert sum(abs(lost) > 1e-3) == 1


def test_no_sentence_without_a_number_comes_before_one_that_has_it_where_one_is_asked_for(
    rank: Rank, reader: Reader
) -> None:
    query, ranked = rank("When was the joint declaration signed?")
    for passage in ranked:
        followup = Reformulation(query.text, frozenset(), previous_passage_id=passage.match.record.passage.id)
        read = next(
            read for read in read_followup(followup, query, ranked, reader) if read.ranked.match is passage.match
        )
        dated = [bool(sentence.dates) for sentence in passage.match.record.sentences]
        assert dated[read.ranked.sentence_index] or not any(dated)


def test_beside_the_answer_before_nothing_but_its_passage_is_read(rank: Rank, reader: Reader) -> None:
    query, ranked = rank(QUESTION)
    for passage in ranked:
        beside = Reformulation(
            f"When was that? {QUESTION}",
            frozenset(),
            typed=QUESTION,
            previous_passage_id=passage.match.record.passage.id,
            in_previous_passage=True,
        )
        [read] = read_followup(beside, query, ranked, reader)
        assert read.ranked.match is passage.match
        assert len(read.reading.sentences) == len(passage.match.sentences)


@pytest.mark.parametrize("threshold", [0.0, 0.5, 0.9, 1.0])
def test_a_follow_up_is_answered_from_a_confidence_on_and_cites_only_what_reaches_it(
    threshold: float, rank: Rank, reader: Reader
) -> None:
    query, ranked = rank(QUESTION)
    followup = Reformulation(QUESTION, frozenset(), previous_passage_id=ranked[1].match.record.passage.id)
    passages = read_followup(followup, query, ranked, reader)
    verdict = decide_followup(query, passages, threshold, 3)
    assert verdict.answered == (verdict.confidence >= threshold) == bool(verdict.supporting)
    assert (verdict.reason is None) == verdict.answered
    assert not {id(p) for p in verdict.supporting} & {id(p) for p in verdict.runners_up}
    assert not decide_followup(query, passages, threshold, 3, unknown=["E1044"]).answered


@pytest.mark.parametrize("score", [-1e4, 1e4])
def test_a_follow_up_has_a_confidence_however_far_from_an_answer_all_is(
    score: float, rank: Rank, reader: Reader
) -> None:
    query, ranked = rank(QUESTION)
    followup = Reformulation(QUESTION, frozenset(), previous_passage_id=ranked[1].match.record.passage.id)
    best, *_ = read_followup(followup, query, ranked, reader)
    assert decide_followup(query, [replace(best, score=score)], 0.5, 3).confidence == float(score > 0)


def answered(rank: Rank, question: str) -> Verdict:
    return Verdict(True, 0.8, None, (), (rank(question)[1][0],), ())


def test_what_answers_only_the_words_filled_in_is_refused_with_half_the_confidence(
    rank: Rank, monkeypatch: pytest.MonkeyPatch
) -> None:
    query, verdict = rank(QUESTION)[0], answered(rank, QUESTION)
    stems = frozenset(term.stem for term in query.terms)
    assert check_typed_words(Reformulation(QUESTION, stems), query, verdict) is verdict
    monkeypatch.setattr(followup_verdict, "_MIN_SIMILARITY", 1.01)
    refused = check_typed_words(Reformulation(QUESTION, stems), query, verdict)
    assert (refused.answered, refused.confidence, refused.supporting) == (False, 0.4, ())
    assert refused.runners_up == verdict.supporting
    assert refused.signals[0].effect < 0
    assert check_typed_words(Reformulation(QUESTION), query, verdict) is verdict


def test_beside_the_answer_before_each_word_typed_has_something_near_it_in_the_passage(rank: Rank) -> None:
    for typed, is_near in (("Who hosted Kim?", True), ("Who hosts?", True), ("Who sells zip fasteners?", False)):
        query, verdict = rank(f"{QUESTION} {typed}")[0], answered(rank, f"{QUESTION} {typed}")
        beside = Reformulation(query.text, frozenset(content_stems(typed)), typed=typed, in_previous_passage=True)
        judged = check_words_of_followup(beside, query, verdict)
        assert judged.answered == is_near
        assert judged.confidence == verdict.confidence / (1 if is_near else 2)


def test_what_is_completed_loosely_is_not_answered_by_the_words_of_the_question_before(rank: Rank) -> None:
    for typed, is_near in (("and the host", True), ("and the cat", False)):
        query, verdict = rank(f"{typed}: {QUESTION}")[0], answered(rank, f"{typed}: {QUESTION}")
        loosely = Reformulation(query.text, frozenset(content_stems(typed)), typed=typed, is_fallback=True)
        assert check_words_of_followup(loosely, query, verdict).answered == is_near


def test_the_answer_to_a_question_about_a_time_is_of_that_time(rank: Rank) -> None:
    for question, is_of_time in (("What happened in June 1956?", True), ("What happened in 1850?", False)):
        verdict = answered(rank, question)
        followup = Reformulation(question, typed_stems=frozenset(), is_time_typed=True)
        assert check_typed_words(followup, rank(question)[0], verdict).answered == is_of_time
