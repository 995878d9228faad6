"""Votes name nobody, count once, can be forgotten, and become a question file."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import stat
from collections.abc import Callable
from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest

from relbot.errors.state import FeedbackUnusable
from relbot.evaluation.questions import read_questions
from relbot.state.feedback import Feedback, FeedbackFile, Vote
from relbot.state.labels import question_lines
from relbot.state.taught import Lesson

ALICE, BOB = 11, 22


@pytest.fixture
def file(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path / "votes.jsonl", tmp_path / "state" / "feedback.key")


def vote(file: FeedbackFile, user: int, message: int, direction: Vote = "up", question: str = "Who?") -> None:
    file.append(Feedback(direction, question, ["ab"], ["It was he."], "g", message, file.voter(user, message)))


def test_a_voter_is_the_same_on_one_answer_and_another_on_the_next(file: FeedbackFile) -> None:
    assert file.voter(ALICE, 10) == file.voter(ALICE, 10)
    assert len({file.voter(ALICE, 10), file.voter(ALICE, 11), file.voter(BOB, 10)}) == 3


def test_without_the_key_nobody_can_tell_who_voted(file: FeedbackFile, tmp_path: Path) -> None:
    vote(file, ALICE, 10)
    other = FeedbackFile(file.file, tmp_path / "other.key")
    [entry] = file.votes()
    assert entry["voter"] not in {other.voter(user, 10) for user in range(100)}
    assert stat.S_IMODE(file.key_file.stat().st_mode) == 0o600


def test_the_last_vote_of_a_person_on_an_answer_counts(file: FeedbackFile) -> None:
    vote(file, ALICE, 10, "up")
    vote(file, BOB, 10, "up")
    vote(file, ALICE, 10, "down")
    assert [entry["vote"] for entry in file.votes()] == ["down", "up"]


def test_a_person_is_forgotten_and_nobody_else(file: FeedbackFile) -> None:
    for message in (10, 11):
        vote(file, ALICE, message)
        vote(file, BOB, message)
    assert file.forget(ALICE) == 2
    assert {entry["voter"] for entry in file.votes()} == {file.voter(BOB, 10), file.voter(BOB, 11)}


def test_hashes_without_a_key_are_replaced_and_still_belong_to_the_same_person(file: FeedbackFile) -> None:
    old = hashlib.sha256(f"{ALICE}:10".encode()).hexdigest()[:12]
    line = json.dumps({"vote": "up", "question": "Who?", "message": 10, "voter": old})
    file.file.write_text(f"{line}\nnot a vote\n", "utf-8")
    file.key_votes()
    assert old not in file.file.read_text("utf-8")
    assert [entry["voter"] for entry in file.votes()] == [file.voter(ALICE, 10)]
    assert file.forget(ALICE) == 1
    assert file.file.read_text("utf-8") == "not a vote\n"


def test_votes_and_taught_answers_are_a_file_that_eval_reads(file: FeedbackFile) -> None:
    vote(file, ALICE, 10, question="Who was it?")
    vote(file, ALICE, 11, "down", question="Who was it not?")
    vote(file, BOB, 12, question="Where is the key?")
    vote(file, BOB, 13, "chosen", question="Who may it have been?")
    lesson = Lesson("Where is the key?", "**Behind** the door.", 1, "Ana", date(2026, 11, 25), 5)
    conversations = read_questions(question_lines(file.votes(), [lesson]), "votes")
    asked = {turn.question: (turn.answers, turn.kind) for turns in conversations for turn in turns}
    assert asked == {
        "Where is the key?": (("Behind the door.",), "taught"),
        "Who was it?": (("It was he.",), "voted"),
        "Who may it have been?": (("It was he.",), "voted"),
    }


def test_whatever_line_breaks_its_words_hold_a_vote_is_counted_and_forgotten(file: FeedbackFile) -> None:
    vote(file, ALICE, 10, question="Who\u2028was\x85it\x0bor\nshe?")
    vote(file, BOB, 11, question="Is \ud800 a letter?")
    assert [entry["question"] for entry in file.votes()] == ["Who\u2028was\x85it\x0bor\nshe?", "Is ? a letter?"]
    assert file.forget(ALICE) == 1
    assert "\u2028" not in file.file.read_text("utf-8")


def test_a_vote_that_was_cut_short_costs_no_other(file: FeedbackFile) -> None:
    for message in (10, 11):
        vote(file, ALICE, message)
    whole = file.file.read_bytes()
    file.file.write_bytes(whole[:-20])
    vote(file, BOB, 12)
    assert [entry["message"] for entry in file.votes()] == [10, 12]


@pytest.mark.parametrize("key", [b"", b"\0" * 64, b"zz" * 32, b"\xff" * 64, b"ab" * 31])
def test_a_damaged_key_is_an_error_of_its_file(key: bytes, file: FeedbackFile) -> None:
    file.key_file.parent.mkdir()
    file.key_file.write_bytes(key)
    with pytest.raises(FeedbackUnusable, match=r"feedback\.key: the key is damaged"):
        file.voter(ALICE, 10)


def put(kind: str, path: Path) -> None:
    """Something in the place of a file that holds none: whoever opens it as a file waits, or never comes to an end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as listening, chdir(path.parent):  # a socket's path is short
            listening.bind(path.name)
    else:
        path.symlink_to(kind)


NO_FILES = ("a pipe", "a folder", "a socket", "/dev/full", "/dev/zero", "itself")


@pytest.mark.parametrize("kind", NO_FILES)
@pytest.mark.parametrize("place", ["votes", "key"])
def test_what_is_no_file_is_told_at_once_and_left_as_it_is(place: str, kind: str, file: FeedbackFile) -> None:
    path = file.file if place == "votes" else file.key_file
    put(path.name if kind == "itself" else kind, path)
    before = path.lstat()
    one = Feedback("up", "Who?", [], [], "g", 10, "0" * 16)
    uses: dict[str, list[Callable[[], object]]] = {
        "votes": [lambda: file.append(one), lambda: list(file.votes()), lambda: file.forget(1), file.key_votes],
        "key": [lambda: file.voter(ALICE, 10)],
    }
    for use in uses[place]:
        with pytest.raises(FeedbackUnusable, match=re.escape(f"The votes in {file.file} cannot be used (")):
            use()
    assert path.lstat().st_mode == before.st_mode


def test_the_null_device_takes_every_vote_and_keeps_none(file: FeedbackFile) -> None:
    file.file.symlink_to(os.devnull)
    vote(file, ALICE, 10)
    assert list(file.votes()) == []
    assert file.forget(ALICE) == 0
