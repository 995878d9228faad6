"""Rows of tables as they are rendered, the way a screen reader says them: "Role: Chair; Name: …"."""

from __future__ import annotations

import re

from relbot.answer import Span

_ROW = re.compile(r"(?P<first>[^:;\n]{1,60}): [^;\n]*; [^:;\n]{1,60}: ")
_CELL = re.compile(r"(?:^|; )(?P<column>[^:;\n]{1,60}): (?P<value>[^;\n]*)(?=$|; )")
_KEY = re.compile(r"(?:^|(?<=[;\n]))[^\S\n]*[^;:\n]{1,60}:(?=\s)")
_LEAST = 2
"""Keys of a row; one stands in many a sentence."""


def first_column(text: str) -> str | None:
    """The name of the first column of a row; None of a text that is no row."""
    row = _ROW.match(text)
    return row["first"] if row else None


def cells(text: str) -> list[tuple[str, str]]:
    """The columns of a row with their values, in order; none of a text that is no row."""
    return [(cell["column"], cell["value"]) for cell in _CELL.finditer(text)] if first_column(text) else []


def row_keys(text: str) -> list[Span]:
    """Where the names of columns stand in a text of rows or of lines of a key and its value; nowhere in prose."""
    keys = [Span(*match.span()) for match in _KEY.finditer(text)]
    return keys if len(keys) >= _LEAST else []
