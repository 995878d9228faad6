"""`relbot eval`: scores, the wrong answers, curves, and what it says of a file that it cannot read."""

from __future__ import annotations

import json
import socket
from contextlib import chdir
from pathlib import Path

from test_cli import VISA, WHEN, questions_file, run


def test_eval_scores_questions_and_lists_the_wrong_ones(seed_index: Path, tmp_path: Path) -> None:
    questions = questions_file(
        tmp_path,
        {"question": WHEN, "answers": ["november 28,  1948"], "kind": "time"},
        {"question": VISA, "answers": None},
        {"question": WHEN, "answers": ["in another year"]},
    )
    shown = run("eval", questions, "--index", seed_index)
    assert shown.exit_code == 0
    assert "line 3" in shown.stdout
    assert "wanted: in another year" in shown.stdout
    scored = json.loads(run("eval", questions, "--json", "--index", seed_index).stdout)
    assert scored["scores"]["questions"] == 3
    assert scored["by_kind"]["time"]["right"] == 1.0
    assert [wrong["asked"]["line"] for wrong in scored["wrong"]] == [3]


def test_eval_judges_lists_small_talk_and_follow_ups_too(seed_index: Path, tmp_path: Path) -> None:
    questions = questions_file(
        tmp_path,
        {"q": WHEN, "want": ["November 28, 1948"], "all": False, "least": 1, "not": [], "before": [], "kind": "fact"},
        {"q": "thanks", "want": [], "before": [WHEN], "kind": "chat"},
        {"q": WHEN, "want": ["November 28, 1948", "in another year"], "all": True, "least": 2, "kind": "list"},
    )
    scored = json.loads(run("eval", questions, "--json", "--index", seed_index).stdout)
    assert [wrong["asked"]["line"] for wrong in scored["wrong"]] == [3]
    assert "wanted: 2 of November 28, 1948 | in another year" in run("eval", questions, "--index", seed_index).stdout


def test_eval_exits_with_1_below_the_share_that_was_asked_for(seed_index: Path, tmp_path: Path) -> None:
    half = questions_file(tmp_path, {"question": WHEN, "answers": ["1948"]}, {"question": WHEN, "answers": None})
    assert run("eval", half, "--min", "0.5", "--index", seed_index).exit_code == 0
    assert run("eval", half, "--min", "0.51", "--index", seed_index).exit_code == 1


def test_eval_draws_its_curves_and_scores_all_the_same(seed_index: Path, tmp_path: Path) -> None:
    questions = questions_file(tmp_path, {"question": WHEN, "answers": ["1948"]})
    result = run("eval", questions, "--plot", tmp_path / "curves.png", "--index", seed_index)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Calibration error" in result.stdout
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_curves_that_cannot_be_written_are_one_sentence_and_the_scores_are_not_lost(
    seed_index: Path, tmp_path: Path
) -> None:
    questions = questions_file(tmp_path, {"question": WHEN, "answers": ["1948"]})
    result = run("eval", questions, "--json", "--plot", tmp_path / "none" / "curves.png", "--index", seed_index)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["scores"]["right"] == 1
    assert result.stderr.endswith("curves.png (No such file or directory); name another file.\n")


def test_a_question_file_that_cannot_be_opened_is_told(seed_index: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening, chdir(tmp_path):
        listening.bind("questions")
    result = run("eval", tmp_path / "questions", "--index", seed_index)
    assert result.exit_code == 2
    assert f"{tmp_path / 'questions'} cannot be read (No such device or address); see `relbot eval" in result.stderr


def test_a_malformed_question_file_names_its_line(seed_index: Path, tmp_path: Path) -> None:
    result = run("eval", questions_file(tmp_path, {"question": WHEN}), "--index", seed_index)
    assert result.exit_code == 2
    assert "questions.jsonl, line 1: answers is neither" in result.stderr


def test_a_device_that_never_ends_is_no_question_file(seed_index: Path) -> None:
    result = run("eval", "/dev/zero", "--index", seed_index)
    assert result.exit_code == 2
    assert "/dev/zero, line 1: the line is longer than 1,000,000 characters;" in result.stderr
