"""Parses spreadsheets (XLSX, XLS, ODS): the rows of each sheet with their headers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from relbot.corpus.formats.office.number_formats import number
from relbot.corpus.formats.office.package import damage_named, is_old_container, open_package
from relbot.corpus.formats.office.xlsx_cells import SheetCells, check_cells
from relbot.corpus.formats.table import Grid, append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Rendered

_KIND = "spreadsheet"
_SHEET_LEVEL = 2
_MAX_CELLS = 5_000_000
"""The maximum number of cells in a sheet, including empty ones: about 400 MB."""
_ESCAPE = re.compile(r"_x000[DdAa]_")
"""An escaped line end within a cell."""

_Range = tuple[tuple[int, int], tuple[int, int]]
"""The (row, column) of the first and the last cell of a merged range."""


def parse(data: bytes) -> Rendered:
    """Render the visible sheets of a workbook. Raises ValueError with the reason if it is none."""
    with damage_named(_KIND):
        package = None if is_old_container(data) else open_package(data, _KIND, ".xlsx")
        said = check_cells(package, _MAX_CELLS) if package else {}
        builder = TextBuilder()
        sheets = _sheets(data)
        for name, rows, merged in sheets:
            builder.place(name)
            builder.heading(_SHEET_LEVEL, name if len(sheets) > 1 else "")
            shown = [[_shown(cell) for cell in row] for row in rows]
            cells = said.get(name, SheetCells())
            for (row, column), form in cells.forms.items():
                value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
                if isinstance(value, int | float) and not isinstance(value, bool):
                    shown[row][column] = form.shown(value)
            grid, numbers = _visible(_grid(shown, merged), cells)
            append_table(builder, grid, _label(name, numbers))
        rendered = builder.rendered()
    title, date = (package.title(), package.date()) if package else (None, None)
    return replace(rendered, title=title, date=date)


def _sheets(data: bytes) -> list[tuple[str, list[list[Any]], list[_Range]]]:
    """Return the name, cells and merged ranges of each visible sheet. Raises ValueError if they cannot be read."""
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(BytesIO(data))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = [workbook.get_sheet_by_name(name) for name in visible]
        return [
            (sheet.name, sheet.to_python(skip_empty_area=False), [*(sheet.merged_cell_ranges or ())])
            for sheet in sheets
        ]
    except calamine.PasswordError:
        raise ValueError("it is protected by a password; save it without one") from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a panic of the library, which is written in Rust, is not an Exception
        raise ValueError("it is damaged and cannot be read as a spreadsheet; open and save it again") from None


def _label(sheet: str, numbers: list[int]) -> Callable[[int], str]:
    return lambda index: f"{sheet}, row {numbers[index] + 1}"


def _visible(grid: Grid, cells: SheetCells) -> tuple[Grid, list[int]]:
    """Return a grid without hidden and struck-through cells, and the index of each of its rows in the sheet."""
    numbers, rows, continued = list[int](), list[list[str]](), set[tuple[int, int]]()
    for index, row in enumerate(grid.rows):
        columns = [column for column in range(len(row)) if column not in cells.hidden_columns]
        shown = ["" if (index, column) in cells.struck else row[column] for column in columns]
        if index in cells.hidden_rows or (any(row) and not any(shown)):
            continue
        continued |= {(len(rows), at) for at, column in enumerate(columns) if (index, column) in grid.continued}
        numbers.append(index)
        rows.append(shown)
    return Grid(rows, frozenset(continued)), numbers


def _grid(rows: list[list[str]], merged: list[_Range]) -> Grid:
    """Return the cells of a sheet, with merged ones repeated in all positions that they cover."""
    continued = set()
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
                if column > left:
                    continued.add((row, column))
    return Grid(rows, frozenset(continued))


def _shown(cell: object) -> str:
    """Return a cell as a reader would write it: 13.0 is "13", a date is in ISO format."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return number(cell)
        case datetime.datetime():
            is_day = cell.time() == datetime.time()
            return (
                cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes" if not cell.second else "seconds")
            )
        case datetime.time():
            return cell.isoformat("minutes" if not cell.second else "seconds")
        case datetime.date() | datetime.timedelta():
            return str(cell)
    return " ".join(_ESCAPE.sub(" ", str(cell)).split())
