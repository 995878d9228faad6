"""Errors of the settings, in `.env` or the environment."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import RelbotError


class SettingsError(RelbotError):
    """A setting has a value that relbot cannot use."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name} is {value!r}, which is not {expected}; correct it in the environment or in .env.")
        self.name, self.value = name, value


class EnvFileUnusable(RelbotError):
    """The `.env` file is not a readable text file of NAME=value lines."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The settings in {file} cannot be used ({why}); repair the file, or move it away.")
        self.file, self.why = file, why


class TokenMisplaced(RelbotError):
    """A setting other than the token contains a Discord token."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__(f"{name} holds what looks like a Discord token; move it to {token}.")
        self.name = name
