"""Questions to which the answer may be a list, an overview or small talk, and when it is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from relbot.answer import Answer, Statement
from relbot.evaluation.outcomes import ask_all, judge
from relbot.evaluation.questions import Breadth, EvaluationQuestion, read_questions
from terminal.answers import ANSWER, BEFORE, OVERVIEW, REFUSAL, SENTENCE, SMALL_TALK, citation

FACT = EvaluationQuestion(1, "When was the declaration signed?", ("in 1961",), "fact")
PEOPLE = Path(__file__).parents[1] / "questions" / "people.jsonl"


def test_a_question_to_which_the_answer_may_be_a_list_is_read_with_what_makes_it_right() -> None:
    lines = [
        '{"article": null, "kind": "list", "q": "which visits", "want": ["a", "b", "c"], "all": true, "least": 2}',
        '{"kind": "follow", "q": "and him?", "want": ["a"], "all": false, "least": 1, "not": ["b"], "before": ["who"]}',
        '{"kind": "unsaid", "q": "visa?", "want": []}',
        '{"kind": "chat", "q": "hi", "want": []}',
    ]
    assert read_questions(lines, "q.jsonl") == [
        (EvaluationQuestion(1, "which visits", ("a", "b", "c"), "list", Breadth(2)),),
        (EvaluationQuestion(2, "and him?", ("a",), "follow", Breadth(None, ("b",)), ("who",)),),
        (EvaluationQuestion(3, "visa?", None, "unsaid", Breadth(None)),),
        (EvaluationQuestion(4, "hi", None, "chat", Breadth(None), is_small_talk=True),),
    ]


def test_the_people_s_questions_of_the_repository_can_be_read() -> None:
    lines = PEOPLE.read_text("utf-8").splitlines()
    [broad, *_] = read_questions(lines, "people.jsonl")[0]
    assert broad.breadth == Breadth(3)
    assert len(read_questions(lines, "people.jsonl")) == len(lines)


def test_an_answer_of_several_statements_is_right_when_any_of_them_holds_a_wanted_text() -> None:
    assert judge(replace(FACT, answers=("Choe Yong-gon",)), OVERVIEW, 1.0).right
    across = f"{BEFORE[-10:]} {SENTENCE[:10]}"
    assert not judge(replace(FACT, answers=(across,)), OVERVIEW, 1.0).right, "it is in no statement"


def test_where_one_text_is_enough_the_answer_must_be_short() -> None:
    short = replace(FACT, breadth=Breadth(None))
    assert judge(short, OVERVIEW, 1.0).right
    two_in_one = replace(ANSWER.statements[0], text=f"{SENTENCE} {BEFORE}")
    assert judge(short, replace(OVERVIEW, statements=(two_in_one,) * 2), 1.0).right
    assert not judge(short, replace(OVERVIEW, statements=(two_in_one, *OVERVIEW.statements)), 1.0).right


def test_the_first_statement_must_not_hold_what_is_ruled_out() -> None:
    ruled_out = replace(FACT, breadth=Breadth(None, ("choe  yong-gon",)))
    assert not judge(ruled_out, OVERVIEW, 1.0).right
    assert judge(ruled_out, replace(OVERVIEW, statements=OVERVIEW.statements[::-1]), 1.0).right


@pytest.mark.parametrize(("least", "right"), [(1, True), (2, True), (3, False)])
def test_a_list_must_show_as_many_wanted_texts_as_are_the_least(least: int, right: bool) -> None:
    wanted = replace(FACT, answers=("in 1961", "Choe Yong-gon", "nowhere"), breadth=Breadth(least))
    assert judge(wanted, OVERVIEW, 1.0).right == right


def test_half_of_a_list_must_be_to_the_point() -> None:
    wanted = replace(FACT, breadth=Breadth(1))
    aside = citation(before="", sentence="Bears sleep.", number=2)
    off_the_point = Statement("Bears sleep.", 2, 100, 112)
    answer = replace(ANSWER, citations=(citation(), aside), statements=(*ANSWER.statements, off_the_point))
    assert judge(wanted, answer, 1.0).right
    assert not judge(wanted, replace(answer, statements=(*answer.statements, off_the_point)), 1.0).right


@pytest.mark.parametrize(("between", "right"), [(" ", True), ("\n", True), ("\n\n", False), ("\n \n\n", False)])
def test_a_statement_in_the_paragraph_of_a_wanted_text_is_to_the_point(between: str, right: bool) -> None:
    wanted = replace(FACT, breadth=Breadth(1))
    beside = Statement(BEFORE, 1, 100, 100 + len(BEFORE))
    cited = citation(before=f"{BEFORE}{between}")
    answer = replace(ANSWER, citations=(cited,), statements=(beside, beside, beside, *ANSWER.statements))
    assert judge(wanted, answer, 1.0).right == right


def test_small_talk_is_right_when_it_is_recognised() -> None:
    thanks = EvaluationQuestion(1, "thanks", None, "chat", Breadth(None), is_small_talk=True)
    assert judge(thanks, SMALL_TALK, 1.0).right
    assert not judge(thanks, REFUSAL, 1.0).right
    assert not judge(thanks, ANSWER, 1.0).right
    assert not judge(FACT, SMALL_TALK, 1.0).right


def test_what_was_asked_before_is_asked_in_the_same_conversation_and_not_judged() -> None:
    heard: list[str] = []

    def ask(question: str) -> Answer:
        heard.append(question)
        return ANSWER

    [outcome] = ask_all([(replace(FACT, before=("Who?", "Where?")),)], lambda: ask)
    assert heard == ["Who?", "Where?", FACT.question]
    assert outcome.asked.question == FACT.question
