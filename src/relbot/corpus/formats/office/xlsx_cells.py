"""What a spreadsheet's own XML says of its cells: how far they reach, and which are percentages.

A library lays out a sheet as a rectangle: two cells far apart in a file of some kilobytes would take all memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from relbot.corpus.formats.office.package import Element, Package, attribute, child, local

_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]*)>")
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_STYLE = re.compile(rb"\bs=\"(\d{1,6})\"")
_PERCENT_FORMATS = frozenset({"9", "10"})
"""Built-in number formats: 0% and 0.00% (ECMA-376 part 1, 18.8.30)."""
_QUOTED = re.compile(r"\"[^\"]*\"|\\.")

Cells = list[tuple[int, int]]
"""(row, column) of cells, counted from 0."""


def check_cells(package: Package, limit: int) -> Mapping[str, Cells]:
    """The cells with percentages by the name of their sheet.

    Raises ValueError where a sheet has more than `limit` cells, empty ones included, or where all unpacks to too much.
    """
    content = package.xml("content.xml")
    if content is not None:
        _check_open_document(content, limit)
        return {}
    book = package.part_of("", "officeDocument") or "xl/workbook.xml"
    percent_styles = _percent_styles(package, book)
    names = _sheet_names(package, book)
    percents: dict[str, Cells] = {}
    for name in package.names:
        data = package.read(name)
        if data and name.startswith("xl/worksheets/") and name.endswith(".xml"):
            if b"<!DOCTYPE" in data.replace(b"\0", b""):
                raise ValueError("it has a document type definition, which is not safe to read; save it again")
            percents[names.get(name, name)] = _check_sheet(data, percent_styles, limit)
    return percents


def _check_sheet(data: bytes, percent_styles: frozenset[bytes], limit: int) -> Cells:
    rows = columns = 0
    found: Cells = []
    for cell in _CELL.finditer(data):
        attributes = cell[1]
        reference = None if attributes.endswith(b"/") else _REFERENCE.search(attributes)
        if reference is None:  # empty, or right of the cell before
            continue
        row, column = int(reference[2]), _column(reference[1])
        rows, columns = max(rows, row), max(columns, column)
        style = _STYLE.search(attributes) if percent_styles else None
        if style and style[1] in percent_styles:
            found.append((row - 1, column - 1))
    if rows * columns > limit:
        raise ValueError(f"a sheet has cells so far apart that it covers more than {limit:,} cells; divide it")
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _percent_styles(package: Package, book: str) -> frozenset[bytes]:
    """The numbers of the cell styles that show percentages."""
    part = package.part_of(book, "styles")
    root = package.xml(part) if part else None
    custom = {
        attribute(form, "numFmtId")
        for form in _children(child(root, "numFmts"))
        if "%" in _QUOTED.sub("", attribute(form, "formatCode") or "")
    }
    formats = [attribute(style, "numFmtId") for style in _children(child(root, "cellXfs"))]
    return frozenset(str(i).encode() for i, name in enumerate(formats) if name in custom | _PERCENT_FORMATS)


def _sheet_names(package: Package, book: str) -> Mapping[str, str]:
    """The names of the sheets by their parts."""
    links, root = package.related(book), package.xml(book)
    return {
        links[id_].target.lower(): attribute(sheet, "name") or ""
        for sheet in _children(child(root, "sheets"))
        if (id_ := attribute(sheet, "id") or "") in links
    }


def _check_open_document(content: Element, limit: int) -> None:
    """Refuse an OpenDocument sheet whose repeated rows and cells come to more than `limit`."""
    for sheet in (e for e in content.iter() if local(e) == "table"):
        cells = 0
        for row in (e for e in sheet.iter() if local(e) == "table-row"):
            last = width = 0
            for cell in row:
                width += _repeated(cell, "number-columns-repeated")
                last = width if len(cell) or attribute(cell, "value") is not None else last
            cells += last * _repeated(row, "number-rows-repeated")
        if cells > limit:
            raise ValueError(f"a sheet repeats cells to more than {limit:,}; divide it")


def _repeated(element: Element, name: str) -> int:
    value = attribute(element, name) or "1"
    return int(value) if value.isdecimal() and len(value) < 9 else 1


def _children(element: Element | None) -> Iterator[Element]:
    return iter(element if element is not None else ())
