"""Recognises questions about what is in or out of stock, and the column of a table that answers them: one of numbers,
where 0 is out of stock, or one of yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answering.tables.amounts import amount_of
from relbot.answering.tables.columns import NO, YES
from relbot.answering.tables.table import Row, Table
from relbot.text.terms import stems

_IN = r"in\sstock|on\shand|available|remaining|(?<!\bthe\s)\bleft(?=(?:\sin\sstock)?\W*$)"
_OUT = (
    r"out\sof\sstock|sold[\s-]out|unavailable|fully\sbooked|booked\s(?:out|up|solid)|run\sout(?:\sof)?|all\sgone"
    r"|(?:(?<=\bare\s)|(?<=\bis\s)|(?<=\balready\s))full(?=\W*$)"
)
_DENIED = r"\b(?:no(?:\slonger)?|not|(?:is|are|do|does)n['’]?t)\s(?:\w+\s){0,2}?"
_LOW = (
    r"(?:running|getting)\slow(?:\s(?:on|in)\sstock)?|low\s(?:on|in)\sstock|(?:(?<=\bare\s)|(?<=\bis\s))low(?=\W*$)"
    r"|(?:below|under)\sthe\s(?:minimum|reorder\s(?:level|point))|to\s(?:be\s)?re-?order(?:ed)?"
)
_STOCK = re.compile(rf"(?P<denied>{_DENIED})?\b(?:(?P<out>{_OUT})|(?P<low>{_LOW})|{_IN})\b", re.IGNORECASE)
_COLUMNS = (
    frozenset(stems("stock availability remaining left inventory")),
    frozenset(stems("quantity qty amount count pieces units")),
    frozenset(stems("status state")),
)
"""Stems in the names of a stock column; a group counts only if the table has no column of those before it."""
_PLACES = frozenset(stems("spots places spaces seats slots vacancies"))
"""Stems in the names of a column of what is free, if one of its rows has none; others state how much there is."""
_REORDER = frozenset(stems("reorder order"))
LEAST_WORDS = frozenset(stems("minimum min least threshold")) | _REORDER
"""Stems in the names of a column of the stock that an item should have."""
COLUMN_WORDS = frozenset[str]().union(*_COLUMNS, _PLACES)
GOODS = frozenset(stems("item article product goods stock anything something nothing"))
"""Stems of general words for rows that have a stock."""
_FULL = frozenset(("full", "booked", "gone"))
"""Whole values that say that nothing is left."""
_FEWEST = 0.6
"""The least share of a column's cells that must state it; as in `columns`."""
_OF_NAMED = re.compile(r"\W*(?:is|are|do|does|have|has|can|any|how\s(?:many|much))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a question says about the stock."""

    is_in: bool
    words: str
    """The words for it in the question, `question[start:end]`."""
    start: int
    end: int
    is_low: bool
    """Whether it asks for what is nearly out of stock."""
    is_of_named: bool
    """Whether it asks about the rows that it names ("is the drill in stock") rather than for a selection of them."""


def stock_asked(question: str) -> Stocked | None:
    """Return what a question asks about the stock of something; None if it asks for something else."""
    match = _STOCK.search(question)
    if match is None:
        return None
    is_in = bool(match["out"]) == bool(match["denied"])
    return Stocked(
        is_in,
        match.group(),
        *match.span(),
        is_low=bool(match["low"]),
        is_of_named=_OF_NAMED.match(question) is not None,
    )


@dataclass(frozen=True, slots=True)
class Stock:
    """What a question asks about the stock that a table states, and the columns that state it."""

    asked: Stocked
    columns: tuple[str, ...]
    """That of the stock, and for what is low that of the least there should be."""

    def among(self, kept: Sequence[int], table: Table, *, is_named: bool) -> list[int]:
        """Return those of some rows that are in, out of or low on stock. Rows that the question names are all kept if
        it asks about these only, or if none of them matches.
        """
        if self.asked.is_low:
            column, least = self.columns
            return [n for n in kept if _is_low(column, least, table.rows[n])]
        cells = [(n, cell) for n in kept for cell in table.rows[n] if cell.column in self.columns]
        matching = [n for n, cell in cells if in_stock(cell.value) is self.asked.is_in]
        return [*kept] if is_named and (self.asked.is_of_named or not matching) else matching


def stock_of(question: str, table: Table) -> Stock | None:
    """Return what a question asks about the stock in a table; None if it asks for something else, or no column states
    it.
    """
    asked = stock_asked(question)
    column, least = (stock_column(table), least_column(asked, table)) if asked else (None, None)
    if asked is None or column is None or (asked.is_low and least is None):
        return None
    return Stock(asked, (column, least) if asked.is_low and least else (column,))


def stock_column(table: Table) -> str | None:
    """Return the column that states how much is left of each row's item, or whether any is; None without one."""
    for words in _COLUMNS:
        for column in table.columns:
            told = [in_stock(cell.value) is not None for cell in table.cells_in(column)]
            if not words.isdisjoint(stems(column)) and sum(told) >= _FEWEST * len(told):
                return column
    for column in table.columns:
        left = [in_stock(cell.value) for cell in table.cells_in(column)]
        if not _PLACES.isdisjoint(stems(column)) and False in left and None not in left:
            return column
    return None


def least_column(asked: Stocked, table: Table) -> str | None:
    """Return the column that states the stock below which each row's item is to be ordered, or None; the one that the
    question names if it names one: "below the minimum".
    """
    called = LEAST_WORDS.intersection(stems(asked.words)) - _REORDER or LEAST_WORDS
    return next((c for c in table.columns if not called.isdisjoint(stems(c)) and all(_amounts(c, table))), None)


def _is_low(stock: str, least: str, row: Row) -> bool:
    """Return whether a row's stock has fallen to what it is to be ordered at, or below the least it should be."""
    amounts = {cell.column: cell.amount.number for cell in row if cell.amount}
    if stock not in amounts or least not in amounts:
        return False
    is_at_least = _REORDER.isdisjoint(stems(least)) and amounts[stock] == amounts[least]
    return amounts[stock] <= amounts[least] and not is_at_least


def _amounts(column: str, table: Table) -> list[bool]:
    return [cell.amount is not None for cell in table.cells_in(column)]


def in_stock(value: str) -> bool | None:
    """Return whether a cell says that something is left; None if it does not say."""
    if amount := amount_of(value):
        return amount.number > 0
    if said := _STOCK.search(value):
        return bool(said["out"]) == bool(said["denied"])
    word = value.strip().lower()
    if word in _FULL:
        return False
    return word in YES if word in YES | NO else None
