"""Finds numbered lines below a heading that says what is numbered: "14: no toner" below "Error codes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENED = re.compile(
    r"\W{0,6}(?:[^\W\d][^:;\n]{0,40}:\s)?(?P<number>\d+(?:\.\d+)*[a-z]?|[IVXLC]{1,6})"
    r"(?:\s?[:.)=;|](?!\d)|\s[–—-](?!\w)|\s*$)",
    re.IGNORECASE,
)
"""A line, or a row whose first cell has the number; a time of day does not match."""
_SENTENCE = re.compile(r"[.,;!?]\s*$")
"""The end of a line that is not a heading."""


def numbers_below(label: str, text: str) -> Iterator[str]:
    """Yield the numbers that begin lines below a heading with this label, in which no number follows the label."""
    heading = re.compile(rf"\b{re.escape(label)}(?:e?s)?\b(?![^\w\n]{{1,3}}\d)", re.IGNORECASE)
    if not heading.search(text):
        return
    is_below = False
    for line in text.splitlines():
        opened = _OPENED.match(line)
        if opened and is_below:
            yield opened["number"]
        is_below = is_below or (not (opened or _SENTENCE.search(line)) and heading.search(line) is not None)
