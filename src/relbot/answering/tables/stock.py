"""Recognises questions about what is in or out of stock, and the column of a table that answers them: one of numbers,
where 0 is out of stock, or one of yes and no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relbot.answering.tables.amounts import amount_of
from relbot.answering.tables.columns import NO, YES
from relbot.answering.tables.table import Table
from relbot.text.terms import stems

_IN = r"in\sstock|on\shand|available|remaining|(?<!\bthe\s)\bleft(?=(?:\sin\sstock)?\W*$)"
_OUT = r"out\sof\sstock|sold[\s-]out|unavailable"
_DENIED = r"\b(?:no\slonger|not|(?:is|are|do|does)n['’]?t)\s(?:\w+\s){0,2}?"
_STOCK = re.compile(rf"(?P<denied>{_DENIED})?\b(?:(?P<out>{_OUT})|{_IN})\b", re.IGNORECASE)
_COLUMNS = (frozenset(stems("stock availability remaining left inventory")), frozenset(stems("quantity qty")))
"""Stems in the names of a stock column; the second group counts only if the table has no column of the first."""
COLUMN_WORDS = frozenset[str]().union(*_COLUMNS)
GOODS = frozenset(stems("item article product goods stock anything something nothing"))
"""Stems of general words for rows that have a stock."""
_FEWEST = 0.6
"""The least share of a column's cells that must state it; as in `columns`."""
_OF_NAMED = re.compile(r"\W*(?:is|are|do|does|have|has|can|any|how\s(?:many|much))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a question says about the stock."""

    is_in: bool
    start: int
    end: int
    """`start` and `end` are the offsets of the words for the stock."""
    is_of_named: bool
    """Whether it asks about the rows that it names ("is the drill in stock") rather than for a selection of them."""


def stock_asked(question: str) -> Stocked | None:
    """Return what a question asks about the stock of something; None if it asks for something else."""
    match = _STOCK.search(question)
    if match is None:
        return None
    is_in = bool(match["out"]) == bool(match["denied"])
    return Stocked(is_in, *match.span(), is_of_named=_OF_NAMED.match(question) is not None)


def stock_column(table: Table) -> str | None:
    """Return the column that states how much is left of each row's item, or whether any is; None without one."""
    for words in _COLUMNS:
        for column in table.columns:
            told = [in_stock(cell.value) is not None for cell in table.cells_in(column)]
            if not words.isdisjoint(stems(column)) and sum(told) >= _FEWEST * len(told):
                return column
    return None


def in_stock(value: str) -> bool | None:
    """Return whether a cell says that something is left; None if it does not say."""
    if amount := amount_of(value):
        return amount.number > 0
    if said := _STOCK.search(value):
        return bool(said["out"]) == bool(said["denied"])
    word = value.strip().lower()
    return word in YES if word in YES | NO else None
