"""Whether a question asks what is in stock or out of it, and which column of a table tells: one of numbers, where 0 is
out of stock, or one of yes and no.
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
"""The stems of the names of a column that tells it; a quantity does where no other does."""
COLUMN_WORDS = frozenset[str]().union(*_COLUMNS)
GOODS = frozenset(stems("item article product goods stock anything something nothing"))
"""What rows that have a stock may be called."""
_FEWEST = 0.6
"""Share of the cells of a column that tell it, as in `columns`."""
_OF_NAMED = re.compile(r"\W*(?:is|are|do|does|have|has|can|any|how\s(?:many|much))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a question says of the stock."""

    is_in: bool
    start: int
    end: int
    """Where in the question it says so."""
    is_of_named: bool
    """Whether the rows that it names are asked about, "is the drill in stock", and not to be chosen among."""


def stock_asked(question: str) -> Stocked | None:
    """What a question asks of the stock of something; None of one that asks for another thing."""
    match = _STOCK.search(question)
    if match is None:
        return None
    is_in = bool(match["out"]) == bool(match["denied"])
    return Stocked(is_in, *match.span(), is_of_named=_OF_NAMED.match(question) is not None)


def stock_column(table: Table) -> str | None:
    """The column of a table that tells how much is left of what its rows are of, or whether any is."""
    for words in _COLUMNS:
        for column in table.columns:
            told = [in_stock(cell.value) is not None for cell in table.cells_in(column)]
            if not words.isdisjoint(stems(column)) and sum(told) >= _FEWEST * len(told):
                return column
    return None


def in_stock(value: str) -> bool | None:
    """Whether a cell says that something is left; None of one that tells nothing of it."""
    if amount := amount_of(value):
        return amount.number > 0
    if said := _STOCK.search(value):
        return bool(said["out"]) == bool(said["denied"])
    word = value.strip().lower()
    return word in YES if word in YES | NO else None
