"""Decides which column of a table a number, a time or an adjective in a question refers to, and compares cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from relbot.answering.tables.measures import (
    AGE,
    HOLDS,
    LENGTH,
    PRICE,
    RATE,
    SIZE,
    SPEED,
    TIME,
    End,
    Measure,
)
from relbot.answering.tables.table import Cell, Table, is_form
from relbot.answering.tables.table_question import Bound, TableQuestion
from relbot.query.answer_constraints.times.asked_day import AskedDay
from relbot.temporal.calendar import Day
from relbot.temporal.day_readings import OpenDay, days_of, stated_days
from relbot.temporal.interval import Interval, overlap, reference_day, years
from relbot.text.terms import Term, stem, stems

NO = frozenset(("no", "none", "-", "–", "false", "n", "✗", "✘", "0", ""))
YES = frozenset(("yes", "true", "y", "x", "✓", "✔", "1"))
"""Values of cells in a column of yes and no."""
_HAVING = re.compile(
    r"\b(?:(?P<no>without|(?:has|have|having)\sno|not)|with|has|have|having|are|needs?|requires?|includes?|allows?)\b"
    r"|(?P<nt>n['’]t)\b",
    re.IGNORECASE,
)
_FEWEST = 0.6
"""The least share of a column's values that must be amounts, or dates, for its rows to be comparable. Set by hand on
ten folders of small tables."""


def column_of(bound: Bound, columns: Sequence[str], table: Table) -> str | None:
    """Return the column that a number in a question refers to, or None; `columns` are those that the question names."""
    numeric = [column for column in table.columns if any(cell.amount for cell in table.cells_in(column))]
    if bound.dimension:
        of_unit = [c for c in numeric if any(_dimension(v) == bound.dimension for v in table.cells_in(c))]
        if not of_unit and bound.dimension == PRICE[1]:
            return measured(PRICE, columns, table)  # a "Price" column of bare numbers
        return next((c for c in of_unit if c in columns), of_unit[0] if of_unit else None)
    if of_unit := [c for c in numeric if any(_has_unit(bound.after, cell) for cell in table.cells_in(c))]:
        return next((c for c in of_unit if c in columns), of_unit[0])
    beside = [c for word in (bound.before, bound.after) if word for c in numeric if is_called(word, c)]
    if beside:
        return beside[0]
    if bound.measure and (found := measured(bound.measure, columns, table)):
        return found
    if bound.is_fit:
        return next((c for c in numeric if HOLDS & {*stems(c)}), None)
    named = [c for c in numeric if c in columns and (not bound.is_equal or c != table.columns[0])]
    if bound.is_equal:
        holding = [c for c in named if any(is_within(bound, cell) for cell in table.cells_in(c))]
        return holding[0] if len(holding) == 1 else None
    if len(named) == 1:
        return named[0]
    return measured(PRICE, columns, table) or (numeric[0] if len(numeric) == 1 else None)


def naming_column(bound: Bound, table: Table) -> str | None:
    """Return the non-numeric column named before a number, or None: "part 77" if the parts are called "Part 78"."""
    return next((c for c in table.columns if is_called(bound.before, c) and not _is_comparable(c, table)), None)


def is_called(word: str, column: str) -> bool:
    """Return whether a column's name contains a word, or one derived from it."""
    return any(is_form(word, other) for other in stems(column))


def is_within(bound: Bound, cell: Cell) -> bool:
    """Return whether the number in a cell is within a bound."""
    return cell.amount is not None and bound.low <= cell.amount.number <= bound.high


def measured(measure: Measure, columns: Sequence[str], table: Table) -> str | None:
    """Return the comparable column for a measure, by its name or else its unit, or None. Columns that the question
    names come first.
    """
    words, dimension = measure
    fit = [c for c in table.columns if any(is_called(word, c) for word in words) and _is_comparable(c, table)]
    if dimension == PRICE[1] and not fit:
        fit = [c for c in table.columns if RATE.fullmatch(c) and _is_comparable(c, table)]
    if dimension and not fit:
        fit = [c for c in table.columns if _most(table, c, lambda cell: _dimension(cell) == dimension)]
    return next((c for c in fit if c in columns), fit[0] if fit else None)


def time_column(columns: Sequence[str], table: Table) -> str | None:
    """Return the column of dates that the question names, else the first one, or None."""
    dated = [c for c in table.columns if _most(table, c, lambda cell: _day(cell) is not None)]
    return next((c for c in dated if c in columns), dated[0] if dated else None)


def is_at(time: Interval, cell: Cell) -> bool:
    """Return whether a date in a cell overlaps a time."""
    dates = [mention.interval for mention in cell.dates] or [years(year) for year in _bare_year(cell)]
    return any(overlap(date, time) > 0 for date in dates)


