"""What could not be answered: questions that were refused or voted down, counted, without who asked them.

A question that is asked again in the same server is one row with a higher count. Rows are bounded in number and age.
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
"""Rows that are kept, the newest. With their vectors they take 30 MB."""
_QUANTUM = 127.0
"""A vector of length 1 is kept as int8, 127 for 1, as the index keeps those of tokens."""
_SAME_QUESTION = 0.9
"""Cosine of two questions from which on one answer closes both: nearly the same words."""

GapKind = Literal["refused", "voted down"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that was not answered, or not well."""

    question: str
    reason: str
    server: int
    channel: int
    kind: GapKind
    model: str
    """The embedding model of the vector; vectors of two models are not compared."""
    vector: NDArray[np.float32]
    """(n,), normalised: the question's meaning."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question with how often it was left open in a server, and when, in UTC."""

    id: int
    question: str
    reason: str
    kind: GapKind
    server: int
    channel: int
    """Where it was asked last."""
    first: datetime
    last: datetime
    count: int
    model: str
    vector: NDArray[np.float32]


def record(connection: sqlite3.Connection, refusal: Refusal, now: datetime, retention: timedelta) -> None:
    """Count a refusal, and remove what is too old or too much."""
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
    """The gaps of a server, None for those of all; most frequent first, then latest."""
    rows = connection.execute(
        "SELECT id, question, reason, kind, server, channel, first, last, count, model, vector FROM gaps"
        " WHERE ?1 IS NULL OR server = ?1 ORDER BY count DESC, last DESC, id DESC",
        (server,),
    )
    return [_gap(row) for row in rows]


def close(connection: sqlite3.Connection, server: int, question: str, vector: NDArray[np.float32]) -> None:
    """Forget the gaps of a server that the answer to a question, with this vector, answers as well."""
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
    """What two wordings of a question have in common that differ in case, marks and endings only."""
    return " ".join(stems(question)) or question
