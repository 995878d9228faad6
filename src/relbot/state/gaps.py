"""Gaps: questions that were refused or whose answers were voted down, counted without recording who asked them.

A question asked repeatedly in the same server is one row with a higher count. Rows are limited in number and age.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from relbot.text.terms import stems

SCHEMA = """
CREATE TABLE gaps (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    server INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    question TEXT NOT NULL,
    folded TEXT NOT NULL,
    reason TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (server, kind, folded)
);
CREATE INDEX gaps_last ON gaps (last)
"""
MOST = 50_000
"""Number of newest rows that are kept. With their vectors they take 30 MB."""
_QUANTUM = 127.0
"""Scale of the int8 quantisation: vectors have length 1, and 127 represents 1, as for token vectors in the index."""
_SAME_QUESTION = 0.9
"""Minimum cosine similarity of two questions for one answer to close both: they have nearly the same words."""

GapKind = Literal["refused", "voted down"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that was refused, or whose answer was voted down."""

    question: str
    reason: str
    server: int
    channel: int
    kind: GapKind
    model: str
    """The embedding model of the vector; vectors of different models are not compared."""
    vector: NDArray[np.float32]
    """The normalised embedding of the question, (n,)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was left open in a server, with the number of times and the first and last time in UTC."""

    id: int
    question: str
    reason: str
    kind: GapKind
    server: int
    channel: int
    """The channel in which it was last asked."""
    first: datetime
    last: datetime
    count: int
    model: str
    vector: NDArray[np.float32]


def record(connection: sqlite3.Connection, refusal: Refusal, now: datetime, retention: timedelta) -> None:
    """Count a refusal, and remove rows that are too old or too many."""
    quantised = np.rint(refusal.vector * _QUANTUM).astype(np.int8).tobytes()
    moment = int(now.timestamp())
    connection.execute(
        "INSERT INTO gaps (kind, server, channel, question, folded, reason, first, last, count, model, vector)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (server, kind, folded) DO UPDATE SET"
        " count = count + 1, last = excluded.last, channel = excluded.channel, question = excluded.question,"
        " reason = excluded.reason, model = excluded.model, vector = excluded.vector",
        (
            *(refusal.kind, refusal.server, refusal.channel, refusal.question, question_key(refusal.question)),
            *(refusal.reason, moment, moment, refusal.model, quantised),
        ),
    )
    connection.execute("DELETE FROM gaps WHERE last < ?", (moment - int(retention.total_seconds()),))
    (count,) = connection.execute("SELECT count(*) FROM gaps").fetchone()
    if count > MOST:
        connection.execute(
            "DELETE FROM gaps WHERE id IN (SELECT id FROM gaps ORDER BY last, id LIMIT ?)", (count - MOST,)
        )


def read(connection: sqlite3.Connection, server: int | None = None) -> list[Gap]:
    """Return the gaps of a server, or of all if it is None, the most frequent first, then the latest."""
    rows = connection.execute(
        "SELECT id, question, reason, kind, server, channel, first, last, count, model, vector FROM gaps"
        " WHERE ?1 IS NULL OR server = ?1 ORDER BY count DESC, last DESC, id DESC",
        (server,),
    )
    return [_gap(row) for row in rows]


def close(connection: sqlite3.Connection, server: int, question: str, vector: NDArray[np.float32]) -> None:
    """Remove the gaps of a server that the answer to a question, given with its vector, closes as well."""
    key = question_key(question)
    closed = [
        (gap.id,)
        for gap in read(connection, server)
        if question_key(gap.question) == key or float(gap.vector @ vector) >= _SAME_QUESTION
    ]
    connection.executemany("DELETE FROM gaps WHERE id = ?", closed)


def _gap(row: tuple[Any, ...]) -> Gap:
    id_, question, reason, kind, server, channel, first, last, count, model, quantised = row
    vector = np.frombuffer(quantised, np.int8).astype(np.float32) / np.float32(_QUANTUM)
    return Gap(id_, question, reason, kind, server, channel, _moment(first), _moment(last), count, model, vector)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def question_key(question: str) -> str:
    """Return a key shared by wordings of a question that differ only in case, punctuation and word endings."""
    return " ".join(stems(question)) or question
