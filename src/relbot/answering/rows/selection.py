"""Which rows of a table a question asks for, and which of their columns.

Each word of the question must be found: as a value, alone or with its neighbours, as a column, in what stands above, or
as what people call a kind of value. A number is one of the column that is named beside it, or whose unit it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from relbot.answering.rows.columns import (
    column_of,
    extreme_column,
    having,
    is_at,
    is_within,
    measured,
    naming_column,
    rank,
    time_column,
)
from relbot.answering.rows.table_question import Bound, TableQuestion
from relbot.answering.rows.tables import KEY, Row, Table, is_form
from relbot.answering.rows.values import KINDS, Shape
from relbot.text.terms import Term, stems

_CONJOINED = re.compile(r"[,&+/]|\b(?:and|or|plus|vs|versus)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|without|(?:has|have|having)\sno)\b|n['’]t\b", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow\s+much\s+(?:is|are|does|do|for|would|will)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that a question asks for."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    """Those that it asks for by name or kind, but for the one that names the rows; none where it asks for the rows."""
    named: int
    """Words of the question that are values."""
    left: tuple[Term, ...]
    """Words that are not found."""
    is_chosen: bool
    """Whether the question chooses among the rows, and does not ask for all."""
    is_extreme: bool
    """Whether they are those with the least or the most of something."""
    is_of_table: bool
    """Whether it names a column, what the table is of, or several lines by their keys, so that a value in it is more
    than a word in common."""
    is_key: bool
    """Whether it names a line by all of its key."""
    is_exact: bool
    """Whether it names a value by all of its words, or by several."""
    absent: str = ""
    """What the question names that no row has: "room 9"."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Adjacent words of a question that some cells hold."""

    first: int
    end: int
    cells: frozenset[tuple[int, str]]
    """By row and column."""

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(row for row, _ in self.cells)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for _, column in self.cells)


def select(asked: TableQuestion, table: Table) -> Selection | None:
    """The rows of a table that a question asks for, with what of it is not found there; None where it asks by a number
    or for an extreme of which no column of the table is.
    """
    spans, columns, left = _read(asked, table)
    chosen = _rows_of(spans, asked)
    kept: Sequence[int] = range(len(table.rows)) if chosen is None else sorted(chosen)
    absent = _absent(spans, asked) if not kept else ""
    is_of_table = bool(columns) or any(term.stem in table.own_heading for term in asked.terms)
    by_column, is_numbered = dict[str, list[Bound]](), False
    for bound in asked.bounds:
        if named := _called_by_number(bound, table):
            kept, is_numbered = [n for n in kept if n in named], True
            continue
        if bound.is_equal and (naming := naming_column(bound, table)):
            kept, absent = [], absent or f"{naming.lower()} {bound.text}"
            continue
        column = column_of(bound, columns, table)
        if column is None:
            return None
        by_column.setdefault(column, []).append(bound)
    for column, bounds in by_column.items():
        either = any if all(bound.is_equal for bound in bounds) else all
        kept = [
            n for n in kept if any(either(is_within(b, c) for b in bounds) for c in table.rows[n] if c.column == column)
        ]
        if not kept and not absent and all(bound.is_equal for bound in bounds):
            absent = f"{column.lower()} {bounds[0].text}"
    if asked.time and asked.time_words in table.columns:
        columns = [*columns, asked.time_words]  # a column of a year
    elif asked.time:
        dated = time_column(columns, table)
        if dated is None:
            return None
        kept = [n for n in kept if any(is_at(asked.time, c) for c in table.rows[n] if c.column == dated)]
    has = having(asked.text, columns, table)
    if has is None and _NOT.search(asked.text):
        return None
    if has and (not spans or len(kept) > 1):
        kept = [n for n in kept if any(has[1](c) for c in table.rows[n] if c.column == has[0])]
    wanted = tuple(dict.fromkeys(column for column in columns if column != table.columns[0]))
    kept, kinds, left = _of_kinds(asked, left, kept, table)
    is_extreme = asked.extreme is not None or bool(left and left[-1].word.lower().endswith("est"))
    if is_extreme:
        extreme = extreme_column(asked, left, columns, table)
        if extreme is None:
            return None
        column, end, left = extreme
        ranked = [
            (value * end, n)
            for n in kept
            for c in table.rows[n]
            if c.column == column and (value := rank(c)) is not None
        ]
        kept = [n for value, n in ranked if value == max(ranked)[0]]
    else:
        kept = [n for n in kept if {*wanted} <= {cell.column for cell in table.rows[n] if cell.value.strip()}]
    return Selection(
        rows=tuple(table.rows[n] for n in kept),
        columns=(*wanted, *kinds),
        named=sum(span.end - span.first for span in spans),
        left=tuple(left),
        is_chosen=bool(spans or asked.bounds or asked.time or has),
        is_extreme=is_extreme,
        is_key=any(KEY in span.columns and _is_whole(asked, span, table) for span in spans),
        is_of_table=_are_keys(spans) if KEY in table.columns and spans else is_of_table or is_extreme or bool(kinds),
        is_exact=is_numbered or any(span.end - span.first > 1 or _is_whole(asked, span, table) for span in spans),
        absent=absent,
    )


def _called_by_number(bound: Bound, table: Table) -> frozenset[int]:
    """The rows with a value that ends in the word before a number, and the number: "Firm 3"."""
    if not bound.is_equal or not bound.before:
        return frozenset()
    cells = _cells_with({bound.before, bound.text}, table)
    name = f" {bound.before} {bound.text} "
    return frozenset(
        n for n, column in cells for c in table.rows[n] if c.column == column and name in f" {' '.join(c.items[0])} "
    )


