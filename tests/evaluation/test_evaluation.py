import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Answer
from relbot.errors.request import QuestionsUnreadable
from relbot.evaluation.calibration import (
    CalibrationBin,
    CoveragePoint,
    calibration_bins,
    calibration_error,
    confidence_pairs,
    coverage_curve,
)
from relbot.evaluation.outcomes import Ask, Outcome, ask_all, judge
from relbot.evaluation.questions import EvaluationQuestion, read_questions
from relbot.evaluation.scores import score, score_by_kind
from terminal.answers import ANSWER, REFUSAL, SENTENCE, citation

FACT = EvaluationQuestion(1, "When was the declaration signed?", ("in 1961",), "fact")
OFF = EvaluationQuestion(2, "Which visa do I need?", None, "unanswerable")


def test_a_question_file_is_read_line_by_line() -> None:
    lines = [
        '{"question": "When?", "answers": ["in 1961"], "kind": "time"}',
        "",
        '{"question": "Visa?", "answers": null}',
        '{"turns": [{"question": "Who?", "answers": ["Hoxha"]}, {"question": "Why?", "answers": null}]}',
    ]
    assert read_questions(lines, "q.jsonl") == [
        (EvaluationQuestion(1, "When?", ("in 1961",), "time"),),
        (EvaluationQuestion(3, "Visa?", None, "other"),),
        (EvaluationQuestion(4, "Who?", ("Hoxha",), "dialogue"), EvaluationQuestion(4, "Why?", None, "dialogue")),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("7", "there is no question"),
        ('"turns"', "there is no question"),
        ('{"question": 7, "answers": null}', "there is no question"),
        ('{"question": "When?"}', "answers is neither"),
        ('{"question": "When?", "answers": []}', "answers is neither"),
        ('{"question": "When?", "answers": [" "]}', "answers is neither"),
        ('{"question": "When?", "answers": "1961"}', "answers is neither"),
        ('{"turns": []}', "turns is not"),
        ('{"q": 7, "want": []}', "q is not a text"),
        ('{"q": "When?"}', "want is not a list"),
        ('{"q": "When?", "want": [" "]}', "want is not a list"),
        ('{"q": "When?", "want": ["a"], "not": "b"}', "not is not a list"),
        ('{"q": "When?", "want": ["a"], "before": [7]}', "before is not a list"),
        ('{"q": "When?", "want": ["a"], "all": "yes"}', "all is neither"),
        ('{"q": "When?", "want": ["a"], "all": true, "least": 2}', "least is not"),
        ('{"q": "When?", "want": ["a"], "all": true, "least": true}', "least is not"),
        ('{"q": "When?", "want": ["a"], "all": true, "least": 0}', "least is not"),
        ('{"q": "hi", "want": ["a"], "kind": "chat"}', "want is not empty"),
        ('{"turns": {"question": "When?"}}', "turns is not"),
    ],
)
def test_a_malformed_line_is_named(line: str, why: str) -> None:
    with pytest.raises(QuestionsUnreadable, match=f"^q.jsonl, line 2: {why}"):
        read_questions(["", line], "q.jsonl")


def test_a_file_without_questions_is_no_perfect_score() -> None:
    with pytest.raises(QuestionsUnreadable, match="holds no questions"):
        read_questions(["", "\n"], "q.jsonl")


def test_an_answer_is_right_when_its_sentence_holds_a_wanted_text_in_any_case_and_spacing() -> None:
    wanted = replace(FACT, answers=("nowhere to be found", "albania  AND\nnorth korea"))
    assert judge(wanted, ANSWER, 1.0).right


def test_an_answer_is_wrong_when_only_its_passage_holds_the_wanted_text() -> None:
    outcome = judge(replace(FACT, answers=("Choe Yong-gon",)), ANSWER, 1.0)
    assert not outcome.right
    assert outcome.rank == 1


def test_the_rank_is_that_of_the_first_citation_that_holds_the_wanted_text() -> None:
    answer = replace(ANSWER, citations=(citation(before="", sentence="Other."), citation(number=2)))
    assert judge(FACT, answer, 1.0).rank == 2


def test_a_refusal_is_right_where_the_corpus_is_silent_and_wrong_where_it_is_not() -> None:
    assert judge(OFF, REFUSAL, 1.0).right
    assert not judge(FACT, REFUSAL, 1.0).right
    assert not judge(OFF, ANSWER, 1.0).right


def test_what_came_closest_is_judged_too_and_makes_no_refusal_right() -> None:
    found, nothing = judge(FACT, REFUSAL, 1.0), judge(FACT, replace(REFUSAL, closest=()), 1.0)
    assert (found.held, nothing.held) == (True, False)
    assert not found.right


