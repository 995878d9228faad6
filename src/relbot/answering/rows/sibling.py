"""The row beside the one that was told last: after an adult's fare to one place, "and for a child?" asks for the one of
a child to the same place. Other tables hold the words of the question as well, so that only the table tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from relbot.answer import Answer
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.statements import Quote, quoted, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.question_words import QUESTION_OPENING, question_core
from relbot.query.weekdays import weekdays
from relbot.text.table_rows import cells, first_column
from relbot.text.terms import stems

_REACH = 60
"""Rows of a table looked at before and behind the one that was told."""
_MOST = 3
"""Rows shown; where more hold the words, they do not choose."""

Row = dict[str, str]
"""The values of a row by their columns."""


def sibling_row(way: Reformulation, generation: Generation) -> Answer | None:
    """The rows of the table told from last that hold the words of a follow-up, of these the ones that agree with the
    row told in most other columns; None where the last answer was no row, or its table has none or many of them.
    """
    if not way.typed_stems or QUESTION_OPENING.match(question_core(way.typed)):
        return None  # "which is the cheapest" asks for another row by something else than its name
    number = generation.row_of(way.previous_passage_id) if way.previous_passage_id else None
    if number is None:
        return None
    (record,) = generation.passages([number])
    told = dict(cells(record.passage.quote))
    words = way.typed_stems - set(stems(" ".join(told)))
    if not told:
        return None
    if not words:  # "and the 1200?" after what the 600 weighs, where the models are columns: the row told has both
        return quoted(way.text, [Quote(record.passage, 0)], CONFIDENCE)
    others = [(quote, row) for quote, row in _of_table(record, told, generation) if row != told and _holds(row, words)]
    most = max((_agreement(row, told) for _, row in others), default=0)
    found = without_copies(quote for quote, row in others if _agreement(row, told) == most)
    if not 0 < len(found) <= _MOST:
        return None
    return quoted(way.text, found, CONFIDENCE)


def _of_table(record: PassageRecord, told: Row, generation: Generation) -> Iterator[tuple[Quote, Row]]:
    """The rows of the table that a row is of: those near it under its headings with its first column, as others may be
    without a value.
    """
    rows = generation.manifest.entry(record.passage.source.path).rows
    first, end = max(rows.start, record.row - _REACH), min(rows.stop, record.row + _REACH + 1)
    for near in generation.passages(range(first, end)):
        passage = near.passage
        if passage.section == record.passage.section and first_column(passage.quote) == next(iter(told)):
            yield Quote(passage, 0), dict(cells(passage.quote))


def _holds(row: Row, words: frozenset[str]) -> bool:
    """Whether all words stand in the values of a row, a weekday in whatever form."""
    text = " ".join(row.values())
    asked = weekdays(" ".join(words))
    days = {stem for stem in words if weekdays(stem)}
    return words - days <= set(stems(text)) and asked <= weekdays(text)


def _agreement(row: Row, told: Row) -> int:
    return sum(row.get(column) == value for column, value in told.items())
