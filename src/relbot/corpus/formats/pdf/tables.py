"""Finds tables whose cells stand apart in aligned lines, and says each row with its headers, as other formats do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from relbot.corpus.formats.pdf.lines import Line
from relbot.corpus.formats.text_builder import row

_MIN_ROWS = 3
"""Lines with cells below one another; fewer are a letter's head, or a line of a formula."""
_ITEM_LABEL = re.compile(r"[^\w\s]|\d{1,3}[.)]|\(?\w{1,3}\)|[a-zA-Z]\.")
"""Of a list's item, from which its words are far apart."""
_SECTION_NUMBER = re.compile(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3})*\.?")
_LARGER = 1.08
"""A heading than rows."""
_MIN_CLEAR = 0.7
"""Of the lines of a table, through which the white between two columns runs; a cell may be wider than its column."""
_MIN_STRIP = 0.8
"""Width of that white, in sizes of type."""
_LINES_TRIED = 10
"""Of a table, to find where that white is."""
_MIN_FILLED = 0.6
"""Of the columns, that a header names."""
_MAX_SHIFT = 3.0
"""Points by which the columns of a table that goes on lie beside those of its begin."""

Cell = tuple[float, float, str]
"""Left, right, words."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table, which holds for its rows."""

    cells: tuple[Cell, ...]

    def say(self, cells: Sequence[Cell]) -> str:
        """A row with the headers of its cells."""
        words = [""] * len(self.cells)
        for cell in cells:
            column = min(range(len(self.cells)), key=lambda index: _distance(self.cells[index], cell))
            words[column] = f"{words[column]} {cell[2]}".strip()
        return row([header for _, _, header in self.cells], words)


def split(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The lines in runs: (whether it is a table, its lines)."""
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
    """Whether a strip of white runs down through most lines, as it does not in justified prose with wide gaps."""
    gaps = [[(left[1], right[0]) for left, right in pairwise(line.cells)] for line in lines]
    strips = [(begin + end) / 2 for of_line in gaps[:_LINES_TRIED] for begin, end in of_line]
    half = _MIN_STRIP / 2 * lines[0].size
    through = (
        sum(any(begin + half <= strip <= end - half for begin, end in of_line) for of_line in gaps) for strip in strips
    )
    return any(count >= _MIN_CLEAR * len(lines) for count in through)


def _has_cells(line: Line, usual: float) -> bool:
    """Whether a line may be a row: no item of a list, and no numbered heading, which is larger than rows are."""
    if len(line.cells) != 2:
        return bool(line.cells)
    label = line.cells[0][2]
    is_heading = line.size > _LARGER * usual and _SECTION_NUMBER.fullmatch(label)
    return not is_heading and not _ITEM_LABEL.fullmatch(label)


def say_rows(lines: Sequence[Line], above: Header | None) -> tuple[list[Line], Header | None]:
    """The rows of a table as they are said, and its header: its own, or that of the table that it goes on, if any."""
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
    """The first line, where it is mostly filled and without digits, and others are not."""
    first, *others = (line.cells for line in lines)
    is_filled = len(first) >= _MIN_FILLED * max(map(len, others))
    has_digits = [any(map(str.isdigit, words)) for _, _, words in first]
    differs = lines[0].is_bold != lines[1].is_bold or any(
        any(map(str.isdigit, words)) for cells in others for _, _, words in cells
    )
    return Header(first) if is_filled and differs and not any(has_digits) else None


def _distance(header: Cell, cell: Cell) -> float:
    """Between the two, in points; negative by what they overlap. Cells are set left, right or centred."""
    overlap = min(header[1], cell[1]) - max(header[0], cell[0])
    aligned = min(
        abs(header[0] - cell[0]), abs(header[1] - cell[1]), abs(header[0] + header[1] - cell[0] - cell[1]) / 2
    )
    return aligned - max(0.0, overlap)


def _column_of(cell: Cell, header: Header) -> bool:
    """Whether a cell stands in a column of a header."""
    return any(_distance(own, cell) <= _MAX_SHIFT for own in header.cells)
