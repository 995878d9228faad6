"""Selects the rows and columns of a table that a question asks for.

Each word of the question must be accounted for: as a value, as a column, in the headings above, or as a name for a kind
of value. A number belongs to the column that is named beside it, or whose unit it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from relbot.answering.rows.values import KINDS, Shape
from relbot.answering.tables.columns import (
    column_of,
    day_column,
    extreme_column,
    having,
    is_at,
    is_called,
    is_within,
    measured,
    naming_column,
    rank,
    rows_on,
    time_column,
)
from relbot.answering.tables.named_values import called_by_number, read_names
from relbot.answering.tables.states import state_in
from relbot.answering.tables.stock import GOODS, Stocked, stock_of
from relbot.answering.tables.table import KEY, Cell, Row, Table
from relbot.answering.tables.table_question import Bound, TableQuestion
from relbot.query.answer_constraints.denial import NEGATION
from relbot.text.terms import Term, stems

_NOT = re.compile(rf"{NEGATION}|\b(?:without|(?:has|have|having)\sno)\b", re.IGNORECASE)
"""A negation in a question; any other "no" may be of a number: "room no 9"."""
_WORD = re.compile(r"\d+[^\W\d_]+")
_HOW_MUCH = re.compile(r"\bhow\s+much\s+(?:is|are|does|do|for|would|will)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that a question asks for."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    """The columns asked for by name or kind, except the one that names the rows; empty if it asks for whole rows."""
    named: int
    """The number of words in the question that are values."""
    left: tuple[Term, ...]
    """Words of the question that are not found."""
    is_chosen: bool
    """Whether the question selects among the rows, rather than asking for all."""
    is_extreme: bool
    """Whether the rows are those with the least or the most of something."""
    is_of_table: bool
    """Whether the question names a column, the subject of the table, or several lines by their keys, so that a matching
    value is more than a word in common."""
    is_key: bool
    """Whether the question names a line by its whole key."""
    is_exact: bool
    """Whether the question names a value by all of its words, or by several."""
    absent: str
    """What the question names and no row has: "room 9"."""


class _Numbered(NamedTuple):
    """The rows with the numbers asked about, and the columns of these numbers."""

    rows: frozenset[int]
    columns: tuple[str, ...]
    is_named: bool
    """Whether a number is part of a name: "Firm 3"."""
    absent: str
    """What the question names and no row has."""


def select(asked: TableQuestion, table: Table) -> Selection | None:
    """Return the rows of a table that a question asks for, and the words not found there. None if the question states a
    number, a time, a negation or an extreme that no column of the table fits.
    """
    stock, asked = stock_of(asked.text, table), _without_goods(asked, table)
    if stock:
        asked = _without(stock.asked, asked)
    state, names = state_in(asked.text, table), read_names(asked, table)
    if state and (stock or names.words != len(state.stems & asked.stems)):
        state = None
    if state:
        names = replace(names, rows=state.rows, left=state.without_noun(names.left))
    called = {bound: column for bound in asked.bounds if (column := _called_by_code(bound, asked.text, table))}
    named = (*names.columns, *called.values())
    numbered = _numbered([bound for bound in asked.bounds if bound not in called], named, table)
    timed = _at_time(asked, named, names.rows, table)
    if numbered is None or timed is None:
        return None
    columns = (*named, *numbered.columns, *([asked.time_words] if asked.time_words in table.columns else []))
    kept = sorted(names.rows & numbered.rows & timed)
    has = having(asked.text, columns, table)
    if has is None and _NOT.search(asked.text) and not (state and state.is_denied):
        return None
    absent = names.absent or numbered.absent
    if stock:
        is_any = bool(kept)
        kept = stock.among(kept, table, is_named=bool(names.words))
        absent = absent or (stock.asked.words if is_any and not kept else "")
    if has and (not names.words or len(kept) > 1):
        kept = [n for n in kept if any(has[1](cell) for cell in table.rows[n] if cell.column == has[0])]
    kept, kinds, left = _of_kinds(asked, names.left, kept, table)
    wanted = tuple(dict.fromkeys(column for column in columns if column != table.columns[0]))
    is_extreme = asked.extreme is not None or bool(left and left[-1].word.lower().endswith("est"))
    if is_extreme:
        extreme = extreme_column(asked, left, columns, table)
        if extreme is None:
            return None
        column, end, left = extreme
        kept = _foremost(kept, column, end, table)
    else:
        kept = [n for n in kept if {*wanted} <= {cell.column for cell in table.rows[n] if cell.value.strip()}]
    is_told = bool(names.columns or kinds or stock or state) or is_extreme or (asked.selects_alone and not asked.terms)
    is_of_table = is_told or not table.own_heading.isdisjoint(asked.stems)
    return Selection(
        rows=tuple(table.rows[n] for n in kept),
        columns=(*wanted, *kinds, *(stock.columns if stock else ())),
        named=names.words,
        left=tuple(left),
        is_chosen=bool(names.words or asked.bounds or asked.time or asked.day or has or stock or state),
        is_extreme=is_extreme,
        is_key=names.is_key,
        is_of_table=names.keys > 1 if KEY in table.columns and names.words else is_of_table,
        is_exact=numbered.is_named or names.is_exact,
        absent=absent,
    )


def _without_goods(asked: TableQuestion, table: Table) -> TableQuestion:
    """Return the question without general words for goods that are not in the table."""
    own = {*stems(" ".join(table.columns)), *table.heading, *(word for row in table.row_stems for word in row)}
    return replace(asked, terms=tuple(term for term in asked.terms if term.stem not in GOODS - own))


def _without(stocked: Stocked, asked: TableQuestion) -> TableQuestion:
    """Return the question without its mention of the stock."""
    terms = tuple(term for term in asked.terms if not stocked.start <= term.start < stocked.end)
    blank = " " * (stocked.end - stocked.start)
    return replace(asked, terms=terms, text=asked.text[: stocked.start] + blank + asked.text[stocked.end :])


def _called_by_code(bound: Bound, text: str, table: Table) -> str | None:
    """Return the column named by the word that a number is part of, such as "5G", or None."""
    word = _WORD.match(text, bound.at)
    return next((c for c in table.columns if word and word.group().lower() in c.lower().split()), None)


def _numbered(bounds: Sequence[Bound], named: Sequence[str], table: Table) -> _Numbered | None:
    """Return the rows with the numbers asked about: any of several exact numbers of one column, all of its bounds. None
    if a number fits no column of the table.
    """
    rows, absent, is_named = frozenset(range(len(table.rows))), "", False
    by_column = dict[str, list[Bound]]()
    for bound in bounds:
        if called := called_by_number(bound, table):
            rows, is_named = rows & called, True
        elif bound.is_equal and (naming := naming_column(bound, table)):
            rows, absent = frozenset(), f"{naming.lower()} {bound.text}"
        elif (column := column_of(bound, named, table)) is not None:
            by_column.setdefault(column, []).append(bound)
        else:
            return None
    for column, of_column in by_column.items():
        is_equal = all(bound.is_equal for bound in of_column)
        either = any if is_equal else all
        cells = _cells_in(column, range(len(table.rows)), table)
        found = frozenset(n for n, cell in cells if either(is_within(bound, cell) for bound in of_column))
        if is_equal and not found and is_called(of_column[0].before, column):
            absent = absent or f"{column.lower()} {of_column[0].text}"
        rows &= found
    return _Numbered(rows, tuple(by_column), is_named, absent)


def rows_of_day(asked: TableQuestion, table: Table) -> tuple[Row, ...] | None:
    """Return the rows of the day asked about, whatever else is asked; None if no day is, or no column has days."""
    column = day_column((), table) if asked.day else None
    if asked.day is None or column is None:
        return None
    return tuple(table.rows[n] for n in sorted(rows_on(asked.day, column, range(len(table.rows)), table)))


def _at_time(asked: TableQuestion, named: Sequence[str], among: Iterable[int], table: Table) -> frozenset[int] | None:
    """Return the rows of the time asked about, or those among some rows of the day asked about: all if a column is
    named after it, None if no column has dates.
    """
    rows = frozenset(range(len(table.rows)))
    if asked.day:
        column = day_column(named, table)
        return rows_on(asked.day, column, among, table) if column is not None else None
    if asked.time is None or asked.time_words in table.columns:
        return rows
    time, dated = asked.time, time_column(named, table)
    if dated is None:
        return None
    return frozenset(n for n in rows if any(is_at(time, cell) for cell in table.rows[n] if cell.column == dated))


def _foremost(kept: Sequence[int], column: str, end: int, table: Table) -> list[int]:
    """Return the rows with the least or the most in a column."""
    cells = _cells_in(column, kept, table)
    ranked = [(value * end, n) for n, cell in cells if (value := rank(cell)) is not None]
    most = max((value for value, _ in ranked), default=0)
    return [n for value, n in ranked if value == most]


def _cells_in(column: str, rows: Iterable[int], table: Table) -> Iterator[tuple[int, Cell]]:
    """Return the cells of some rows in a column, each with its row number."""
    return ((n, cell) for n in rows for cell in table.rows[n] if cell.column == column)


def _of_kinds(
    asked: TableQuestion, left: Sequence[Term], kept: Sequence[int], table: Table
) -> tuple[list[int], list[str], list[Term]]:
    """Return the rows that have a value of each kind asked for, the columns of these values, and the words left."""
    rows, columns = [*kept], list[str]()
    for words, shape in KINDS:
        if called := {term.stem for term in left} & words:
            left = [term for term in left if term.stem not in called]
            rows, columns = _with(words, shape, rows, columns, table)
    if _HOW_MUCH.search(asked.text) and not columns:
        rows, columns = _with(*KINDS[-1], rows, columns, table)
    for measure in asked.measures:
        column = measured(measure, (), table)
        rows, columns = (rows, [*columns, column]) if column else ([], columns)
    return rows, columns, [*left]


def _with(
    words: frozenset[str], shape: Shape, rows: list[int], columns: list[str], table: Table
) -> tuple[list[int], list[str]]:
    """Return the rows with a value of a kind, and the columns extended by those of the values. A value is of the kind
    if it looks like one or its column is named so.
    """
    found = [
        (n, cell.column)
        for n in rows
        for cell in table.rows[n]
        if shape.search(f"{cell.column}: {cell.value}") or not words.isdisjoint(stems(cell.column))
    ]
    kept = {n for n, _ in found}
    return [n for n in rows if n in kept], [*columns, *dict.fromkeys(column for _, column in found)]
