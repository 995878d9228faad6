"""Decides which words of a question are values of a table, alone or with their neighbours, and which name columns, and
finds the rows with these values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relbot.answering.tables.table import KEY, Table, is_form
from relbot.answering.tables.table_question import Bound, TableQuestion
from relbot.query.answer_constraints.times.seasons import months_named, months_told
from relbot.query.question_words import QUESTION_OPENING
from relbot.text.terms import STOPWORDS, Term, stems

_CONJOINED = re.compile(r"[,&+/]|\b(?:and|or|plus|vs|versus)\b", re.IGNORECASE)

_ASKED_FOR = re.compile(
    r"(?:^|\b(?:which|what|whose|how\s(?:many|much))(?:['’]?s|\s(?:is|are|was|were))?|['’]s?|s['’])\s*(?:(?:the|an?)\s+)?$",
    re.IGNORECASE,
)
"""What precedes the column that a question asks for: "which opponent", "Anna's opponent"."""
_OF = re.compile(r"\s*(?:of|for)\b", re.IGNORECASE)
"""What follows it: "opponent of Anna"."""
_PLACE_PREPOSITION = re.compile(r"\b(?:in|on|at|with|as)\s+(?:(?:the|an?)\s+)?$", re.IGNORECASE)
_ASKS_WHOM = re.compile(r"\W*(?:who|whom|whose|what)\b", re.IGNORECASE)
"""An interrogative that asks for a value of the column named after it."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Adjacent words of a question that some cells contain."""

    first: int
    end: int
    cells: frozenset[tuple[int, str]]
    """The cells, by row and column."""

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(row for row, _ in self.cells)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for _, column in self.cells)


@dataclass(frozen=True, slots=True)
class Names:
    """What the words of a question are in a table."""

    rows: frozenset[int]
    """The rows with the values; all rows if no value is named."""
    columns: tuple[str, ...]
    """The columns that are named, in order."""
    left: tuple[Term, ...]
    """The words that are neither value nor column, and are not in the headings above the table."""
    words: int
    """The number of words that are values."""
    is_exact: bool
    """Whether a value is named by all of its words, or by several."""
    keys: int
    """The number of values that are keys of lines."""
    is_key: bool
    """Whether one of them is a whole key."""
    absent: str
    """Adjacent words that look like one name, but that no row contains together; else ""."""


def read_names(asked: TableQuestion, table: Table) -> Names:
    """Return what the words of a question are in a table."""
    spans, columns, left = _read(asked, table)
    held = _place_columns(asked, columns)
    spans = [_within_columns(span, held) for span in spans]
    rows = _rows_of(spans, asked) if spans else frozenset(range(len(table.rows)))
    whole = [span for span in spans if _is_whole(asked, span, table)]
    return Names(
        rows=rows,
        columns=tuple(column for column, _ in columns),
        left=tuple(left),
        words=sum(span.end - span.first for span in spans),
        is_exact=bool(whole) or any(span.end - span.first > 1 for span in spans),
        keys=sum(KEY in span.columns for span in spans),
        is_key=any(KEY in span.columns for span in whole),
        absent="" if rows else _absent_name(spans, asked),
    )


def called_by_number(bound: Bound, table: Table) -> frozenset[int]:
    """Return the rows with a value that contains a number after the same word as in the question: "Firm 3"."""
    if not bound.is_equal or not bound.before:
        return frozenset()
    cells = _cells_with({bound.before, bound.text}, table)
    name = f" {bound.before} {bound.text} "
    return frozenset(
        n for n, column in cells for c in table.rows[n] if c.column == column and name in f" {' '.join(c.items[0])} "
    )


def _read(asked: TableQuestion, table: Table) -> tuple[list[_Span], list[tuple[str, Term]], list[Term]]:
    """Return the values, the columns with their words, and the words that are neither and not in the headings."""
    spans, columns, left = list[_Span](), list[tuple[str, Term]](), list[Term]()
    place = 0
    while place < len(asked.terms):
        term = asked.terms[place]
        column = next((c for c in table.columns if _is_named(c, term)), None)
        span = _longest_span(asked, place, table)
        is_of_column = column is not None or term.stem in table.heading
        if span and (span.end - place > 1 or not is_of_column or _is_whole(asked, span, table)):
            spans.append(span)
            place = span.end
            continue
        if column is not None:
            columns.append((column, term))
        elif term.stem not in table.heading:
            left.append(term)
        place += 1
    return spans, columns, left


