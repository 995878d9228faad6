"""Reads the tags of a PDF: the rows of tables, whatever the order of their lines, and the levels of headings."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relbot.corpus.formats.text_builder import row

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_HEADINGS = {f"H{level}" for level in range(1, 7)}
_MAX_DEPTH = 30
"""The maximum depth to which the tag tree is followed."""
_MAX_ELEMENTS = 20_000
"""The maximum number of elements read from the tag tree of a page."""


@dataclass(slots=True)
class _Cell:
    is_header: bool
    characters: list[int] = field(default_factory=list)
    """The indices of its characters in the text of the page."""

    def words(self, text: str) -> str:
        parts = []
        before = -1
        for index in self.characters:
            if index > before + 1:  # white space that PDFium adds has no tag
                parts.append(" ")
            parts.append(text[index])
            before = index
        return "".join(parts).strip(" ")


@dataclass(frozen=True, slots=True)
class TaggedRow:
    """A row of a table."""

    characters: tuple[int, ...]
    """The indices of its characters in the text of the page, in order; never empty."""
    words: str
    """The row as text, each cell with its header; empty if it is the header itself."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tags of a page say about its tables and headings."""

    rows: tuple[TaggedRow, ...] = ()
    """The rows of all tables."""
    levels: Mapping[int, int] = field(default_factory=dict)
    """The level of the heading that marked content belongs to, by the ID of the content."""


def read_tags(page: PdfPage, text_page: PdfTextPage, text: str) -> Tagging:
    """Return what the tags of a page say about its text."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return Tagging()
    try:
        tags = _Tags(raw)
        count = raw.FPDF_StructTree_CountChildren(tree)
        roots = [root for index in range(count) if (root := raw.FPDF_StructTree_GetChildAtIndex(tree, index))]
        tables = [tags.rows(table) for root in roots for table in tags.find(root, {"Table"})]
        levels = {
            number: int(tags.name(heading)[1])
            for root in roots
            for heading in tags.find(root, _HEADINGS)
            for number in tags.contents(heading)
        }
        for index in range(len(text) if tables else 0):
            cell = tags.cell_of.get(marked_content(text_page, index))
            if cell:
                cell.characters.append(index)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return Tagging(tuple(said for rows in tables for said in _said(rows, text)), levels)


def marked_content(text_page: PdfTextPage, index: int) -> int:
    """Return the ID of the marked content that a character of a page belongs to, or -1."""
    from pypdfium2 import raw

    text_object = raw.FPDFText_GetTextObject(text_page, index)
    return int(raw.FPDFPageObj_GetMarkedContentID(text_object)) if text_object else -1


def _said(rows: Sequence[Sequence[_Cell]], text: str) -> Iterator[TaggedRow]:
    """Yield the rows of a table. The first is the header if it is tagged so, or if only the others have digits."""
    words = [[cell.words(text) for cell in cells] for cells in rows]
    has_digits = [any(map(str.isdigit, "".join(cells))) for cells in words]
    is_tagged = bool(rows and rows[0]) and all(cell.is_header for cell in rows[0])
    has_header = len(rows) > 1 and (is_tagged or (any(has_digits[1:]) and not has_digits[0]))
    for index, (cells, own) in enumerate(zip(rows, words, strict=True)):
        characters = tuple(sorted(number for cell in cells for number in cell.characters))
        if characters:
            is_header = has_header and index == 0
            yield TaggedRow(characters, "" if is_header else row(words[0] if has_header else [], own))


class _Tags:
    """The tag tree of a page."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._left = _MAX_ELEMENTS
        self.cell_of: dict[int, _Cell] = {}
        """The table cells by the IDs of their marked content."""

    def rows(self, table: Any) -> list[list[_Cell]]:
        """Return the cells of each row of a table."""
        return [
            [self._cell(cell) for cell in self.find(tagged_row, {"TH", "TD"}, {"Table"})]
            for tagged_row in self.find(table, {"TR"}, {"Table"})
        ]

    def find(
        self, element: Any, names: set[str], but: frozenset[str] | set[str] = frozenset(), depth: int = 0
    ) -> Iterator[Any]:
        """Yield the outermost elements in `names`, or `element` itself; do not search elements in `but` below it."""
        name = self.name(element)
        if name in names:
            yield element
        elif depth < _MAX_DEPTH and (depth == 0 or name not in but):
            for child in self._children(element):
                yield from self.find(child, names, but, depth + 1)

    def _cell(self, element: Any) -> _Cell:
        cell = _Cell(self.name(element) == "TH")
        for number in self.contents(element):
            self.cell_of.setdefault(number, cell)
        return cell

    def contents(self, element: Any, depth: int = 0) -> Iterator[int]:
        """Yield the IDs of the marked content of an element."""
        for index in range(max(0, self._raw.FPDF_StructElement_GetMarkedContentIdCount(element))):
            number = self._raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
            if number >= 0:
                yield number
        if depth < _MAX_DEPTH:
            for child in self._children(element):
                yield from self.contents(child, depth + 1)

    def _children(self, element: Any) -> Iterator[Any]:
        for index in range(max(0, self._raw.FPDF_StructElement_CountChildren(element))):
            self._left -= 1
            child = self._raw.FPDF_StructElement_GetChildAtIndex(element, index) if self._left > 0 else None
            if child:
                yield child

    def name(self, element: Any) -> str:
        """Return the type of an element, such as "Table" or "H1"."""
        buffer = ctypes.create_string_buffer(64)
        length = self._raw.FPDF_StructElement_GetType(element, buffer, len(buffer))
        return buffer.raw[: max(0, min(length, len(buffer)) - 2)].decode("utf-16-le", "replace")