def day_column(columns: Sequence[str], table: Table) -> str | None:
    """Return the column of days that the question names, else the first one, or None."""
    dated = [c for c in table.columns if _most(table, c, lambda cell: bool(days_in(cell)))]
    return next((c for c in dated if c in columns), dated[0] if dated else None)


def is_calendar(table: Table) -> bool:
    """Return whether the rows of a table are of days: their first column states them, or a column is called so."""
    column = day_column((), table)
    return column is not None and (column == table.columns[0] or not TIME[0].isdisjoint(stems(column)))


def days_in(cell: Cell) -> frozenset[OpenDay]:
    """Return the days that a cell states, by both orders of day and month if its document settles none."""
    settled = {day for mention in cell.dates for day in days_of(mention.interval)}
    return frozenset(settled or (day for stated in stated_days(cell.value) for day in stated.days))


def rows_on(asked: AskedDay, column: str, rows: Iterable[int], table: Table) -> frozenset[int]:
    """Return those of some rows with the day asked about in a column; of several such days, the most likely one."""
    days = {n: days_in(cell) for n in rows for cell in table.rows[n] if cell.column == column}
    meant = asked.among({day for own in days.values() for day in own})
    return frozenset(n for n, own in days.items() if meant in own)


def having(question: str, columns: Sequence[str], table: Table) -> tuple[str, Callable[[Cell], bool]] | None:
    """Return the column of yes and no that the question requires, "with parking" or "not vaccinated", with a test for
    the cells that satisfy it; None without one.
    """
    has = max(_HAVING.finditer(question), key=lambda match: bool(match["no"] or match["nt"]), default=None)
    for column in columns if has else ():
        values = {cell.value.strip().lower() for cell in table.cells_in(column)}
        if has and values <= NO | YES and values & YES:
            return column, _is_no if has["no"] or has["nt"] else _is_yes
    return None


def _is_no(cell: Cell) -> bool:
    return cell.value.strip().lower() in NO


def _is_yes(cell: Cell) -> bool:
    return cell.value.strip().lower() in YES


def extreme_column(
    asked: TableQuestion, left: Sequence[Term], columns: Sequence[str], table: Table
) -> tuple[str, End, list[Term]] | None:
    """Return the column whose least or most is asked for, which end that is, and the words that remain. None if the
    table has no such column or is incomplete.
    """
    named = [c for c in columns if c != table.columns[0] and (_is_comparable(c, table) or _is_dated(c, table))]
    rest = [*left]
    found: str | None
    end: End
    if asked.extreme is None:
        word = left[-1].word.lower()
        forms = (word[:-3], stem(word[:-2]))  # highest, largest
        found, end = next((c for c in table.columns if any(is_called(form, c) for form in forms)), None), 1
        rest = rest[:-1]
    else:
        measure, end = asked.extreme
        if measure is None:
            found = named[0] if named else None
        elif measure is not TIME:
            found = measured(measure, columns, table)
            if found is None and measure is SPEED:  # the fastest one takes the least time
                found, end = measured(LENGTH, columns, table), -1 if end == 1 else 1
            if found is None and measure is SIZE and len(named) == 1:
                found = named[0]
        else:
            found = named[0] if named else time_column(columns, table)
            if found is None and (found := measured(AGE, columns, table)):
                end = 1 if end == -1 else -1
    if found is None or not table.is_whole or not (_is_comparable(found, table) or _is_dated(found, table)):
        return None
    return found, end, rest


def rank(cell: Cell) -> float | None:
    """Return the sort key of a cell within its column, by day or by number; None if it has neither."""
    day = _day(cell)
    return float(day) if day is not None else cell.amount.number if cell.amount else None


def _day(cell: Cell) -> int | None:
    if cell.dates and not (cell.amount and cell.amount.dimension):
        return reference_day(cell.dates[0].interval).number
    return next((Day(year, 1, 1).number for year in _bare_year(cell)), None)


def _bare_year(cell: Cell) -> list[int]:
    value = cell.value.strip()
    return [int(value)] if value.isdecimal() and len(value) == 4 and "1500" <= value <= "2100" else []


def _dimension(cell: Cell) -> str:
    return cell.amount.dimension if cell.amount else ""


def _has_unit(word: str, cell: Cell) -> bool:
    """Return whether the amount in a cell is in the unit with a stem, which need not be a known one: "280 pages"."""
    return bool(word) and word in stems(_dimension(cell))


def _most(table: Table, column: str, holds: Callable[[Cell], bool]) -> bool:
    values = table.cells_in(column)
    return bool(values) and sum(map(holds, values)) >= _FEWEST * len(values)


def _is_comparable(column: str, table: Table) -> bool:
    return _most(table, column, lambda cell: cell.amount is not None)


def _is_dated(column: str, table: Table) -> bool:
    return _most(table, column, lambda cell: _day(cell) is not None)
