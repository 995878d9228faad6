"""Which rows of a table a question asks for, and which of their columns.

Each word of the question must be found: as a value, alone or with its neighbours, as a column, in what stands above, or
as what people call a kind of value. A number is one of the column that is named beside it, or whose unit it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relbot.answering.rows.table_question import AGE, HOLDS, PRICE, TIME, Bound, TableQuestion
from relbot.answering.rows.tables import Cell, Row, Table
from relbot.answering.rows.values import KINDS, Shape
from relbot.temporal.interval import overlap, reference_day, years
from relbot.text.terms import Term, stems

_CONJOINED = re.compile(r"[,&+/]|\b(?:and|or|plus|vs|versus)\b", re.IGNORECASE)
_ENDINGS = frozenset("er or iti ist ment ion ation ee ship al s r d".split())
"""By which a column's name is of the verb or adjective of a question: owns and owner, dense and density."""
_NO = frozenset(("no", "none", "-", "–", "false", "n", "✗", "✘", "0", ""))
_YES = frozenset(("yes", "true", "y", "x", "✓", "✔", "1"))
_HAVING = re.compile(r"\b(?P<no>without|(?:has|have|having) no)|with|has|have|having", re.IGNORECASE)
_FEWEST = 0.6
"""Share of the values of a column that are amounts, or dates, from which on its rows can be compared."""


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


def select(asked: TableQuestion, table: Table) -> Selection | None:
    """The rows of a table that a question asks for, with what of it is not found there; None where it asks by a number
    or for an extreme of which no column of the table is, or by values that no row has together.
    """
    spans, columns, left = _read(asked, table)
    chosen = _rows_of(spans, asked, table)
    kept = range(len(table.rows)) if chosen is None else sorted(chosen)
    absent = "" if kept or not spans else " ".join(_word(asked, n) for s in spans for n in range(s.first, s.end))
    for bound in asked.bounds:
        column = _column_of(bound, columns, table)
        if column is None:
            return None
        columns = [*columns, column]
        kept = [n for n in kept if any(_is_within(bound, cell) for cell in table.rows[n] if cell.column == column)]
        absent = absent or ("" if kept or not bound.is_equal else f"{column.lower()} {bound.text}")
    is_chosen = bool(spans or asked.bounds or asked.time or asked.extreme)
    if asked.time:
        dated = _dated(columns, table)
        if dated is None:
            return None
        kept = [n for n in kept if any(_is_at(asked, c) for c in table.rows[n] if c.column == dated)]
    if (having := _having(asked, columns, table)) and not spans:
        column, wanted = having
        kept = [n for n in kept if any(wanted(c) for c in table.rows[n] if c.column == column)]
        is_chosen = True
    first = table.columns[0]
    wanted_columns = tuple(dict.fromkeys(column for column in columns if column != first))
    kept, kinds, left = _of_kinds(asked, left, kept, table)
    for column in () if asked.extreme else wanted_columns:
        kept = [n for n in kept if any(cell.column == column and cell.value.strip() for cell in table.rows[n])]
    if asked.extreme:
        found = _extreme(asked, kept, columns, table)
        if found is None:
            return None
        kept = found
    named = sum(span.end - span.first for span in spans)
    rows = tuple(table.rows[n] for n in kept)
    return Selection(rows, (*wanted_columns, *kinds), named, tuple(left), is_chosen, absent)


def _word(asked: TableQuestion, number: int) -> str:
    return asked.terms[number].word


def _read(asked: TableQuestion, table: Table) -> tuple[list[_Span], list[str], list[Term]]:
    """The values, the columns, and the words that are neither and stand not above the table."""
    spans, columns, left = list[_Span](), list[str](), list[Term]()
    place = 0
    while place < len(asked.terms):
        term = asked.terms[place]
        column = next((c for c in table.columns if c and any(is_form(term.stem, s) for s in stems(c))), None)
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
    """The most words from a place on that one cell holds together."""
    words, best = set[str](), None
    for end in range(place + 1, len(asked.terms) + 1):
        if end - 1 > place and _CONJOINED.search(_between(asked, end - 1)):
            break
        words.add(asked.terms[end - 1].stem)
        found = frozenset((n, c.column) for n, row in enumerate(table.rows) for c in row if words <= c.stems)
        if not found:
            break
        best = _Span(place, end, found)
    return best


