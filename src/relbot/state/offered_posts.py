"""The forum posts whose answer was offered to be kept: each is offered once."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE offered_posts (
    post INTEGER PRIMARY KEY,
    offered INTEGER NOT NULL
)
"""
_REMEMBERED = timedelta(days=365)


def take(connection: sqlite3.Connection, post: int, now: datetime) -> bool:
    """Whether the answer of a post is to be offered now: true once, for one process."""
    connection.execute("DELETE FROM offered_posts WHERE offered < ?", (int((now - _REMEMBERED).timestamp()),))
    values = (post, int(now.timestamp()))
    return connection.execute("INSERT OR IGNORE INTO offered_posts VALUES (?, ?)", values).rowcount > 0
