"""The lines of a PDF page, with their position and type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LINE_END_HYPHEN: Final = "\ufffe"
"""A hyphen at the end of a line, as PDFium reports it."""
IDEOGRAPH: Final = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""A Chinese or Japanese character; lines of these are broken anywhere and joined without a space."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; positions are in points from the lower left corner of the page as displayed."""

    text: str
    """The repaired text without outer white space; a hyphen that PDFium detects at its end is `LINE_END_HYPHEN`."""
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    is_fixed: bool
    """Whether the font has a fixed width, as for program code."""
    cells: tuple[tuple[float, float, str], ...] = ()
    """The (left, right, words) of its parts between wide gaps; empty if it has no such gaps."""
    is_row: bool = False
    """Whether tags mark it as a table row; its text is then the row with its headers."""
    level: int | None = None
    """The level of the heading that tags assign it to, if any."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page, and its height in points."""

    lines: tuple[Line, ...]
    height: float
    characters: int
    """The number of characters other than white space."""
    untold: int
    """The number of these that are not letters, digits or signs, e.g. because the font does not map them."""
