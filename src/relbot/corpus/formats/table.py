"""Renders a grid of cells row by row, each cell with the header of its column, as a screen reader reads it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from relbot.corpus.formats.text_builder import TextBuilder, row
from relbot.corpus.outline import CONTEXT_LEVEL, one_line

_DAY = r"\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}"
_VALUE = re.compile(
    r"[-+−(]?\s?[$€£¥]?\s?[-+]?\d[\d\s.,'’]{0,40}(?:[%‰°€$£¥]|[A-Z]{3})?\)?"  # a number, an amount
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T]\d{1,2}:\d{2}\S{0,16})?|\d{1,2}:\d{2}(?::\d{2})?"  # a date, a time
    rf"|{_DAY}|true|false",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")
_DATE = re.compile(_YEAR.pattern + r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?: \d{1,2}:\d{2})?|" + _DAY)
_ADDRESS = re.compile(r"\S+@\S+\.\S+|[a-z]{2,8}://\S+", re.IGNORECASE)
_MIN_FILLED = 0.6
"""The minimum number of filled cells in a header row, as a fraction of those in a usual row."""
_MAX_HEADER = 100
"""The maximum length of a header in characters; a longer cell is a value."""
_MAX_TITLE_WORDS = 12
"""The maximum length of a table's title in words; a longer line above a table is a note."""
_SAMPLE = 50
"""The number of rows that are inspected to tell a header from values."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The visible cells of a table or sheet; a merged cell is repeated in all positions that it covers."""

    rows: Sequence[Sequence[str]]
    continued: frozenset[tuple[int, int]] = frozenset()
    """The (row, column) of the cells that repeat the one to their left."""
    has_header: bool | None = None
    """Whether the first row is a header; None if the document does not say."""


_Rows = Sequence[tuple[int, Sequence[str]]]
"""Rows, each with its index in the grid."""


def append_table(builder: TextBuilder, grid: Grid, label: Callable[[int], str] | None = None) -> None:
    """Append the rows of a grid to a text; `label` returns the place of the row at an index.

    Blank rows separate tables. Each may have a title above its header; one without a header continues the last one.
    """
    headers: list[str] = []
    lines: list[tuple[int, Sequence[str]]] = []
    for block in _blocks(grid.rows):
        if all(_single_cell(grid, index, cells) for index, cells in block):
            lines.extend(block)
        else:
            headers = _append_block(builder, grid, (lines, block), headers, label)
            lines = []
    if lines:
        _append_block(builder, grid, ([], lines), [], label)


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[_Rows]:
    block: list[tuple[int, Sequence[str]]] = []
    for index, cells in enumerate(rows):
        if any(cells):
            block.append((index, cells))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _append_block(
    builder: TextBuilder,
    grid: Grid,
    lines_and_block: tuple[_Rows, _Rows],
    last: list[str],
    label: Callable[[int], str] | None,
) -> list[str]:
    """Append one table of a grid, after the lines above it.

    Returns its headers, or those of the last table if it has none of its own.
    """
    lines, block = lines_and_block
    headers, first, header_rows = last, 0, 0
    usual = _usual_width(grid, block)
    in_title = False
    if (found := _find_header(grid, block, usual, is_first=not last)) is not None:
        first, header_rows = found
        headers = _joined_headers([block[at] for at in range(first, first + header_rows)])
    elif last and usual > len(list(filter(None, last))):
        headers = []
    above, shown_header = [*lines, *block[:first]], [list(cells) for _, cells in block[first : first + header_rows]]
    shown = [*above, *block[first + header_rows :]]
    for position, (index, cells) in enumerate(shown):
        if list(cells) in shown_header:
            continue  # the header is repeated on each page
        if label:
            builder.place(label(index))
        alone = _single_cell(grid, index, cells)
        is_above = position < len(above)
        is_spanning = (index, len(cells) - 1) in grid.continued
        if not alone or not (is_above or is_spanning):
            builder.prose(_said([] if is_above else headers, cells, usual), "row", "\n")
        elif _is_title(alone) and position + 1 < len(shown):
            builder.heading(CONTEXT_LEVEL, alone)
            in_title = True
        else:
            builder.prose(alone)
    if in_title:
        builder.heading(CONTEXT_LEVEL, "")
    return headers


def _said(headers: list[str], cells: Sequence[str], usual: float) -> str:
    """Return a row with its headers; without headers, the first of two cells is the key of the second."""
    if not any(headers) and usual <= 2:
        filled = [cell for cell in cells if cell]
        if len(filled) == 2:
            return f"{filled[0].rstrip(':')}: {filled[1]}"
    return row(headers, list(cells))


