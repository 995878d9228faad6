"""State of what the bot posts by itself: the servers that receive a weekly note about their gaps, with its channel and
its last time, and the forum posts whose answer the bot has offered to keep, once each.
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
    """The channel in which a server receives its weekly note, both by their Discord ids."""

    server: int
    channel: int


def subscribe(connection: sqlite3.Connection, note: WeeklyNote, now: datetime) -> None:
    """Subscribe a server to weekly notes in a channel, the first in a week."""
    values = (note.server, note.channel, int(now.timestamp()))
    connection.execute("INSERT OR REPLACE INTO weekly_notes (server, channel, last) VALUES (?, ?, ?)", values)


def unsubscribe(connection: sqlite3.Connection, server: int) -> None:
    """Unsubscribe a server from weekly notes."""
    connection.execute("DELETE FROM weekly_notes WHERE server = ?", (server,))


def take_due(connection: sqlite3.Connection, now: datetime) -> list[WeeklyNote]:
    """Return the notes that are due and mark them as posted, so that only one process gets each."""
    rows = connection.execute(
        "UPDATE weekly_notes SET last = ? WHERE last <= ? RETURNING server, channel",
        (int(now.timestamp()), int((now - WEEK).timestamp())),
    )
    return [WeeklyNote(*row) for row in rows]


def take_offer(connection: sqlite3.Connection, post: int, now: datetime) -> bool:
    """Return whether to offer the answer of a forum post for keeping now: True once, for one process."""
    connection.execute("DELETE FROM offered_posts WHERE offered < ?", (int((now - _REMEMBERED).timestamp()),))
    values = (post, int(now.timestamp()))
    return connection.execute("INSERT OR IGNORE INTO offered_posts VALUES (?, ?)", values).rowcount > 0