def _are_keys(spans: Sequence[_Span]) -> bool:
    """Whether several lines are asked for by their keys."""
    return sum(KEY in span.columns for span in spans) > 1


def _read(asked: TableQuestion, table: Table) -> tuple[list[_Span], list[str], list[Term]]:
    """The values, the columns, and the words that are neither and stand not above the table."""
    spans, columns, left = list[_Span](), list[str](), list[Term]()
    place = 0
    while place < len(asked.terms):
        term = asked.terms[place]
        column = next((c for c in table.columns if any(is_form(term.stem, s) for s in stems(c))), None)
        span = _longest(asked, place, table)
        is_of_column = column is not None or term.stem in table.heading
        if span and (span.end - place > 1 or not is_of_column or _is_whole(asked, span, table)):
            spans.append(span)
            place = span.end
            continue
        if column is not None:
            columns.append(column)
        elif term.stem not in table.heading:
            left.append(term)
        place += 1
    return spans, columns, left


def _longest(asked: TableQuestion, place: int, table: Table) -> _Span | None:
    """The most words from a place on that one cell holds together; of cells in several columns those that name rows."""
    words, best = set[str](), None
    for end in range(place + 1, len(asked.terms) + 1):
        if end - 1 > place and _CONJOINED.search(_between(asked, end - 1)):
            break
        words.add(asked.terms[end - 1].stem)
        found = _cells_with(words, table)
        if not found:
            break
        best = _Span(place, end, found)
    return _as_typed(best, asked, table) if best else None


def _cells_with(words: set[str], table: Table) -> frozenset[tuple[int, str]]:
    rows = (n for n, own in enumerate(table.row_stems) if words <= own)
    return frozenset((n, cell.column) for n in rows for cell in table.rows[n] if words <= cell.stems)


def _as_typed(span: _Span, asked: TableQuestion, table: Table) -> _Span:
    """Of the cells that hold some words those that stand in the question as they are, where there are some: "Treadmill
    A", whose last word says nothing elsewhere.
    """
    question = f" {' '.join(stems(asked.text))} "
    typed = frozenset(
        (n, cell.column)
        for n, column in span.cells
        for cell in table.rows[n]
        if cell.column == column and any(f" {' '.join(item)} " in question for item in cell.items)
    )
    return _Span(span.first, span.end, typed or span.cells)


def _between(asked: TableQuestion, place: int) -> str:
    """The text between a word and the one before it."""
    return asked.text[asked.terms[place - 1].end : asked.terms[place].start] if place else ""


def _is_whole(asked: TableQuestion, span: _Span, table: Table) -> bool:
    words = {asked.terms[n].stem for n in range(span.first, span.end)}
    cells = (cell for n, column in span.cells for cell in table.rows[n] if cell.column == column)
    return any({*item} == words for cell in cells for item in cell.items)


def _rows_of(spans: Sequence[_Span], asked: TableQuestion) -> frozenset[int] | None:
    """The rows that hold all values; where none does, those of values that "and" or a comma joins, in one column; None
    where no value is asked for.
    """
    if not spans:
        return None
    if together := frozenset.intersection(*(span.rows for span in spans)):
        return together
    groups = [[spans[0]]]
    for before, span in pairwise(spans):
        if any(_CONJOINED.search(_between(asked, n)) for n in range(before.end, span.first + 1)):
            groups[-1].append(span)
        else:
            groups.append([span])
    found = list[frozenset[int]]()
    for group in groups:
        shared = frozenset.intersection(*(span.columns for span in group))
        found.append(frozenset(row for span in group for row, column in span.cells if column in shared))
    return frozenset.intersection(*found) or _of_segments(spans, asked)


def _of_segments(spans: Sequence[_Span], asked: TableQuestion) -> frozenset[int]:
    """The rows that have all values of one of the parts that "and" or a comma joins, where each part has one: persons
    by first and last name.
    """
    segments = [[spans[0]]]
    for before, span in pairwise(spans):
        if any(_CONJOINED.search(_between(asked, n)) for n in range(before.end, span.first + 1)):
            segments.append([])
        segments[-1].append(span)
    rows = [frozenset.intersection(*(span.rows for span in segment)) for segment in segments]
    return frozenset.union(*rows) if all(rows) else frozenset()


def _absent(spans: Sequence[_Span], asked: TableQuestion) -> str:
    """The words that stand beside each other as a name does, of which no cell of their column holds all."""
    for before, span in pairwise(spans):
        if before.end == span.first and not _between(asked, span.first).strip() and before.columns & span.columns:
            return asked.text[asked.terms[before.first].start : asked.terms[span.end - 1].end]
    return ""


def _of_kinds(
    asked: TableQuestion, left: Sequence[Term], kept: Sequence[int], table: Table
) -> tuple[list[int], list[str], list[Term]]:
    """The rows that have a value of the kinds asked for, with their columns, and the words left then."""
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
    """The rows with a value of a kind, which looks like one or is in a column that is called so."""
    found = [
        (n, cell.column)
        for n in rows
        for cell in table.rows[n]
        if shape.search(f"{cell.column}: {cell.value}") or not words.isdisjoint(stems(cell.column))
    ]
    kept = {n for n, _ in found}
    return [n for n in rows if n in kept], [*columns, *dict.fromkeys(column for _, column in found)]