def test_each_conversation_begins_anew_and_its_turns_share_one() -> None:
    heard: list[list[str]] = []

    def begin() -> Ask:
        said: list[str] = []
        heard.append(said)

        def ask(question: str) -> Answer:
            said.append(question)
            return ANSWER

        return ask

    outcomes = list(ask_all([(FACT, OFF), (FACT,)], begin))
    assert heard == [[FACT.question, OFF.question], [FACT.question]]
    assert [outcome.right for outcome in outcomes] == [True, False, True]


def test_the_figures_of_four_outcomes() -> None:
    elsewhere = replace(
        ANSWER, text="Other.", statements=(), citations=(citation(before="", sentence="Other."), citation(number=2))
    )
    outcomes = [
        judge(FACT, ANSWER, 4.0),
        judge(FACT, elsewhere, 2.0),
        judge(OFF, REFUSAL, 1.0),
        judge(OFF, ANSWER, 3.0),
    ]
    scores = score(outcomes)
    assert (scores.questions, scores.right, scores.answered) == (4, 0.5, 0.75)
    assert (scores.answer_at_1, scores.passage_at_1, scores.passage_at_3) == (0.5, 0.5, 1.0)
    assert scores.false_answers == 0.5
    assert scores.calibration_error == pytest.approx(0.934 - 1 / 3)
    assert (scores.p50, scores.p95) == (2.0, 4.0)


def test_a_share_of_nothing_is_none_and_not_a_number() -> None:
    scores = score([judge(OFF, REFUSAL, 1.0)])
    assert scores.answer_at_1 is scores.calibration_error is None
    assert score([judge(FACT, ANSWER, 1.0)]).false_answers is None


def test_figures_by_kind_leave_none_out() -> None:
    kinds = score_by_kind([judge(OFF, REFUSAL, 1.0), judge(FACT, ANSWER, 1.0), judge(OFF, ANSWER, 1.0)])
    assert {kind: figures.questions for kind, figures in kinds.items()} == {"fact": 1, "unanswerable": 2}


def test_calibration_is_judged_bin_by_bin() -> None:
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0
    assert calibration_error([(0.95, False), (0.05, True)]) == pytest.approx(0.95)
    assert calibration_error([]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_calibration_error_is_a_share(answers: list[tuple[float, bool]]) -> None:
    error = calibration_error(answers)
    assert error is not None
    assert -1e-9 <= error <= 1 + 1e-9


def test_bins_hold_what_is_about_as_sure() -> None:
    assert calibration_bins([(0.25, True), (0.75, True), (1.0, False), (0.25, False)]) == [
        CalibrationBin(0.25, 2, 0.25, 0.5),
        CalibrationBin(0.75, 1, 0.75, 1.0),
        CalibrationBin(0.95, 1, 1.0, 0.0),
    ]


def test_only_answers_that_were_given_are_calibrated() -> None:
    assert confidence_pairs([judge(FACT, ANSWER, 1.0), judge(OFF, REFUSAL, 1.0)]) == [(0.934, True)]


def test_the_curve_goes_from_the_surest_answer_to_what_was_refused() -> None:
    unsure = replace(ANSWER, confidence=0.3, text="Other.", statements=())
    outcomes = [judge(OFF, REFUSAL, 1.0), judge(FACT, unsure, 1.0), judge(FACT, REFUSAL, 1.0), judge(FACT, ANSWER, 1.0)]
    assert coverage_curve(outcomes) == [
        CoveragePoint(True, 0.25, 1.0),
        CoveragePoint(True, 0.5, 0.5),
        CoveragePoint(False, 1.0, 0.5),
    ]


@given(
    st.lists(
        st.builds(
            Outcome, st.just(FACT), st.booleans(), st.none(), st.floats(0, 1), st.booleans(), st.none(), st.just(1.0)
        ),
        min_size=1,
    )
)
def test_the_curve_ends_with_everything_and_passes_what_was_answered(outcomes: list[Outcome]) -> None:
    curve, scores = coverage_curve(outcomes), score(outcomes)
    assert curve[-1].coverage == 1
    assert max((reach.coverage for reach in curve if reach.answered), default=0) == scores.answered
    assert [reach.coverage for reach in curve] == sorted({reach.coverage for reach in curve})
    assert all(0 <= reach.precision <= 1 for reach in curve)


def test_outcomes_and_scores_are_ready_for_json() -> None:
    outcome: Outcome = judge(FACT, ANSWER, 1.0)
    assert json.loads(json.dumps(outcome.to_dict()))["right"] is True
    assert json.loads(json.dumps(asdict(score([outcome]))))["questions"] == 1
    assert outcome.text == SENTENCE
