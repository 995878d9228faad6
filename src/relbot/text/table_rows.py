"""Parses rendered table rows, which are written as a screen reader reads them out: "Role: Chair; Name: …"."""

from __future__ import annotations

import re

from relbot.answer import Span

_ROW = re.compile(r"(?P<first>[^:;\n]{1,60}): [^;\n]*; [^:;\n]{1,60}: ")
_UNNAMED_ROW = re.compile(r"(?P<value>[^:;\n]{1,60}); [^:;\n]{1,60}: [^;\n]*; [^:;\n]{1,60}: ")
"""A row of a table with an empty corner cell: "Weight; Model 1: 8 kg; Model 2: 9 kg"."""
_CELL = re.compile(r"(?:^|; )(?P<column>[^:;\n]{1,60}): (?P<value>[^;\n]*)(?=$|; )")
_KEY = re.compile(r"(?:^|(?<=[;\n]))[^\S\n]*[^;:\n]{1,60}:(?=\s)")
_UNNAMED = "–"
"""The name of a first column without a heading; it contains no word."""
_LEAST = 2
"""The fewest keys of a row; many sentences contain one."""


def first_column(text: str) -> str | None:
    """Return the name of the first column of a row, or None if the text is not a row."""
    if row := _ROW.match(text):
        return row["first"]
    return _UNNAMED if _UNNAMED_ROW.match(text) else None


def cells(text: str) -> list[tuple[str, str]]:
    """Return the (column, value) pairs of a row, in order; an empty list if the text is not a row."""
    if first_column(text) is None:
        return []
    unnamed = None if _ROW.match(text) else _UNNAMED_ROW.match(text)
    named = [(cell["column"], cell["value"]) for cell in _CELL.finditer(text)]
    return [(_UNNAMED, unnamed["value"]), *named] if unnamed else named


def row_keys(text: str) -> list[Span]:
    """Return the spans of the column names in a text of rows or "key: value" lines; an empty list for prose."""
    keys = [Span(*match.span()) for match in _KEY.finditer(text)]
    return keys if len(keys) >= _LEAST else []
