"""Reads the tables of a page as rows with the header of each cell, with spans resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from relbot.corpus.formats.text_builder import Cell
from relbot.corpus.formats.web.tree import Node, attribute

Words = tuple[str, ...]
"""The visible text of a cell, block by block."""
_MAX_SPAN = 100
"""The maximum number of columns or rows that a cell spans; the standard allows 1,000 columns and 65,534 rows."""
_MAX_COLUMNS = 500
_LAYOUT_ROLES = ("presentation", "none")
_MAX_CELL = 600
"""The maximum length in characters of a data cell; a longer one is part of the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data, with the header of each column."""

    headers: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A row of one header that spans all columns, and names the rows below."""

    words: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with spans resolved."""

    cells: tuple[Cell, ...]
    is_head: bool
    is_title: bool
    is_pair: bool
    """Whether the row is a name and its value, as in an infobox."""


def is_layout(table: Node, rows: list[list[Node]]) -> bool:
    """Return whether a table only lays out parts of the page."""
    if attribute(table, "role") in _LAYOUT_ROLES or table.css_first("h1, h2, h3, h4, h5, h6, main, article"):
        return True
    cells = [cell for row in rows for cell in row]
    if table.css_first("th, caption"):
        return False
    holds_table = any(cell.css_first("table") for cell in cells)
    is_column = all(len(row) == 1 for row in rows)
    return holds_table or is_column or any(len(cell.text(deep=True) or "") > _MAX_CELL for cell in cells)


def written_rows(table: Node) -> list[list[Node]]:
    """Return the cells of each row of a table, without those of nested tables."""
    rows = []
    for group in _children(table, ("thead", "tbody", "tfoot", "tr")):
        for row in [group] if group.tag == "tr" else _children(group, ("tr",)):
            rows.append(_children(row, ("td", "th")))  # noqa: PERF401 - two loops are easier to read
    return rows


def read_rows(rows: list[list[Node]], words: list[list[Words]]) -> Iterator[Row | Title]:
    """Yield the rows with their headers, given the cells and their words. Headers may span several rows, and change."""
    grid = _grid(rows, words)
    is_data = [not (row.is_head or row.is_title) for row in grid]
    if not any(is_data):  # a table with only headers
        yield from (Row((), row.cells) for row in grid)
        return
    has_plain_header = all(is_data) and _is_header(grid)
    headers: tuple[str, ...] = ()
    is_above_data = True
    for number, row in enumerate(grid):
        if row.is_title:
            yield Title(next(" ".join(cell.words) for cell in row.cells if cell.words))
        elif row.is_head or (has_plain_header and number == 0):
            headers = _joined(headers if is_above_data else (), row)
            is_above_data = True
        else:
            yield Row(headers, _named(row) if row.is_pair and not headers else row.cells)
            is_above_data = False


def _joined(above: tuple[str, ...], row: _Read) -> tuple[str, ...]:
    """Return the joined headers of two rows: "Seen" above "May" is "Seen May"."""
    said = [" ".join(cell.words) for cell in row.cells]
    pairs = zip_longest(above, said, fillvalue="")
    return tuple(" ".join(dict.fromkeys(filter(None, pair))) for pair in pairs)


def _named(row: _Read) -> tuple[Cell, ...]:
    name, value = row.cells
    return Cell((" ".join(name.words).rstrip(":"),), is_name=True), value


def _grid(rows: list[list[Node]], words: list[list[Words]]) -> list[_Read]:
    grid: list[_Read] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    """By column, a cell from a row above and the number of rows that it still spans."""
    for nodes, shown in zip(rows, words, strict=True):
        row: list[Cell] = []
        next_hanging: dict[int, tuple[Cell, int]] = {}

        def add(cell: Cell, rows_left: int) -> None:
            if rows_left:
                next_hanging[len(row)] = Cell(cell.words, is_repeated=True), rows_left  # noqa: B023 - of this iteration
            row.append(cell)  # noqa: B023

        def add_hanging() -> None:
            while len(row) in hanging:  # noqa: B023
                cell, left = hanging[len(row)]  # noqa: B023
                add(cell, left - 1)

        for node, words_of_cell in zip(nodes, shown, strict=True):
            add_hanging()
            for number in range(min(_span(node, "colspan"), max(1, _MAX_COLUMNS - len(row)))):
                is_said = number == 0 or node.tag == "th"
                add(Cell(words_of_cell if is_said else (), is_repeated=number > 0), _span(node, "rowspan") - 1)
        add_hanging()
        hanging = next_hanging
        if any(cell.words for cell in row):
            is_head = bool(nodes) and (all(node.tag == "th" for node in nodes) or _is_in_head(nodes[0]))
            is_title = len(nodes) == 1 < len(row) and nodes[0].tag == "th" and len(row) == _span(nodes[0], "colspan")
            is_pair = len(row) == len(nodes) == 2 and [node.tag for node in nodes] == ["th", "td"]
            grid.append(_Read(tuple(row), is_head, is_title, is_pair))
    return grid


def _is_header(grid: list[_Read]) -> bool:
    """Return whether the first of some rows without header cells is a header: filled, distinct and without digits."""
    if len(grid) < 3:
        return False
    first = [" ".join(cell.words) for cell in grid[0].cells]
    below = [" ".join(cell.words) for row in grid[1:] for cell in row.cells]
    has_numbers = any(any(map(str.isdigit, cell)) for cell in below)
    is_named = all(cell and not any(map(str.isdigit, cell)) for cell in first) and len(set(first)) == len(first)
    return is_named and has_numbers and len(first) > 1


def _is_in_head(cell: Node) -> bool:
    row = cell.parent
    return row is not None and row.parent is not None and row.parent.tag == "thead"


def _span(cell: Node, name: str) -> int:
    value = attribute(cell, name).strip()
    return min(max(1, int(value)), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def _children(node: Node, tags: tuple[str, ...]) -> list[Node]:
    found = []
    child = node.child
    while child is not None:
        if child.tag in tags:
            found.append(child)
        child = child.next
    return found
