"""The rows of a table that a question asks for by all that it says: "rooms on floor 2", "what do steel and carbon cost",
"cheapest plan", "who joined after 2017", "all members"; and those of a table that a reader has found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from relbot.answer import Answer, Kind
from relbot.answering.broad_answers import MOST_MENTIONS, quoted
from relbot.answering.compose import Composed
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.rows.selection import Selection, select
from relbot.answering.rows.table_question import TableQuestion, read_table_question
from relbot.answering.rows.tables import Row, Table, table_of, tables_with
from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.query.question_words import QUESTION_OPENING
from relbot.query.request.intent import Kind as Intent
from relbot.query.weekdays import weekdays_asked
from relbot.text.terms import stems

_OF_ROWS: frozenset[Intent] = frozenset(
    {"fact", "list", "yesno", "now", "first", "last", "who", "definition", "comparison"}
)
_MOST_WORDS = 8
"""Of a question that names rows; a longer one is told in sentences."""
_SEVERAL = re.compile(r"\W*(?:how many|(?:which|what)\b.*\bare there)\b", re.IGNORECASE)
"""What all rows answer where the question names nothing else."""


def rows_asked_for(question: str, kind: Intent, generation: Generation, today: date) -> Answer | None:
    """The rows that a question asks for, or the refusal of one that a table names no such row of; None where no table
    has all that it says.
    """
    asked = read_table_question(question, today) if kind in _OF_ROWS else None
    if asked is None or not asked.terms or len(asked.terms) > _MOST_WORDS or weekdays_asked(question, today):
        return None
    found = list[tuple[tuple[int, int, int], Table, Selection]]()
    absent = ""
    for table in tables_with(asked.stems, generation):
        selection = select(asked, table)
        if selection is None or selection.left:
            continue
        if selection.rows and (selection.is_chosen or _asks_for_all(asked, kind, table)):
            found.append((_fit(asked, selection, table), table, selection))
        absent = absent or selection.absent
    if not found:
        return None
    best = max(fit for fit, _, _ in found)
    quotes = [quote for fit, _, selection in found if fit == best for quote in _quotes(selection)]
    answered: Kind = "list" if len(quotes) > 1 else "fact"
    answer = quoted(question, quotes[:MOST_MENTIONS], answered, CONFIDENCE, more=len(quotes) - MOST_MENTIONS)
    return _with_name(answer, next(s.rows[0] for fit, _, s in found if fit == best))


def _asks_for_all(asked: TableQuestion, kind: Intent, table: Table) -> bool:
    """Whether a question that chooses no rows asks for all of them, by what they are called."""
    if not table.is_whole or not table.columns[0]:
        return False
    is_open = kind == "list" or _SEVERAL.match(asked.text) or not QUESTION_OPENING.match(asked.text)
    names = {*stems(table.columns[0])} | (table.own_heading if table.is_alone else frozenset())
    return bool(is_open) and not names.isdisjoint(asked.stems)


def _fit(asked: TableQuestion, selection: Selection, table: Table) -> tuple[int, int, int]:
    """How well a table fits, the heading that adds least to what is asked before others."""
    added = table.own_heading - asked.stems - {*stems(" ".join(table.columns))}
    return selection.named, len(selection.columns), -len(added)


def _quotes(selection: Selection) -> list[Quote]:
    """Of a row all of it; of a block of lines what names it and the lines asked for."""
    quotes = list[Quote]()
    for row in selection.rows:
        wanted = [cell for cell in row if cell.column in selection.columns]
        shown = [row[0], *wanted] if wanted else row
        quotes += dict.fromkeys(cell.quote for cell in shown)
    return quotes


def _with_name(answer: Answer, row: Row) -> Answer:
    """An answer with what the row is of, as the answer proper: whom "her" then means."""
    return replace(answer, span=row[0].value)