def _between(asked: TableQuestion, place: int) -> str:
    """The text between a word and the one before it."""
    return asked.text[asked.terms[place - 1].end : asked.terms[place].start] if place else ""


def _is_whole(asked: TableQuestion, span: _Span, table: Table) -> bool:
    words = {asked.terms[n].stem for n in range(span.first, span.end)}
    return any(cell.stems == words for n, column in span.cells for cell in table.rows[n] if cell.column == column)


def is_form(word: str, other: str) -> bool:
    """Whether two stems are of one word, or one derived from the other."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short) and long[len(short) :] in _ENDINGS)


def _rows_of(spans: Sequence[_Span], asked: TableQuestion, table: Table) -> frozenset[int] | None:
    """The rows that hold all values; where none does, those of values that "and" or a comma joins, in one column; None
    where no value is asked for.
    """
    if not spans:
        return None
    together = frozenset.intersection(*(span.rows for span in spans))
    if together:
        return _in_one_column(spans[0], together, table) if len(spans) == 1 else together
    groups = [[spans[0]]]
    for span in spans[1:]:
        if any(_CONJOINED.search(_between(asked, n)) for n in range(groups[-1][-1].end, span.first + 1)):
            groups[-1].append(span)
        else:
            groups.append([span])
    found = list[frozenset[int]]()
    for group in groups:
        shared = frozenset.intersection(*(frozenset(column for _, column in span.cells) for span in group))
        found.append(frozenset(row for span in group for row, column in span.cells if column in shared))
    return frozenset.intersection(*found)


def _in_one_column(span: _Span, rows: frozenset[int], table: Table) -> frozenset[int]:
    """Of a value that several columns hold, the rows that have it for their name, where there are some."""
    named = frozenset(row for row, column in span.cells if column == table.columns[0])
    return named & rows or rows


def _column_of(bound: Bound, columns: Sequence[str], table: Table) -> str | None:
    """The column whose number is asked about."""
    numeric = [column for column in table.columns if any(cell.amount for cell in table.cells_in(column))]
    of_unit = [c for c in numeric if any(v.amount and v.amount.dimension == bound.dimension for v in table.cells_in(c))]
    if bound.dimension:
        return next((c for c in of_unit if c in columns), of_unit[0] if of_unit else None)
    beside = [c for word in (bound.after, bound.before) if word for c in numeric if _is_called(word, c)]
    if beside:
        return beside[0]
    if bound.measure and (measured := _measured(bound.measure, columns, table)):
        return measured
    if bound.is_fit:
        return next((c for c in numeric if HOLDS & {*stems(c)}), None)
    named = [c for c in numeric if c in columns and (not bound.is_equal or c != table.columns[0])]
    if bound.is_equal:
        having = [c for c in numeric if any(_is_within(bound, cell) for cell in table.cells_in(c))]
        either = [c for c in having if c in named] or having
        return either[0] if len(either) == 1 else None
    if len(named) == 1:
        return named[0]
    return _measured(PRICE, columns, table) or (numeric[0] if len(numeric) == 1 else None)


def _is_called(word: str, column: str) -> bool:
    return any(is_form(word, other) for other in stems(column))


def _is_within(bound: Bound, cell: Cell) -> bool:
    return cell.amount is not None and bound.low <= cell.amount.number <= bound.high


def _measured(measure: tuple[frozenset[str], str], columns: Sequence[str], table: Table) -> str | None:
    """The column that a measure is of: one that the question names, is called so, or has its unit."""
    words, dimension = measure
    fit = [c for c in table.columns if any(is_form(s, w) for s in stems(c) for w in words) and _is_comparable(c, table)]
    if dimension and not fit:
        fit = [
            c for c in table.columns if _share(table, c, lambda v: bool(v.amount and v.amount.dimension == dimension))
        ]
    return next((c for c in fit if c in columns), fit[0] if fit else None)


def _share(table: Table, column: str, holds: Callable[[Cell], bool]) -> bool:
    values = table.cells_in(column)
    return bool(values) and sum(map(holds, values)) >= _FEWEST * len(values)


def _is_comparable(column: str, table: Table) -> bool:
    return _share(table, column, lambda cell: cell.amount is not None)


def _dated(columns: Sequence[str], table: Table) -> str | None:
    """The column of dates: one that the question names, else the first."""
    dated = [c for c in table.columns if _share(table, c, lambda cell: bool(cell.dates))]
    return next((c for c in dated if c in columns), dated[0] if dated else None)


def _is_at(asked: TableQuestion, cell: Cell) -> bool:
    return asked.time is not None and any(overlap(mention.interval, asked.time) > 0 for mention in cell.dates)


def _having(
    asked: TableQuestion, columns: Sequence[str], table: Table
) -> tuple[str, Callable[[Cell], bool]] | None:
    """A column of yes and no that the rows are to have: "with parking", "without a window"."""
    has = _HAVING.search(asked.text)
    for column in columns if has else ():
        values = {cell.value.strip().lower() for cell in table.cells_in(column)}
        if has and values <= _NO | _YES and values & _YES:
            own = _NO if has["no"] else _YES
            return column, lambda cell: cell.value.strip().lower() in own
    return None


def _of_kinds(
    asked: TableQuestion, left: Sequence[Term], kept: Sequence[int], table: Table
) -> tuple[list[int], list[str], list[Term]]:
    """The rows that have a value of the kinds asked for, with their columns, and the words left then."""
    rows, columns = [*kept], list[str]()
    for words, shape in KINDS:
        if called := {term.stem for term in left} & words:
            left = [term for term in left if term.stem not in called]
            rows, columns = _with(shape, rows, columns, table)
    if re.search(r"\bhow\s+much\s+(?:is|are|does|do|for|would|will)\b", asked.text, re.IGNORECASE) and not columns:
        rows, columns = _with(KINDS[-1][1], rows, columns, table)
    for measure in asked.measures:
        column = _measured(measure, (), table)
        rows, columns = (rows, [*columns, column]) if column else ([], columns)
    return rows, columns, [*left]


def _with(shape: Shape, rows: list[int], columns: list[str], table: Table) -> tuple[list[int], list[str]]:
    found = [(n, cell.column) for n in rows for cell in table.rows[n] if shape.search(f"{cell.column}: {cell.value}")]
    kept = {n for n, _ in found}
    return [n for n in rows if n in kept], [*columns, *dict.fromkeys(column for _, column in found)]


def _extreme(asked: TableQuestion, kept: Sequence[int], columns: Sequence[str], table: Table) -> list[int] | None:
    """The rows with the least or most of the measured column."""
    if asked.extreme is None or not table.is_whole:
        return None
    measure, end = asked.extreme
    named = [c for c in columns if c != table.columns[0]]
    column: str | None
    if measure is None or (measure is TIME and any(_is_comparable(c, table) for c in named)):
        column = next((c for c in named if _is_comparable(c, table)), None)
    elif measure is TIME:
        column = _dated(columns, table)
        if (aged := _measured(AGE, columns, table)) and column is None:
            column, end = aged, 1 if end == -1 else -1
    else:
        column = _measured(measure, columns, table)
    if column is None or (named and column not in named and measure is not None and len(named) > 1):
        return None
    scored = [(value, n) for n in kept for c in table.rows[n] if c.column == column and (value := _rank(c)) is not None]
    best = max((value * end for value, _ in scored), default=None)
    return [n for value, n in scored if value * end == best]


def _rank(cell: Cell) -> float | None:
    """Where a cell stands in the order of its column."""
    if cell.dates and (cell.amount is None or cell.dates[0].interval == years(int(cell.amount.number))):
        return float(reference_day(cell.dates[0].interval).number)
    return cell.amount.number if cell.amount else None
