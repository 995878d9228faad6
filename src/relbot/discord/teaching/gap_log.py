"""What the bot takes down when it cannot answer: the question, never who asked it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from relbot.discord.teaching.state_file import StateFile
from relbot.secret import redact
from relbot.state import gaps
from relbot.state.gaps import Refusal


class GapLog:
    """Takes refusals down in the background, and keeps each for a time after it was last asked."""

    def __init__(self, state: StateFile, retention: timedelta) -> None:
        self._state, self._retention = state, retention

    def note(self, refusal: Refusal) -> None:
        """Take a refusal down; a token in it is left out."""
        if redact(refusal.question) == refusal.question and self._retention:
            now = datetime.now(UTC)
            self._state.note(lambda connection: gaps.record(connection, refusal, now, self._retention))
