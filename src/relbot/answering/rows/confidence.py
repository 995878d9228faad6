"""Estimates how likely rows that were found by their words answer a question: "where is Pim from" finds the row of Pim,
whose columns may only tell his hours. Rows that were chosen by a value are exempt.
"""

from __future__ import annotations

import math
import re
from datetime import date

from relbot.answer import Answer
from relbot.answering.rows.values import KINDS
from relbot.answering.tables.amounts import amount_of, amounts_in, in_digits, unit_in
from relbot.answering.tables.states import lacks_state
from relbot.answering.tables.stock import COLUMN_WORDS, LEAST_WORDS, in_stock, stock_asked
from relbot.answering.tables.table_question import read_table_question
from relbot.query.answer_constraints.times.dated_heading import OF_THE_PAST
from relbot.query.answer_constraints.times.seasons import months_named, months_told
from relbot.query.weekdays import weekdays_asked
from relbot.reading.reader import Reader
from relbot.text.table_rows import cells
from relbot.text.terms import content_stems, stems

_BIAS, _READER = 1.15, 0.57
"""Bias and weight of a logistic regression on the reader's log-odds. Fitted on the rows that 250 questions about 153
folders of everyday documents found by their words, 181 of them correctly: AUROC 0.895."""
_MOST_READ = 6
"""The most rows read, which fill the reader's window."""
_HOW_MUCH = re.compile(r"\bhow\s+much\s+(?:is|are|for)\b", re.IGNORECASE)
_PRICE_STEMS = KINDS[-1][0] - {*stems("much expensive")}
"""Stems of words that ask for a price or name a column of prices."""
_LINE = re.compile(r"(?P<key>[^:\n]+)(?::\s|\n)\s*(?P<price>(?:[€$£¥]\s?)?\d.*|free\b.*)", re.IGNORECASE | re.DOTALL)
_NAMING_COLUMNS = 2
"""The number of columns that identify a row: a number, and a name."""


def row_confidence(found: Answer, reader: Reader) -> float:
    """Return the probability, 0 to 1, that the rows of an answer answer its question."""
    cited = found.citations[0]
    heading = cited.section[-1] if cited.section else cited.document.title
    rows = [statement.text for statement in found.statements[:_MOST_READ]]
    odds = _BIAS + _READER * reader.read(found.question, heading, rows, 0).answers
    return round(1 / (1 + math.exp(-odds)), 4)


def is_chosen_by_value(question: str, today: date) -> bool:
    """Return whether a question chooses rows by a day, an amount, a time, the most or least, or bounds, which are mere
    numbers to the reader.
    """
    if weekdays_asked(question, today) or amounts_in(in_digits(question)):
        return True
    asked = read_table_question(question, today)
    has_bounds = asked is not None and not all(bound.is_equal for bound in asked.bounds)
    return has_bounds or (
        asked is not None and (asked.extreme is not None or asked.time is not None or asked.day is not None)
    )


def states_price(found: Answer) -> bool:
    """Return whether a price is asked for, and every row of an answer is named by a word of the question and states a
    price, which the reader cannot judge any more than other numbers.
    """
    question = found.question
    is_asked = _HOW_MUCH.search(question) or not _PRICE_STEMS.isdisjoint(stems(question))
    if not is_asked or OF_THE_PAST.search(question):
        return False
    named, months = frozenset(content_stems(question)) - _PRICE_STEMS, months_named(question)
    return all(_is_priced(statement.text, named, months) for statement in found.statements)


def tells_state(found: Answer) -> bool:
    """Return whether a question asks for what is not in a state, and the rows of an answer have other values."""
    return lacks_state(found.question, [[value for _, value in cells(each.text)] for each in found.statements])


def tells_stock(found: Answer) -> bool:
    """Return whether a question asks what is in or out of stock, and every row of an answer says so of itself; if the
    question names the goods, the rows may also say the opposite.
    """
    asked = stock_asked(found.question)
    rows = [cells(statement.text) for statement in found.statements]
    said = [[in_stock(value) for c, value in row if not COLUMN_WORDS.isdisjoint(stems(c))] for row in rows]
    if asked and asked.is_low:
        return all(any(not LEAST_WORDS.isdisjoint(stems(column)) for column, _ in row) for row in rows)
    return asked is not None and all(
        asked.is_in in each or (asked.is_of_named and (not asked.is_in) in each) for each in said
    )


def _is_priced(row: str, named: frozenset[str], months: frozenset[int]) -> bool:
    columns = cells(row)
    line = None if columns else _LINE.fullmatch(row)
    called = " ".join(value for _, value in columns[:_NAMING_COLUMNS]) if columns else line["key"] if line else ""
    prices = (amount_of(value, unit_in(c)) for c, value in columns if not _PRICE_STEMS.isdisjoint(stems(c)))
    is_called = not named.isdisjoint(stems(called))
    return is_called and (
        line is not None or any(prices) or any(_is_price(c, v, named, months) for c, v in columns[1:])
    )


def _is_price(column: str, value: str, named: frozenset[str], months: frozenset[int]) -> bool:
    """Return whether a column is named, by a word or by a month of its season, and its value is an amount of money."""
    is_named = not named.isdisjoint(stems(column)) or bool(months and months <= months_told(column))
    price = amount_of(value) if is_named else None
    return price is not None and price.dimension == "money"
