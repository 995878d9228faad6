"""Finds the row or line related to that of the last answer: after an adult's fare to a place, "and for a child?" asks
for a child's fare to the same place. Other tables contain the words of the question as well, so only the table of the
last answer is searched.
"""

from __future__ import annotations

from collections.abc import Iterator

from relbot.answer import Answer, Passage
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.rows.values import is_row
from relbot.answering.statements import Quote, quoted, quotes_of, without_copies
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.question_words import QUESTION_OPENING, question_core
from relbot.query.weekdays import weekdays
from relbot.text.table_rows import cells, first_column
from relbot.text.terms import stems

_REACH = 60
"""The number of rows searched on either side of the row of the last answer."""
_MOST_ROWS = 3
"""The most rows shown; if more contain the words, these do not choose."""

Row = dict[str, str]
"""The values of a row by column."""


def sibling_row(way: Reformulation, generation: Generation) -> Answer | None:
    """Return the rows of the last answer's table that contain the words of a follow-up and agree with the last answer's
    row in the most columns (lines of a key and a value: in the most words of the key). Return None if the last answer
    was no row, or its table has none or too many such rows.
    """
    if not way.typed_stems or QUESTION_OPENING.match(question_core(way.typed)):
        return None  # "which is the cheapest" asks for a row by something other than its name
    number = generation.row_of(way.previous_passage_id) if way.previous_passage_id else None
    if number is None:
        return None
    (record,) = generation.passages([number])
    told = dict(cells(record.passage.quote))
    words = way.typed_stems - set(stems(" ".join(told)))
    if not told:
        return _sibling_line(way, record, generation)
    if (
        not words and "\n" not in way.previous_answer
    ):  # "and the 1200?" after what the 600 weighs, if the models are columns: the same row has both
        return quoted(way.text, [Quote(record.passage, 0)], CONFIDENCE)
    others = [
        (quote, row) for quote, row in _rows_of_table(record, told, generation) if row != told and _contains(row, words)
    ]
    most = max((_agreement(row, told) for _, row in others), default=0)
    found = without_copies(quote for quote, row in others if _agreement(row, told) == most)
    if not 0 < len(found) <= _MOST_ROWS:
        return None
    return quoted(way.text, found, CONFIDENCE)


def _sibling_line(way: Reformulation, record: PassageRecord, generation: Generation) -> Answer | None:
    """Return the lines that `sibling_row` finds among lines of key and value: the line "Highlights" for "and
    highlights?" after "Beard trim: £11".
    """
    near = (passage for passage in _passages_near(record, generation) if passage.section == record.passage.section)
    lines = [quote for passage in near for quote in quotes_of(passage) if is_row(quote.text)]
    if not way.typed_stems or not any(line.text == way.previous_answer for line in lines):
        return None
    told, keys = _key(way.previous_answer), [(line, _key(line.text)) for line in lines]
    others = [(line, key) for line, key in keys if way.typed_stems <= key and line.text != way.previous_answer]
    most = max((len(key & told) for _, key in others), default=0)
    found = without_copies(line for line, key in others if len(key & told) == most)
    return quoted(way.text, found, CONFIDENCE) if 0 < len(found) <= _MOST_ROWS else None


def repeats_line(way: Reformulation, answer: Answer) -> bool:
    """Return whether a follow-up about another thing is answered by the same line as before, which is about one thing:
    "Cut: £24" is no answer to "and a perm?".
    """
    said = answer.text or ""
    if not way.typed_stems or said != way.previous_answer or QUESTION_OPENING.match(question_core(way.typed)):
        return False
    return is_row(said) and not cells(said) and way.typed_stems.isdisjoint(stems(said))


def _key(line: str) -> frozenset[str]:
    return frozenset(stems(line.partition(":")[0]))


def _passages_near(record: PassageRecord, generation: Generation) -> Iterator[Passage]:
    """Return the passages of a source near one of them, in order."""
    rows = generation.manifest.entry(record.passage.source.path).rows_near(record.row, _REACH)
    return (near.passage for near in generation.passages(rows))


def _rows_of_table(record: PassageRecord, told: Row, generation: Generation) -> Iterator[tuple[Quote, Row]]:
    """Yield the rows of the table of a row: those near it under the same headings with the same first column, as cells
    in other columns may be empty.
    """
    for passage in _passages_near(record, generation):
        if passage.section == record.passage.section and first_column(passage.quote) == next(iter(told)):
            yield Quote(passage, 0), dict(cells(passage.quote))


def _contains(row: Row, words: frozenset[str]) -> bool:
    """Return whether the values of a row contain all words, with weekdays in any form."""
    text = " ".join(row.values())
    asked = weekdays(" ".join(words))
    days = {stem for stem in words if weekdays(stem)}
    return words - days <= set(stems(text)) and asked <= weekdays(text)


def _agreement(row: Row, told: Row) -> int:
    return sum(row.get(column) == value for column, value in told.items())