def _filled(grid: Grid, index: int, cells: Sequence[str]) -> list[int]:
    """Return the columns with words of their own."""
    return [column for column, cell in enumerate(cells) if cell and (index, column) not in grid.continued]


def _single_cell(grid: Grid, index: int, cells: Sequence[str]) -> str:
    filled = _filled(grid, index, cells)
    return cells[filled[0]] if len(filled) == 1 else ""


def _is_title(words: str) -> bool:
    is_short = len(words.split()) <= _MAX_TITLE_WORDS and words[-1] not in ".!?"
    return is_short and ": " not in words and not _VALUE.fullmatch(words)


def _usual_width(grid: Grid, block: _Rows) -> float:
    widths = [len(_filled(grid, index, cells)) for index, cells in block[:_SAMPLE]]
    return median([width for width in widths if width > 1] or [1])


def _find_header(grid: Grid, block: _Rows, usual: float, *, is_first: bool) -> tuple[int, int] | None:
    """Return the position and number of rows of a block's header: its first mostly filled row, if it has no values."""
    if grid.has_header is False:
        return None
    if grid.has_header and block[0][0] == 0:
        is_grouped = any(row == 0 for row, _ in grid.continued) and len(block) > 2
        is_double = is_grouped and _is_header(block[1][1], block[2 : 2 + _SAMPLE])
        return (0, 2 if is_double else 1) if len(block) > 1 else None
    for position, (index, cells) in enumerate(block[:_SAMPLE]):
        filled = _filled(grid, index, cells)
        below = block[position + 1 : position + 1 + _SAMPLE]
        if not below:
            return None
        is_group = (len(filled) > 1 or filled[0] > 0) and any(
            (index, column) in grid.continued for column in range(len(cells))
        )
        words = ["" if _YEAR.fullmatch(cell) else cell for cell in cells]
        if is_group and len(below) > 1 and _is_header(below[0][1], below[1:]) and _is_header(words, below[1:]):
            return position, 2
        if len(filled) >= _MIN_FILLED * usual and (len(filled) > 1 or usual == 1):
            is_sure = is_first and usual > 1
            return (position, 1) if _is_header(cells, below) and (is_sure or _heads_values(cells, below)) else None
    return None


def _is_header(cells: Sequence[str], below: _Rows) -> bool:
    """Return whether a row names the columns below: no value but years or dates above amounts, no cell that recurs."""
    are_in_order = _are_years_in_order(cells)
    is_lone = len(cells) == 2 and sum(_DATE.fullmatch(cell) is not None for cell in cells) == 1
    for column, cell in enumerate(cells):
        values = _values_in(column, below)
        if _VALUE.fullmatch(cell):
            dated = [value for value in values if _DATE.fullmatch(value)]
            is_year_above_amounts = are_in_order and len(dated) < max(1, len(values))  # an amount can look like a year
            if not _DATE.fullmatch(cell) or not (is_year_above_amounts or (values and not dated)):
                return False
            if is_lone and not any(map(_VALUE.fullmatch, values)):  # a key and its value: "Date", "12 May 2026"
                return False
        elif len(cell) > _MAX_HEADER or _ADDRESS.search(cell) or (cell.endswith(".") and len(cell.split()) > 3):
            return False
    rows = [list(other) for _, other in below]
    if list(cells) in rows:
        return True
    return not any(
        cell and column < len(other) and other[column] == cell
        for other in rows
        for column, cell in enumerate(cells)
        if len(cells) > 1
    )


def _are_years_in_order(cells: Sequence[str]) -> bool:
    """Return whether cells name equally spaced years, such as 2024, 2025, 2026."""
    years = [int(year) for year, _ in groupby(cell for cell in cells if _YEAR.fullmatch(cell))]
    return len(years) > 1 and len({after - before for before, after in pairwise(years)}) == 1


def _values_in(column: int, rows: _Rows) -> list[str]:
    """Return the cells of a column that are not empty."""
    return [cells[column] for _, cells in rows if column < len(cells) and cells[column]]


def _heads_values(cells: Sequence[str], below: _Rows) -> bool:
    """Return whether a cell stands above a column of numbers, dates or other values only: surely a header."""
    for column, cell in enumerate(cells):
        values = _values_in(column, below)
        if cell and values and all(map(_VALUE.fullmatch, values)):
            return True
    return False


def _joined_headers(rows: _Rows) -> list[str]:
    """Return the header of each column; if the upper of two rows groups columns, both are joined: "2019 Sales"."""
    width = max(len(cells) for _, cells in rows)
    headers = [""] * width
    for _, cells in rows:
        for column, cell in enumerate(cells):
            words = one_line(cell)
            headers[column] = f"{headers[column]} {words}".strip() if words != headers[column] else words
    return headers
