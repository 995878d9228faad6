"""Rows of tables as they are rendered, the way a screen reader says them: "Role: Chair; Name: …"."""

from __future__ import annotations

import re

from relbot.answer import Span

_ROW = re.compile(r"(?P<first>[^:;\n]{1,60}): [^;\n]*; [^:;\n]{1,60}: ")
_UNNAMED_ROW = re.compile(r"(?P<value>[^:;\n]{1,60}); [^:;\n]{1,60}: [^;\n]*; [^:;\n]{1,60}: ")
"""Of a table whose corner is empty: "Weight; Model 1: 8 kg; Model 2: 9 kg"."""
_CELL = re.compile(r"(?:^|; )(?P<column>[^:;\n]{1,60}): (?P<value>[^;\n]*)(?=$|; )")
_KEY = re.compile(r"(?:^|(?<=[;\n]))[^\S\n]*[^;:\n]{1,60}:(?=\s)")
UNNAMED = "–"
"""For the name of a first column that has none; it holds no word."""
_LEAST = 2
"""Keys of a row; one stands in many a sentence."""


def first_column(text: str) -> str | None:
    """The name of the first column of a row; None of a text that is no row."""
    if row := _ROW.match(text):
        return row["first"]
    return UNNAMED if _UNNAMED_ROW.match(text) else None


def cells(text: str) -> list[tuple[str, str]]:
    """The columns of a row with their values, in order; none of a text that is no row."""
    if first_column(text) is None:
        return []
    unnamed = None if _ROW.match(text) else _UNNAMED_ROW.match(text)
    named = [(cell["column"], cell["value"]) for cell in _CELL.finditer(text)]
    return [(UNNAMED, unnamed["value"]), *named] if unnamed else named


def row_keys(text: str) -> list[Span]:
    """Where the names of columns stand in a text of rows or of lines of a key and its value; nowhere in prose."""
    keys = [Span(*match.span()) for match in _KEY.finditer(text)]
    return keys if len(keys) >= _LEAST else []
