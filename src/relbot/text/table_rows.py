"""Rows of tables as they are rendered, the way a screen reader says them: "Role: Chair; Name: …"."""

from __future__ import annotations

import re

_CELLS = re.compile(r"(?P<first>[^:;\n]{1,60}): [^;\n]*; [^:;\n]{1,60}: ")


def first_column(text: str) -> str | None:
    """The name of the first column of a row; None of a text that is no row."""
    row = _CELLS.match(text)
    return row["first"] if row else None
