"""Recognises rows with other prices than the limit in the question allows: "anything under 10 euros" is not answered by
the row of a 10-visit card, whose number is that of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from relbot.answering.rows.values import MONEY_ASKED
from relbot.answering.tables.amounts import Amount, amount_of, unit_in
from relbot.answering.tables.measures import PRICE, RATE
from relbot.answering.tables.table_question import Bound, read_table_question
from relbot.text.table_rows import cells, first_column
from relbot.text.terms import stems

_MONEY = MONEY_ASKED[1]


def are_of_other_prices(question: str, statements: Sequence[str], today: date) -> bool:
    """Return whether a question limits a price, and all statements are rows or lines of prices none of which is
    within it, or rows that state no price at all.
    """
    asked = read_table_question(question, today)
    limits = [bound for bound in asked.bounds if bound.dimension == PRICE[1] and not bound.is_equal] if asked else []
    return bool(limits and statements) and all(_is_of_others(limits, text) for text in statements)


def _is_of_others(limits: Sequence[Bound], text: str) -> bool:
    prices = [*_prices(text)]
    if not prices:
        return first_column(text) is not None and _MONEY.search(text) is None
    return not any(_is_within(limits, price) for price in prices)


def _is_within(limits: Sequence[Bound], price: Amount) -> bool:
    return all(limit.low <= price.number <= limit.high for limit in limits)


def _prices(text: str) -> Iterator[Amount]:
    """Yield the prices in a row, or in a line of a key and a price."""
    key, colon, value = text.partition(": ")
    for column, stated in cells(text) or ([(key, value)] if colon else []):
        is_price = RATE.fullmatch(column) or not PRICE[0].isdisjoint(stems(column))
        unit = unit_in(column) or ("€" if is_price else "")
        if (price := amount_of(stated, unit)) and price.dimension in (PRICE[1], "any"):
            yield price
