"""Errors of persistent state: taught answers, votes, and the state file."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import RelbotError


class TaughtNotWritten(RelbotError):
    """The source of a taught answer cannot be written or removed."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The answer in {file} could not be changed ({why}); let relbot write there, and try again.")
        self.file, self.why = file, why


class StateError(RelbotError):
    """Persistent state cannot be read or written; the bot continues without it."""


class FeedbackUnusable(StateError):
    """The file of votes, or the key of its voters, cannot be read or written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"The votes in {file} cannot be used ({why}); repair it, or set RELBOT_FEEDBACK to another file or off."
        )
        self.file, self.why = file, why


class StateUnusable(StateError):
    """The state file is damaged, locked, or cannot be written."""

    def __init__(self, file: Path, why: str, remedy: str = "repair it, or put a backup in its place") -> None:
        super().__init__(f"The state in {file} cannot be used ({why}); {remedy}.")
        self.file, self.why = file, why


class StateTooNew(StateError):
    def __init__(self, file: Path) -> None:
        super().__init__(f"The state in {file} was written by a newer relbot; update relbot, or move the file away.")
        self.file = file
