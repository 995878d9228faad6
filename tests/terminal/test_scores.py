from rich.console import Console

from relbot.evaluation.outcomes import judge
from relbot.evaluation.questions import Breadth, EvaluationQuestion
from relbot.evaluation.scores import score, score_by_kind
from relbot.terminal.scores import MAX_WRONG_LISTED, scores_table, wrong_answers
from terminal.answers import ANSWER, REFUSAL

RIGHT = judge(EvaluationQuestion(1, "When?", ("in 1961",), "time"), ANSWER, 4.0)
WRONG = judge(EvaluationQuestion(2, "Who?\x1b[2J", ("Hoxha",), "fact"), REFUSAL, 2.0)


def test_the_table_fits_80_columns_and_has_a_row_for_each_kind(terminal: Console) -> None:
    outcomes = [RIGHT, WRONG]
    terminal.print(scores_table(score(outcomes), score_by_kind(outcomes)))
    lines = terminal.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert [line.split()[:3] for line in lines if "." in line or "—" in line][:3] == [
        ["all", "2", "0.500"],
        ["fact", "1", "0.000"],
        ["time", "1", "1.000"],
    ]
    assert "p50 2.0 ms · p95 4.0 ms" in lines[-1]


def test_a_wrong_answer_is_shown_with_what_was_wanted() -> None:
    assert wrong_answers([RIGHT, WRONG]).plain == "line 2 Who?[2J\n  wanted: Hoxha\n  said:   no answer"


def test_what_a_list_or_small_talk_should_have_been_is_said() -> None:
    listed = EvaluationQuestion(3, "Which?", ("a", "b", "c"), "list", Breadth(2))
    thanks = EvaluationQuestion(4, "thanks", None, "chat", Breadth(None), is_small_talk=True)
    shown = wrong_answers([judge(listed, REFUSAL, 1.0), judge(thanks, REFUSAL, 1.0)]).plain
    assert "  wanted: 2 of a | b | c\n" in shown
    assert "  wanted: a reply to small talk\n" in shown


def test_only_the_first_wrong_answers_are_listed() -> None:
    shown = wrong_answers([WRONG] * (MAX_WRONG_LISTED + 1_000)).plain
    assert shown.count("wanted:") == MAX_WRONG_LISTED
    assert shown.endswith("and 1,000 more; --json lists them all.")
