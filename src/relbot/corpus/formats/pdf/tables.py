"""Finds tables by lines with aligned, separated cells, and renders each row with its headers, as for other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from relbot.corpus.formats.pdf.lines import Line
from relbot.corpus.formats.text_builder import row

_MIN_ROWS = 3
"""The minimum number of consecutive lines with cells; fewer are a letterhead or a formula."""
_ITEM_LABEL = re.compile(r"[^\w\s]|\d{1,3}[.)]|\(?\w{1,3}\)|[a-zA-Z]\.")
"""The label of a list item, which is set far apart from its words."""
_SECTION_NUMBER = re.compile(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3})*\.?")
_LARGER = 1.08
"""The minimum font size of a numbered heading, relative to rows."""
_MIN_CLEAR = 0.7
"""The minimum share of a table's lines through which a white strip runs; a cell may be wider than its column."""
_MIN_STRIP = 0.8
"""The minimum width of that strip, in font sizes."""
_LINES_TRIED = 10
"""The number of a table's lines that are searched for that strip."""
_MIN_FILLED = 0.6
"""The minimum share of the columns that a header names."""
_MAX_SHIFT = 3.0
"""The maximum shift in points between the columns of a table and of its continuation."""

Cell = tuple[float, float, str]
"""The left and right edge of a cell, in points, and its words."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table, which applies to its rows."""

    cells: tuple[Cell, ...]

    def say(self, cells: Sequence[Cell]) -> str:
        """Return a row as text, each cell with its header."""
        words = [""] * len(self.cells)
        for cell in cells:
            column = min(range(len(self.cells)), key=lambda index: _distance(self.cells[index], cell))
            words[column] = f"{words[column]} {cell[2]}".strip()
        return row([header for _, _, header in self.cells], words)


def split(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Yield runs of lines, each as (whether it is a table, its lines)."""
    prose: list[Line] = []
    sizes = [line.size for line in lines if line.cells]
    usual = median(sizes) if sizes else 0.0
    for (is_row, has_cells), run in groupby(lines, key=lambda line: (line.is_row, _has_cells(line, usual))):
        members = list(run)
        if is_row or (has_cells and len(members) >= _MIN_ROWS and _has_columns(members)):
            if prose:
                yield False, prose
            yield True, members
            prose = []
        else:
            prose += members
    if prose:
        yield False, prose


def _has_columns(lines: Sequence[Line]) -> bool:
    """Return whether a white strip runs down through most lines, unlike in justified prose with wide gaps."""
    gaps = [[(left[1], right[0]) for left, right in pairwise(line.cells)] for line in lines]
    strips = [(begin + end) / 2 for of_line in gaps[:_LINES_TRIED] for begin, end in of_line]
    half = _MIN_STRIP / 2 * lines[0].size
    through = (
        sum(any(begin + half <= strip <= end - half for begin, end in of_line) for of_line in gaps) for strip in strips
    )
    return any(count >= _MIN_CLEAR * len(lines) for count in through)


def _has_cells(line: Line, usual: float) -> bool:
    """Return whether a line may be a row: not a list item, and not a numbered heading, which is larger than rows."""
    if len(line.cells) != 2:
        return bool(line.cells)
    label = line.cells[0][2]
    is_heading = line.size > _LARGER * usual and _SECTION_NUMBER.fullmatch(label)
    return not is_heading and not _ITEM_LABEL.fullmatch(label)


def say_rows(lines: Sequence[Line], above: Header | None) -> tuple[list[Line], Header | None]:
    """Return the rows of a table as text, and its header: its own or that of the table that it continues, if any."""
    if lines[0].is_row:
        return list(lines), None
    header = _header(lines)
    if header:
        lines = lines[1:]
    elif above and all(_column_of(cell, above) for line in lines for cell in line.cells):
        header = above
    said = [
        replace(line, text=header.say(line.cells) if header else row([], [words for _, _, words in line.cells]))
        for line in lines
    ]
    return said, header


def _header(lines: Sequence[Line]) -> Header | None:
    """Return the first line as the header if it is mostly filled, has no digits, and differs from the others."""
    first, *others = (line.cells for line in lines)
    is_filled = len(first) >= _MIN_FILLED * max(map(len, others))
    has_digits = [any(map(str.isdigit, words)) for _, _, words in first]
    differs = lines[0].is_bold != lines[1].is_bold or any(
        any(map(str.isdigit, words)) for cells in others for _, _, words in cells
    )
    return Header(first) if is_filled and differs and not any(has_digits) else None


def _distance(header: Cell, cell: Cell) -> float:
    """Return how badly a cell is aligned with a header (left, right or centred), minus their overlap, in points."""
    overlap = min(header[1], cell[1]) - max(header[0], cell[0])
    aligned = min(
        abs(header[0] - cell[0]), abs(header[1] - cell[1]), abs(header[0] + header[1] - cell[0] - cell[1]) / 2
    )
    return aligned - max(0.0, overlap)


def _column_of(cell: Cell, header: Header) -> bool:
    """Return whether a cell stands in a column of a header."""
    return any(_distance(own, cell) <= _MAX_SHIFT for own in header.cells)
