"""Taught answers in all their versions, and the corpus files that contain the newest ones.

A row names the author and the message, so that the author's words can be withdrawn: by the author, by those who manage
the answers, or by deleting the message. Withdrawn words are deleted, and the previous version becomes current again.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from relbot.corpus.taught import FOLDER, TaughtText, to_markdown
from relbot.errors.state import TaughtNotWritten
from relbot.state.gaps import question_key

SCHEMA = """
CREATE TABLE taught (
    id INTEGER PRIMARY KEY,
    question TEXT NOT NULL,
    words TEXT NOT NULL,
    author INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    answered TEXT NOT NULL,
    server INTEGER NOT NULL,
    message INTEGER,
    url TEXT,
    folded TEXT NOT NULL
);
CREATE INDEX taught_question ON taught (server, folded);
CREATE INDEX taught_message ON taught (message);
CREATE INDEX taught_author ON taught (author)
"""
_SLUG_LENGTH = 50
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One version of a taught answer."""

    question: str
    words: str
    author: int
    author_name: str
    answered: date
    server: int
    message: int | None = None
    url: str | None = None
    """URL of the message."""

    @property
    def folded(self) -> str:
        return question_key(self.question)

    @property
    def path(self) -> str:
        """Path of its source relative to the corpus, the same for all versions of a server's answer to a question."""
        digest = hashlib.sha256(f"{self.server}:{self.folded}".encode("utf-8", "replace")).hexdigest()[:8]
        slug = _NO_LETTERS.sub("-", self.folded)[:_SLUG_LENGTH].strip("-") or "answer"
        return f"{FOLDER}/{self.server}/{slug}-{digest}.md"


@dataclass(frozen=True, slots=True)
class StoredLesson:
    """A lesson with its id in the database."""

    id: int
    lesson: Lesson


_COLUMNS = ", ".join(field.name for field in fields(Lesson))


def teach(connection: sqlite3.Connection, corpus: Path, lesson: Lesson) -> str:
    """Store the newest version of an answer, write its source, and return the source's path.

    Raises SourceRejected, TaughtNotWritten.
    """
    values = (*astuple(lesson)[:4], lesson.answered.isoformat(), *astuple(lesson)[5:], lesson.folded)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO taught ({_COLUMNS}, folded) VALUES ({marks})", values)  # noqa: S608
    _write(corpus, lesson)
    return lesson.path


def current(connection: sqlite3.Connection, server: int | None = None) -> list[StoredLesson]:
    """Return the newest version of each answer of a server, or of all if it is None, the latest first."""
    newest = "id IN (SELECT max(id) FROM taught WHERE ?1 IS NULL OR server = ?1 GROUP BY server, folded)"
    return _select(connection, f"{newest} ORDER BY id DESC", server)


def by_author(connection: sqlite3.Connection, author: int) -> list[StoredLesson]:
    """Return all versions of answers by an author, the latest first."""
    return _select(connection, "author = ? ORDER BY id DESC", author)


def by_message(connection: sqlite3.Connection, messages: Iterable[int]) -> list[StoredLesson]:
    """Return all versions of answers that were taken from the given messages."""
    return [found for message in messages for found in _select(connection, "message = ?", message)]


def versions(connection: sqlite3.Connection, id_: int) -> list[StoredLesson]:
    """Return all versions of an answer, given the id of one of them, the newest first."""
    same = "(server, folded) IN (SELECT server, folded FROM taught WHERE id = ?) ORDER BY id DESC"
    return _select(connection, same, id_)


def withdraw(connection: sqlite3.Connection, corpus: Path, lessons: Sequence[StoredLesson]) -> Sequence[StoredLesson]:
    """Delete versions and return them. The newest remaining version for a question, if any, becomes its answer.

    Raises TaughtNotWritten.
    """
    for stored in lessons:
        connection.execute("DELETE FROM taught WHERE id = ?", (stored.id,))
    for lesson in {stored.lesson.path: stored.lesson for stored in lessons}.values():
        left = _select(connection, "server = ? AND folded = ? ORDER BY id DESC LIMIT 1", lesson.server, lesson.folded)
        if left:
            _write(corpus, left[0].lesson)
        else:
            _remove(corpus / lesson.path)
    return lessons


def _select(connection: sqlite3.Connection, where: str, *values: object) -> list[StoredLesson]:
    rows = connection.execute(f"SELECT id, {_COLUMNS} FROM taught WHERE {where}", values)  # noqa: S608
    return [
        StoredLesson(id_, Lesson(question, words, author, name, date.fromisoformat(answered), *rest))
        for id_, question, words, author, name, answered, *rest in rows
    ]


def _write(corpus: Path, lesson: Lesson) -> None:
    """Write the source of a lesson atomically, so that nobody reads half of it."""
    text = to_markdown(TaughtText(lesson.question, lesson.words, lesson.author_name, lesson.answered, lesson.url))
    file = corpus / lesson.path
    unfinished = file.with_name(f".{file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        raise TaughtNotWritten(file, str(error.strerror)) from None


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise TaughtNotWritten(file, str(error.strerror)) from None
