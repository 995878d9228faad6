"""How likely rows that were found by their words answer a question: "where is Pim from" names the row of Pim, whose
columns may tell his hours alone. And which rows are not found so, but by a value.
"""

from __future__ import annotations

import math
from datetime import date

from relbot.answer import Answer
from relbot.answering.tables.amounts import amounts_in, in_digits
from relbot.answering.tables.table_question import read_table_question
from relbot.query.weekdays import weekdays_asked
from relbot.reading.reader import Reader

_BIAS, _READER = 1.15, 0.57
"""Of a logistic regression on the reader's log-odds. Fitted on the rows that 250 questions about 153 folders of
everyday documents found by their words, 181 of them rightly: AUROC 0.895."""
_MOST_READ = 6
"""Rows read at the most, which fill a window."""


def row_confidence(found: Answer, reader: Reader) -> float:
    """Probability, 0 to 1, that the rows of an answer answer its question."""
    cited = found.citations[0]
    heading = cited.section[-1] if cited.section else cited.document.title
    rows = [statement.text for statement in found.statements[:_MOST_READ]]
    odds = _BIAS + _READER * reader.read(found.question, heading, rows, 0).answers
    return round(1 / (1 + math.exp(-odds)), 4)


def is_chosen_by_value(question: str, today: date) -> bool:
    """Whether a question chooses rows by a day, an amount, the most or least, or bounds, which are no more than numbers
    to a reader.
    """
    if weekdays_asked(question, today) or amounts_in(in_digits(question)):
        return True
    asked = read_table_question(question, today)
    has_bounds = asked is not None and not all(bound.is_equal for bound in asked.bounds)
    return has_bounds or (asked is not None and (asked.extreme is not None or asked.time is not None))
