"""What the bot posts by itself: which servers want a weekly note about their gaps, where, and when each had its last;
and the forum posts whose answer was offered to be kept, each once.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEKLY_NOTES = """
CREATE TABLE weekly_notes (
    server INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    last INTEGER NOT NULL
)
"""
WEEK = timedelta(days=7)
OFFERED_POSTS = """
CREATE TABLE offered_posts (
    post INTEGER PRIMARY KEY,
    offered INTEGER NOT NULL
)
"""
_REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class WeeklyNote:
    """The channel in which a server gets its weekly note, both by their Discord ids."""

    server: int
    channel: int


def subscribe(connection: sqlite3.Connection, note: WeeklyNote, now: datetime) -> None:
    """Let a server have its notes in a channel, the first in a week."""
    values = (note.server, note.channel, int(now.timestamp()))
    connection.execute("INSERT OR REPLACE INTO weekly_notes (server, channel, last) VALUES (?, ?, ?)", values)


def unsubscribe(connection: sqlite3.Connection, server: int) -> None:
    """Let a server have no more notes."""
    connection.execute("DELETE FROM weekly_notes WHERE server = ?", (server,))


def take_due(connection: sqlite3.Connection, now: datetime) -> list[WeeklyNote]:
    """The notes that are due, each to one process only: they count as posted."""
    rows = connection.execute(
        "UPDATE weekly_notes SET last = ? WHERE last <= ? RETURNING server, channel",
        (int(now.timestamp()), int((now - WEEK).timestamp())),
    )
    return [WeeklyNote(*row) for row in rows]


def take_offer(connection: sqlite3.Connection, post: int, now: datetime) -> bool:
    """Whether the answer of a post is to be offered now: true once, for one process."""
    connection.execute("DELETE FROM offered_posts WHERE offered < ?", (int((now - _REMEMBERED).timestamp()),))
    values = (post, int(now.timestamp()))
    return connection.execute("INSERT OR IGNORE INTO offered_posts VALUES (?, ?)", values).rowcount > 0
