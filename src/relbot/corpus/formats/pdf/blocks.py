"""The blocks of a PDF: lines that belong together, and the type in which most of them are set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from relbot.corpus.formats.pdf.lines import Line

Kind = Literal["text", "item", "row", "caption", "footnote"]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and its page, counted from 0."""

    page: int
    line: Line


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    lines: tuple[PageLine, ...]
    kind: Kind
    edge: float
    """The right edge of the text around it, in points."""
    region: int
    """The number of the region (column or page) in which the block begins."""
    is_close: bool = False
    """Whether it follows the block above at the usual line spacing and in the same type."""

    @property
    def first(self) -> Line:
        return self.lines[0].line

    @property
    def last(self) -> Line:
        return self.lines[-1].line

    @property
    def words(self) -> str:
        """The approximate words of the block: hyphenation is not undone."""
        return " ".join(at.line.text for at in self.lines)


@dataclass(frozen=True, slots=True)
class BodyType:
    """The type in which most of the text is set."""

    size: float = 10.0
    """The font size in points."""
    is_bold: bool = False
    is_fixed: bool = False


def body_type(pages: Sequence[Sequence[Line]]) -> BodyType:
    """Return the type in which most characters are set."""
    types: Counter[BodyType] = Counter()
    for line in (line for page in pages for line in page):
        types[BodyType(line.size, line.is_bold, line.is_fixed)] += len(line.text)
    return types.most_common(1)[0][0] if types else BodyType()