def _is_named(column: str, term: Term) -> bool:
    """Return whether a word is part of a column's name, or a month or season within the months that the name states."""
    months = months_named(term.word)
    return any(is_form(term.stem, own) for own in stems(column)) or bool(months and months <= months_told(column))


def _place_columns(asked: TableQuestion, columns: Sequence[tuple[str, Term]]) -> frozenset[str]:
    """Return the columns that a question names as the place of a value rather than as what it asks for: "when is Ben in
    the kitchen" and "when did Anna meet the opponent", but not "which opponent did Anna meet".
    """
    wanted = frozenset(column for column, term in columns if _is_asked_for(asked.text, term))
    if not QUESTION_OPENING.match(asked.text):
        return frozenset(c for c, t in columns if c not in wanted and _PLACE_PREPOSITION.search(asked.text[: t.start]))
    is_open = bool(_ASKS_WHOM.match(asked.text)) and not wanted
    return frozenset() if is_open else frozenset(c for c, t in columns if c not in wanted and t.stem in stems(c))


def _is_asked_for(question: str, column: Term) -> bool:
    return bool(_ASKED_FOR.search(question[: column.start]) or _OF.match(question, column.end))


def _within_columns(span: _Span, columns: frozenset[str]) -> _Span:
    """Return the span with only its cells in some columns, if there are any; needed for e.g. a rota, whose columns all
    contain the same people.
    """
    held = frozenset(cell for cell in span.cells if cell[1] in columns)
    return replace(span, cells=held or span.cells)


def _longest_span(asked: TableQuestion, place: int, table: Table) -> _Span | None:
    """Return the most words from a place on that some cell contains together, or None if none contains the first."""
    words, best = set[str](), None
    for end in range(place + 1, len(asked.terms) + 1):
        if end - 1 > place and _CONJOINED.search(_between(asked, end - 1)):
            break
        words.add(asked.terms[end - 1].stem)
        found = _cells_with(words, table)
        if not found:
            break
        best = _Span(place, end, found)
    return _word_for_word(best, asked, table) if best else None


def _cells_with(words: set[str], table: Table) -> frozenset[tuple[int, str]]:
    rows = (n for n, own in enumerate(table.row_stems) if words <= own)
    return frozenset((n, cell.column) for n in rows for cell in table.rows[n] if words <= cell.stems)


def _word_for_word(span: _Span, asked: TableQuestion, table: Table) -> _Span:
    """Return the span with only its cells that the question contains word for word, if there are any: "Treadmill A",
    whose last word means nothing elsewhere.
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
    """Return the text between a word and the one before it."""
    return asked.text[asked.terms[place - 1].end : asked.terms[place].start] if place else ""


def _is_whole(asked: TableQuestion, span: _Span, table: Table) -> bool:
    words = {asked.terms[n].stem for n in range(span.first, span.end)}
    cells = (cell for n, column in span.cells for cell in table.rows[n] if cell.column == column)
    return any({*item} in (words, words | ({*item} & STOPWORDS)) for cell in cells for item in cell.items)


def _rows_of(spans: Sequence[_Span], asked: TableQuestion) -> frozenset[int]:
    """Return the rows with all values, or, if there are none, with any of the values of one column that "and" or a
    comma joins.
    """
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
    return frozenset.intersection(*found) or _rows_of_segments(spans, asked)


def _rows_of_segments(spans: Sequence[_Span], asked: TableQuestion) -> frozenset[int]:
    """Return the rows with all values of one of the parts that "and" or a comma joins, if every part has such rows:
    persons by first and last name.
    """
    segments = [[spans[0]]]
    for before, span in pairwise(spans):
        if any(_CONJOINED.search(_between(asked, n)) for n in range(before.end, span.first + 1)):
            segments.append([])
        segments[-1].append(span)
    rows = [frozenset.intersection(*(span.rows for span in segment)) for segment in segments]
    return frozenset.union(*rows) if all(rows) else frozenset()


def _absent_name(spans: Sequence[_Span], asked: TableQuestion) -> str:
    """Return adjacent words that look like one name, being values of the same column, if no row contains all values."""
    for before, span in pairwise(spans):
        if before.end == span.first and not _between(asked, span.first).strip() and before.columns & span.columns:
            return asked.text[asked.terms[before.first].start : asked.terms[span.end - 1].end]
    return ""
