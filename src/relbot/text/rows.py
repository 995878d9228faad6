"""Rows of a table as text: "Name: Otto Brandt; Role: treasurer"."""

from __future__ import annotations

import re

from relbot.answer import Span

_KEY = re.compile(r"(?:^|(?<=[;\n]))\s*[^;:\n]{1,60}:(?=\s)")
_LEAST = 2
"""Keys of a row; one stands in many a sentence."""


def row_keys(text: str) -> list[Span]:
    """Where the headers of a row's cells stand; nowhere in what is no row."""
    keys = [Span(*match.span()) for match in _KEY.finditer(text)]
    return keys if len(keys) >= _LEAST else []
