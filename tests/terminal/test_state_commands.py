"""What the bot has kept, from the terminal: gaps, question files, and forgetting a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from relbot.cli import cli
from relbot.state import database, gaps, taught
from relbot.state.database import Database
from relbot.state.feedback import KEY_FILE, Feedback, FeedbackFile
from relbot.state.gaps import Refusal
from relbot.state.taught import Lesson

ANA = 7


def run(folder: Path, *arguments: str) -> Result:
    places = {
        "RELBOT_STATE": str(folder),
        "RELBOT_CORPUS": str(folder / "corpus"),
        "RELBOT_INDEX": str(folder / "index"),
    }
    return CliRunner().invoke(cli, arguments, env={"NO_COLOR": "1", **places})


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Database]:
    kept = Database(tmp_path / database.FILE)
    yield kept
    kept.close()


def refuse(kept: Database, *questions: str) -> None:
    vectors = np.eye(4, dtype=np.float32)
    with kept.transaction() as connection:
        for number, question in enumerate(questions):
            refusal = Refusal(question, "no reason", 1, 2, "refused", "model", vectors[number // 2])
            gaps.record(connection, refusal, datetime(2026, 11, 25, tzinfo=UTC), timedelta(days=365))


def test_gaps_are_listed_in_groups(kept: Database, tmp_path: Path) -> None:
    refuse(kept, "Where is the key?", "Who has the key?", "Where is \x1b[31mthe sauna?")
    output = run(tmp_path, "gaps").output
    assert "Who has the key?" in output
    assert "\x1b[31m" not in output
    assert run(tmp_path, "gaps", "--csv").output.splitlines()[0].startswith("group,asked,question")
    assert len(run(tmp_path, "gaps", "--csv").output.splitlines()) == 4


def test_without_gaps_it_says_so(tmp_path: Path) -> None:
    assert "left unanswered" in run(tmp_path, "gaps").output


def test_a_state_from_a_newer_relbot_is_told_in_one_sentence(kept: Database, tmp_path: Path) -> None:
    with kept.transaction() as connection:
        connection.execute("PRAGMA user_version = 1000")
    done = run(tmp_path, "gaps")
    assert done.exit_code == 2
    assert "was written by a newer relbot" in done.output


def test_who_is_to_be_forgotten_is_named_by_an_id(tmp_path: Path) -> None:
    for given in ("@ana", "0", str(2**63), "9" * 40):
        assert f"'{given}' is not a valid Discord user id" in run(tmp_path, "forget", given).output


def test_a_person_is_forgotten(kept: Database, tmp_path: Path) -> None:
    votes = FeedbackFile(tmp_path / "feedback.jsonl", tmp_path / KEY_FILE)
    votes.append(Feedback("up", "Who?", ["ab"], ["He."], "g", 10, votes.voter(ANA, 10)))
    with kept.transaction() as connection:
        taught.teach(connection, tmp_path / "corpus", Lesson("Where?", "Here.", ANA, "Ana", date(2026, 11, 25), 1))
    lines = [json.loads(line) for line in run(tmp_path, "feedback").output.splitlines()]
    assert [(line["question"], line["answers"]) for line in lines] == [("Where?", ["Here."]), ("Who?", ["He."])]
    assert "Deleted 1 vote and 1 answer." in run(tmp_path, "forget", str(ANA)).output
    nothing = run(tmp_path, "feedback")
    assert (nothing.stdout, nothing.stderr) == ("", "relbot: Nobody has voted or taught an answer yet.\n")
    assert not list((tmp_path / "corpus").rglob("*.md"))
    assert "Deleted 0 votes and 0 answers." in run(tmp_path, "forget", str(ANA)).output
