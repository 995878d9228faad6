"""Taught answers: versions, the files of the newest, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from relbot.corpus.documents import parse
from relbot.errors.state import TaughtNotWritten
from relbot.state import taught
from relbot.state.database import Database
from relbot.state.taught import Lesson

LESSON = Lesson("Where is the key?", "Behind the door.", 1, "Ana", date(2026, 11, 25), 5, 50, "https://x.org/50")
NEWER = replace(LESSON, question="where is the KEY", words="In the drawer.", author=2, author_name="Bo", message=51)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "state" / "state.sqlite")


def sources(corpus: Path) -> Sequence[str]:
    return [file.read_text("utf-8") for file in corpus.rglob("*.md")]


def test_a_source_has_the_question_the_words_and_who_said_them_when(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        path = taught.teach(connection, tmp_path, LESSON)
    document = parse(path, (tmp_path / path).read_bytes())
    assert (document.source.title, document.source.url) == (LESSON.question, LESSON.url)
    assert [document.text[block.start : block.end] for block in document.blocks] == [LESSON.words]
    assert [place.label for place in document.places] == ["answered by Ana on 25 November 2026"]


def test_the_newest_version_counts_and_both_are_kept(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        taught.teach(connection, tmp_path, LESSON)
        taught.teach(connection, tmp_path, NEWER)
        [current] = taught.current(connection, 5)
        assert current.lesson == NEWER
        assert len(taught.versions(connection, current.id)) == 2
    [source] = sources(tmp_path)
    assert "In the drawer." in source


def test_where_the_newest_is_withdrawn_the_one_before_counts_again(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        taught.teach(connection, tmp_path, LESSON)
        taught.teach(connection, tmp_path, NEWER)
        taught.withdraw(connection, tmp_path, taught.by_author(connection, 2))
        assert "Behind the door." in sources(tmp_path)[0]
        taught.withdraw(connection, tmp_path, taught.by_message(connection, [50, 51, 52]))
        assert not taught.current(connection)
    assert not sources(tmp_path)


def test_withdrawn_words_are_in_no_file(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        taught.teach(connection, tmp_path, LESSON)
    with database.transaction() as connection:
        taught.withdraw(connection, tmp_path, taught.by_author(connection, 1))
    database.close()
    left = [file for file in tmp_path.rglob("*") if file.is_file() and b"Behind the door" in file.read_bytes()]
    assert not left


def test_a_question_in_two_servers_has_two_answers(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        taught.teach(connection, tmp_path, LESSON)
        taught.teach(connection, tmp_path, replace(NEWER, server=6))
        assert len(taught.current(connection)) == 2
    assert len(sources(tmp_path)) == 2


def test_where_the_source_cannot_be_written_nothing_is_taught(database: Database, tmp_path: Path) -> None:
    (tmp_path / "taught").write_text("in the way")
    with pytest.raises(TaughtNotWritten), database.transaction() as connection:
        taught.teach(connection, tmp_path, LESSON)
    with database.transaction() as connection:
        assert not taught.current(connection)
