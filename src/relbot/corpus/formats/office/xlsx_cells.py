"""Reads from a spreadsheet's XML how far its cells reach, which are hidden or struck through, and their number formats.

The library lays out a sheet as a rectangle: two distant cells in a file of a few kilobytes would take all memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relbot.corpus.formats.office.number_formats import NumberFormat, read_format
from relbot.corpus.formats.office.package import Element, Package, attribute, child, is_on, local

_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]*)>")
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_STYLE = re.compile(rb"\bs=\"(\d{1,6})\"")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^<>]*)>")
_COLUMNS = re.compile(rb"<(?:\w{1,20}:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\b(\w{1,30})=\"([^\"]{0,30})\"")
_FILTERED = re.compile(rb"<(?:\w{1,20}:)?(?:filterColumn|tablePart)\s")
"""An element of a sheet with a filter, whose rows may be hidden only because somebody searched for others."""


@dataclass(slots=True)
class SheetCells:
    """What a sheet specifies about its cells besides their values; rows and columns are counted from 0."""

    forms: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    """The cells whose words are struck through."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The cell styles, by their numbers, that have a number format to be shown or strike through their words."""

    forms: Mapping[bytes, NumberFormat]
    struck: frozenset[bytes]


def check_cells(package: Package, limit: int) -> Mapping[str, SheetCells]:
    """Return what the sheets specify about their cells, by sheet name; nothing for OpenDocument.

    Raises ValueError if a sheet has more than `limit` cells, including empty ones, or if the file unpacks to too much.
    """
    content = package.xml("content.xml")
    if content is not None:
        _check_open_document(content, limit)
        return {}
    book = package.part_of("", "officeDocument") or "xl/workbook.xml"
    styles = _read_styles(package, book)
    names = _sheet_names(package, book)
    found: dict[str, SheetCells] = {}
    for name in package.names:
        data = package.read(name)
        if data and name.startswith("xl/worksheets/") and name.endswith(".xml"):
            if b"<!DOCTYPE" in data.replace(b"\0", b""):
                raise ValueError("it has a document type definition, which is not safe to read; save it again")
            found[names.get(name, name)] = _check_sheet(data, styles, limit)
    return found


def _check_sheet(data: bytes, styles: _Styles, limit: int) -> SheetCells:
    rows = columns = 0
    found = SheetCells()
    for cell in _CELL.finditer(data):
        attributes = cell[1]
        reference = None if attributes.endswith(b"/") else _REFERENCE.search(attributes)
        if reference is None:  # empty, or right of the previous cell
            continue
        row, column = int(reference[2]), _column(reference[1])
        rows, columns = max(rows, row), max(columns, column)
        style = _STYLE.search(attributes)
        if style and style[1] in styles.forms:
            found.forms[row - 1, column - 1] = styles.forms[style[1]]
        if style and style[1] in styles.struck:
            found.struck.add((row - 1, column - 1))
    if rows * columns > limit:
        raise ValueError(f"a sheet has cells so far apart that it covers more than {limit:,} cells; divide it")
    found.hidden_columns = {
        column - 1
        for first, last in _hidden(data, _COLUMNS, (b"min", b"max"))
        for column in range(first, min(last, columns) + 1)
    }
    if not _FILTERED.search(data):
        found.hidden_rows = {row - 1 for (row,) in _hidden(data, _ROW, (b"r",))}
    return found


def _hidden(data: bytes, elements: re.Pattern[bytes], names: Sequence[bytes]) -> Iterator[list[int]]:
    """Yield the row or column numbers of hidden elements, except those in a collapsible outline."""
    for element in elements.finditer(data):
        attributes = dict(_ATTRIBUTE.findall(element[1]))
        is_hidden = attributes.get(b"hidden") in (b"1", b"true") and b"outlineLevel" not in attributes
        if is_hidden and all(attributes.get(name, b"").isdigit() for name in names):
            yield [int(attributes[name]) for name in names]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _read_styles(package: Package, book: str) -> _Styles:
    part = package.part_of(book, "styles")
    root = package.xml(part) if part else None
    codes = {attribute(form, "numFmtId"): attribute(form, "formatCode") for form in _children(child(root, "numFmts"))}
    fonts = [child(font, "strike") for font in _children(child(root, "fonts"))]
    forms: dict[bytes, NumberFormat] = {}
    struck: set[bytes] = set()
    for index, style in enumerate(_children(child(root, "cellXfs"))):
        name, font = attribute(style, "numFmtId") or "", attribute(style, "fontId") or ""
        if form := read_format(name, codes.get(name)):
            forms[str(index).encode()] = form
        strike = fonts[int(font)] if font.isdecimal() and int(font) < len(fonts) else None
        if strike is not None and is_on(strike):
            struck.add(str(index).encode())
    return _Styles(forms, frozenset(struck))


def _sheet_names(package: Package, book: str) -> Mapping[str, str]:
    """Return the names of the sheets by the names of their parts."""
    links, root = package.related(book), package.xml(book)
    return {
        links[id_].target.lower(): attribute(sheet, "name") or ""
        for sheet in _children(child(root, "sheets"))
        if (id_ := attribute(sheet, "id") or "") in links
    }


def _check_open_document(content: Element, limit: int) -> None:
    """Raise ValueError if the repeated rows and cells of an OpenDocument sheet come to more than `limit`."""
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
