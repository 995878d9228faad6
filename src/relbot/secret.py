"""What is shown nowhere: a value that hides itself, and text with the tokens left out of it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, Self

_TOKEN = re.compile(r"(?<![\w-])[\w-]{20,40}\.[\w-]{5,8}\.[\w-]{25,}", re.ASCII)
"""A bot's token: its id (24 to 28 letters), a time (6) and a signature (27 or 38), with some room on either side."""
_ADDRESSED = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]+")
"""The token of an interaction, as it stands in the addresses that discord.py logs."""


class Secret:
    """A value that only `reveal` gives: not repr, str, format, `asdict`, a copy, JSON or a pickle."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
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


def looks_like_token(text: str) -> bool:
    """Whether a Discord token stands in it."""
    return _TOKEN.search(text) is not None


def redacted(text: str) -> str:
    """The text without the tokens of bots and interactions."""
    return _ADDRESSED.sub(r"\1…", _TOKEN.sub("…", text))


@contextmanager
def locals_forgotten() -> Iterator[None]:
    """Empty the frames of whatever is raised within, so that nobody who shows their variables shows a token.

    discord.py holds it as plain text while it logs in.
    """
    try:
        yield
    except BaseException as error:
        raised: BaseException | None = error
        while raised is not None:
            traceback.clear_frames(raised.__traceback__)
            raised = raised.__cause__ or raised.__context__
        raise
