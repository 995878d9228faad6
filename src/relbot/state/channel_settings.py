"""The settings of servers and channels: whether, where and from which sources the bot answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Literal, get_args

SCHEMA = """
CREATE TABLE channel_settings (
    server INTEGER, channel INTEGER, answers TEXT, in_threads INTEGER, collections TEXT, expected_right INTEGER,
    PRIMARY KEY (server, channel)
)
"""
"""`channel` 0 is the server itself; NULL means the setting of the server or relbot's default."""
WHOLE_SERVER = 0

When = Literal["off", "mention", "sure"]
Everything = Literal["all"]


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """The settings of a channel or server; None means the setting of the server or relbot's default."""

    answers: When | None = None
    in_threads: bool | None = None
    """Whether an answer opens a thread instead of being a reply."""
    collections: tuple[str, ...] | Everything | None = None
    expected_right: int | None = None
    """Percentage of unasked answers that should be right."""

    def over(self, general: ChannelSettings) -> ChannelSettings:
        """Return these settings, with those that are None taken from the general ones."""
        return ChannelSettings(
            self.answers if self.answers is not None else general.answers,
            self.in_threads if self.in_threads is not None else general.in_threads,
            self.collections if self.collections is not None else general.collections,
            self.expected_right if self.expected_right is not None else general.expected_right,
        )


Rows = dict[tuple[int, int], ChannelSettings]
"""Settings by the ids of server and channel; the channel is `WHOLE_SERVER` for the server itself."""


def read_all(connection: Connection) -> Rows:
    """Return all settings; values unknown to this version become None."""
    found = connection.execute(
        "SELECT server, channel, answers, in_threads, collections, expected_right FROM channel_settings"
    )
    return {(server, channel): _settings(*values) for server, channel, *values in found}


def write(connection: Connection, server: int, channel: int, settings: ChannelSettings) -> None:
    """Store the settings of a channel, or remove them if all are None."""
    connection.execute("DELETE FROM channel_settings WHERE server = ? AND channel = ?", (server, channel))
    if settings != ChannelSettings():
        collections = None if settings.collections is None else json.dumps(settings.collections)
        connection.execute(
            "INSERT INTO channel_settings VALUES (?, ?, ?, ?, ?, ?)",
            (server, channel, settings.answers, settings.in_threads, collections, settings.expected_right),
        )


def _settings(
    answers: str | None, in_threads: int | None, collections: str | None, expected_right: int | None
) -> ChannelSettings:
    known = {when: when for when in get_args(When)}
    return ChannelSettings(
        known.get(answers),
        None if in_threads is None else bool(in_threads),
        None if collections is None else _collections(collections),
        expected_right,
    )


def _collections(value: str) -> tuple[str, ...] | Everything:
    """Return the chosen collections; none at all if they cannot be read, so that a restriction is never lifted."""
    try:
        chosen = json.loads(value)
    except (ValueError, RecursionError):
        return ()
    if chosen == "all":
        return "all"
    return tuple(name for name in chosen if isinstance(name, str)) if isinstance(chosen, list) else ()
