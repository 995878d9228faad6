"""Reads the tables of a Word document as grids of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relbot.corpus.formats.office.docx_styles import Styles
from relbot.corpus.formats.office.docx_text import TextReader, chosen
from relbot.corpus.formats.office.package import Element, attribute, child, is_on, local
from relbot.corpus.formats.table import Grid

_MAX_SPAN = 63
"""The maximum number of columns in a Word table."""
_MAX_LAYOUT_ROWS, _FEW = 2, 0.2
"""A table of data has more than this number of rows, and at most this share of cells that hold a table."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    is_bold: bool
    is_continued: bool = False
    """Whether the cell repeats the one to its left."""


def members(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, including those in content controls and insertions."""
    for part in element:
        match local(part):
            case found if found == name:
                if not _is_deleted(part):
                    yield part
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml":
                yield from members(part, name)
            case "AlternateContent":
                for branch in chosen(part):
                    yield from members(branch, name)


def is_layout(table: Element, styles: Styles) -> bool:
    """Return whether a table only lays out blocks: it has one column or row, or its cells hold headings or tables."""
    rows = [[*members(row, "tc")] for row in members(table, "tr")]
    if len(rows) <= 1 or all(len(cells) <= 1 for cells in rows):
        return True
    cells = [cell for row in rows for cell in row]
    paragraphs = [part for cell in cells for part in cell if local(part) == "p"]
    holding = sum(any(local(part) == "tbl" for part in cell) for cell in cells)
    is_data = len(rows) > _MAX_LAYOUT_ROWS and holding <= _FEW * len(cells) and len({*map(len, rows)}) == 1
    return (holding > 0 and not is_data) or any(styles.level(paragraph) is not None for paragraph in paragraphs)


def grid_of(table: Element, text: TextReader, notes: list[tuple[str, str]]) -> Grid:
    """Return the cells of a table, and append the (kind, id) of their notes to `notes`."""
    rows: list[list[_Cell]] = []
    header = False
    for row in members(table, "tr"):
        cells: list[_Cell] = []
        before = _number(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
        cells.extend([_Cell("", False)] * before)
        for cell in members(row, "tc"):
            column = len(cells)
            merge = child(cell, "tcPr", "vMerge")
            is_below = merge is not None and attribute(merge, "val") != "restart"
            read = _read_cell(cell, text, notes)
            if is_below and rows and column < len(rows[-1]):
                read = _Cell(rows[-1][column].text, rows[-1][column].is_bold)
            span = _number(attribute(child(cell, "tcPr", "gridSpan"), "val"), 1)
            cells.append(read)
            cells.extend([_Cell(read.text, read.is_bold, is_continued=True)] * (span - 1))
        header = header or (not rows and is_on(child(row, "trPr", "tblHeader")))
        rows.append(cells)
    continued = {(i, j) for i, cells in enumerate(rows) for j, cell in enumerate(cells) if cell.is_continued}
    shown = [[cell.text for cell in cells] for cells in rows]
    return Grid(shown, frozenset(continued), True if header else _has_bold_header(rows))


def _has_bold_header(rows: Sequence[Sequence[_Cell]]) -> bool | None:
    """Return True if the first row is a header by its bold type, False if the first column has keys, else None."""
    first, rest = rows[0], rows[1:]
    filled = [cell for cell in first if cell.text]
    below = [cell for cells in rest for cell in cells if cell.text]
    if len(filled) > 1 and all(cell.is_bold for cell in filled) and not all(cell.is_bold for cell in below):
        return True
    keys = [cells[0] for cells in rows if cells and cells[0].text]
    values = [cell for cells in rows for cell in cells[1:] if cell.text]
    are_keys = len(keys) > 1 and all(key.is_bold or key.text.endswith(":") for key in keys)
    return False if are_keys and not all(value.is_bold for value in values) else None


def _read_cell(cell: Element, text: TextReader, notes: list[tuple[str, str]]) -> _Cell:
    read = [text.read(paragraph) for paragraph in _paragraphs(cell)]
    filled = [words for words in read if words.text()]
    notes.extend(note for words in read for note in words.notes)
    boxes = [text.read(p).text() for words in read for box in words.boxes for p in _paragraphs(box)]
    shown = " ".join(" ".join([*(words.text() for words in filled), *boxes]).split())
    return _Cell(shown, bool(filled) and all(words.is_bold for words in filled))


def _paragraphs(element: Element) -> Iterator[Element]:
    for part in element:
        name = local(part)
        if name == "p":
            yield part
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "tbl", "tr", "tc"):
            yield from _paragraphs(part)


def _is_deleted(row_or_cell: Element) -> bool:
    properties = next((e for e in row_or_cell if local(e) in ("trPr", "tcPr")), None)
    return any(
        local(e) in ("del", "cellDel") or (local(e) == "hidden" and is_on(e))
        for e in (properties if properties is not None else ())
    )


def _number(value: str | None, default: int) -> int:
    return min(int(value), _MAX_SPAN) if value and value.isdecimal() and len(value) < 5 else default
