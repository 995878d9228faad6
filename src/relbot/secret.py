"""Keeps tokens out of output: hides secret values, and redacts tokens in text and tracebacks."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, Self

_TOKEN = re.compile(r"(?<![\w-])[\w-]{20,40}\.[\w-]{5,8}\.[\w-]{25,}", re.ASCII)
"""A bot token: user id (24 to 28 characters), timestamp (6) and signature (27 or 38), with some tolerance."""
_INTERACTION_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]+")
"""An interaction token in the URLs that discord.py logs."""


class Secret:
    """A secret value that only `reveal` returns; repr, str, format and copies hide it, JSON and pickle raise."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value in plain text."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


def contains_token(text: str) -> bool:
    """Return whether the text contains what looks like a Discord bot token."""
    return _TOKEN.search(text) is not None


def redact(text: str) -> str:
    """Replace bot and interaction tokens in the text with "…"."""
    return _INTERACTION_TOKEN.sub(r"\1…", _TOKEN.sub("…", text))


@contextmanager
def clear_traceback_locals() -> Iterator[None]:
    """Clear the local variables in the traceback of any exception raised inside, its causes included.

    discord.py keeps the token as a plain string while it logs in; a traceback that shows locals would reveal it.
    """
    try:
        yield
    except BaseException as error:
        raised: BaseException | None = error
        while raised is not None:
            traceback.clear_frames(raised.__traceback__)
            raised = raised.__cause__ or raised.__context__
        raise
