"""Answers questions about tables: with the rows that match everything in the question ("rooms on floor 2", "what do
steel and carbon cost", "cheapest plan", "who joined after 2017", "all members"), and with the rows that it names in the
table of an answer found by reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from relbot.answer import Answer
from relbot.answering.compose import Composed
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.rows.values import HOURS, VALUE_WORDS, may_name
from relbot.answering.statements import Quote, in_text_order, make_statements, quoted, refusal
from relbot.answering.tables.columns import is_calendar
from relbot.answering.tables.selection import Selection, rows_of_day, select
from relbot.answering.tables.states import noun_of_state
from relbot.answering.tables.stock import COLUMN_WORDS as STOCK_WORDS
from relbot.answering.tables.stock import GOODS, stock_asked
from relbot.answering.tables.table import ITEM, KEY, Row, Table, table_of, tables_with
from relbot.answering.tables.table_question import TableQuestion, read_table_question
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.answer_type import expected_answer_type
from relbot.query.answer_constraints.times.asked_day import weekday_asked
from relbot.query.answer_constraints.times.seasons import months_named
from relbot.query.dialogue.previous_question import asks_who
from relbot.query.question_words import QUESTION_OPENING
from relbot.query.request.intent import Kind as Intent
from relbot.query.weekdays import weekdays_asked, without_weekdays
from relbot.text.table_rows import cells
from relbot.text.terms import stems

_ROW_INTENTS: frozenset[Intent] = frozenset({"fact", "list", "yesno", "now", "who", "definition", "comparison"})
_MOST_WORDS = 8
"""The most content words of a question that names rows; sentences answer longer ones."""
_ASKS_FOR_SEVERAL = re.compile(r"\W*(?:who are|what do (?:you|we|they)|(?:which|what)\b.*\bare there)\b", re.IGNORECASE)
"""A question that all rows answer if it names nothing else."""
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|his|its|their|them)\b", re.IGNORECASE)
"""A pronoun, which means that the question is about somebody rather than all rows: "which days is she in"."""
_MOST_ROWS = 8
"""The most rows that may replace those found by reading."""
_DETERMINED = re.compile(r"(?:^|\b(?:the|an?|of|for|in|on|your|our)\s)\W*$", re.IGNORECASE)
"""What precedes a name, but no verb: "the Puffin room", but not "who holds key 9"."""
_ASKS_FOR_VALUE_OF_KEY = re.compile(r"\W*what(?:['’]?s|\sis|\sare)\s(?:the|your|our|its)\b", re.IGNORECASE)
"""A question for a value by its key, rather than for a definition."""
_CLOSEST = 3
"""The number of rows that a refusal shows as the closest."""
_MOST_PASSAGES = 80
"""The most passages that are searched for a name that no row contains."""
_REFUSAL_CONFIDENCE = 0.15
"""The probability that the question has an answer after all. Set by hand."""


def rows_asked_for(question: str, kind: Intent, generation: Generation, today: date) -> Answer | None:
    """Return the rows that a question asks for, or a refusal if a table matches except for a name that no row has; None
    if no table matches all of the question.
    """
    asked = _asked(question, kind, today)
    if asked is None:
        return None
    is_open = kind == "list" or _ASKS_FOR_SEVERAL.match(asked.text) or not QUESTION_OPENING.match(asked.text)
    found, absent = list[tuple[tuple[int, ...], Selection]](), list[tuple[str, Table]]()
    words = {*asked.sought, *(STOCK_WORDS if stock_asked(asked.text) else ())}
    for table in tables_with(words, _needed(asked), generation, everywhere=_names_nothing(asked)):
        selection = select(asked, table)
        if selection is None or selection.left or (asked.day and _names_nothing(asked) and not is_calendar(table)):
            continue  # what is on a day is not what is due then
        if asks_who(question):
            people = [row for row in selection.rows if may_name([cell.value for cell in row], asked.stems)]
            selection = replace(selection, rows=tuple(people))
        is_category = selection.is_exact and len(selection.rows) > 1 and KEY not in table.columns and is_open
        is_value = selection.is_key and _ASKS_FOR_VALUE_OF_KEY.match(question)
        if not (selection.is_of_table or is_category or is_value):
            continue
        if selection.rows and (_chooses(asked, selection, table) or (is_open and _asks_for_all(asked, table))):
            found.append((_fit(asked, selection, table), selection))
        if selection.absent:
            absent.append((selection.absent, table))
    if not found:
        return _refusal(question, *absent[0]) if absent and not _is_mentioned(absent[0][0], generation) else None
    if asked.extreme and len(found) > 1 and _names_nothing(asked):
        return None  # the least of each of several tables
    best = max(fit for fit, _ in found)
    quotes = in_text_order(
        {q: None for fit, selection in found if fit == best for q in _quotes(selection.rows, selection.columns)}
    )
    answer = quoted(question, quotes, CONFIDENCE)
    named = next(selection.rows[0] for fit, selection in found if fit == best)
    return replace(answer, span=named[0].value)  # to whom "her" then refers


def _asked(question: str, kind: Intent, today: date) -> TableQuestion | None:
    """Return what a question says about rows, with the next day of a weekday that it names; None if rows cannot answer
    it, or not without being read.
    """
    asked = read_table_question(question, today)
    if asked and not asked.day and (weekday := weekday_asked(question, today)):
        asked = read_table_question(without_weekdays(question), today)
        asked = replace(asked, day=weekday) if asked and asked.stems.isdisjoint(HOURS) else None
    if asked is None or len(asked.terms) > _MOST_WORDS or expected_answer_type(question) == "place":
        return None
    if not asked.day and (kind not in _ROW_INTENTS or weekdays_asked(question, today)):
        return None
    return asked if asked.terms or asked.selects_alone or stock_asked(asked.text) else None


def _needed(asked: TableQuestion) -> list[str]:
    """Return the stems of a question that a table must have; not those of values and states, or for any goods."""
    stocked, noun = stock_asked(asked.text), noun_of_state(asked.text)
    return [
        term.stem
        for term in asked.terms
        if term.stem not in VALUE_WORDS | GOODS
        and not months_named(term.word)
        and not term.word.lower().endswith("est")
        and not (stocked and stocked.start <= term.start < stocked.end)
        and term.word != noun
    ]


def _names_nothing(asked: TableQuestion) -> bool:
    """Return whether a question has no word for what the rows are of: "anything under 10 euros"."""
    return asked.stems <= GOODS


def with_rows_named(question: str, composed: Composed, generation: Generation, today: date) -> tuple[Composed, str]:
    """Return an answer with its rows replaced by the rows of the same table that the question names by a whole value or
    several words of one, or unchanged if there are none; and the word by which the question calls a row if no source
    contains it, else "".
    """
    table = table_of(composed.quotes[0], generation) if composed.quotes else None
    asked = read_table_question(question, today) if table else None
    if asked is None or table is None or len(asked.terms) > _MOST_WORDS:
        return composed, ""
    if KEY in table.columns and len({quote.passage.section for quote in composed.quotes}) > 1:
        return composed, ""  # lines from several sections were chosen for what they share
    if unknown := _unknown_name(asked, table, generation):
        return composed, unknown
    selection = select(asked, table)
    rows = selection.rows if selection and (selection.is_exact or asked.day) else ()
    if asked.day and not rows and (on_day := rows_of_day(asked, table)) is not None:
        if not on_day and table.is_whole:
            return composed, asked.day.text
        rows = on_day
    if not 0 < len(rows) <= _MOST_ROWS:
        return composed, ""
    quotes = list(dict.fromkeys(_quotes(rows, selection.columns if selection else ())))
    return composed._replace(kind="list" if len(quotes) > 1 else "fact", quotes=quotes, left_out=0), ""


def _unknown_name(asked: TableQuestion, table: Table, generation: Generation) -> str:
    """Return the word before the noun for the rows if no source contains it, else "": "Puffin" in "the Puffin room"."""
    if table.columns[0] in (ITEM, KEY):
        return ""
    known, names = generation.lexicon.frequencies(asked.stems), {*stems(table.columns[0]), *table.own_heading}
    for one, other in pairwise(asked.terms):
        is_beside = not asked.text[one.end : other.start].strip() and _DETERMINED.search(asked.text[: one.start])
        if is_beside and other.stem in names and not known[one.stem]:
            return one.word
    return ""


def _chooses(asked: TableQuestion, selection: Selection, table: Table) -> bool:
    """Return whether a question chooses rows; by a maximum or minimum only if it names values, a column or the rows."""
    is_of_rows = not asked.stems.isdisjoint({*stems(table.columns[0]), *table.heading})
    if not table.is_whole and not selection.is_exact:
        return False
    is_of_column = selection.named > 0 or is_of_rows or bool(selection.columns) or _names_nothing(asked)
    return is_of_column if selection.is_extreme else selection.is_chosen


def _asks_for_all(asked: TableQuestion, table: Table) -> bool:
    """Return whether a question for several things that chooses no rows asks for all of them, by their name."""
    if not table.is_whole or asked.extreme or table.columns == (ITEM,) or _PRONOUN.search(asked.text):
        return False
    is_of_rows = not asked.stems.isdisjoint(stems(table.columns[0]))
    return is_of_rows or (table.is_section and table.own_heading <= asked.stems)


def _fit(asked: TableQuestion, selection: Selection, table: Table) -> tuple[int, ...]:
    """Return how well a table fits, to be compared: by values named, by the name of its rows, by columns named, and by
    the words that its heading has in addition (the fewer, the better).
    """
    if _names_nothing(asked):
        return ()  # it names nothing, so that the rows of all tables are meant
    is_of_rows = not asked.stems.isdisjoint({*stems(table.columns[0]), *table.own_heading})
    added = table.own_heading - asked.stems - {*stems(" ".join(table.columns))}
    return selection.named, is_of_rows, len(selection.columns), -len(added)


def _quotes(rows: Sequence[Row], columns: Collection[str]) -> list[Quote]:
    """Return the quotes of rows: of each its first cell and those of the columns asked for, or all if none is."""
    quotes = list[Quote]()
    for row in rows:
        wanted = [cell for cell in row if cell.column in columns]
        quotes += [cell.quote for cell in ([row[0], *wanted] if wanted else row)]
    return quotes


def _is_mentioned(name: str, generation: Generation) -> bool:
    """Return whether some sentence contains the words of a name next to each other, or a row under a heading with the
    other words has the last one as its first value: 33 under "plots" is plot 33.
    """
    *label, last = stems(name)
    pattern = re.compile(rf"(?<!\S){' '.join(map(re.escape, (*label, last)))}(?!\S)")
    for record in generation.matching((*label, last), _MOST_PASSAGES):
        is_headed = {*label} <= {*record.heading_terms}
        for sentence in record.sentences:
            values = cells(record.passage.words(sentence.span)) if is_headed else []
            if pattern.search(" ".join(sentence.terms)) or [*stems(" ".join(value for _, value in values[:1]))] == [
                last
            ]:
                return True
    return False


def _refusal(question: str, absent: str, table: Table) -> Answer:
    closest = make_statements([row[0].quote for row in table.rows[:_CLOSEST]])[1]
    reason = f"Nothing in the sources {'is' if stock_asked(absent) else 'mentions'} {absent}."
    return replace(refusal(question, reason), confidence=_REFUSAL_CONFIDENCE, closest=closest)
