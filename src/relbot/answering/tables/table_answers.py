"""Answers questions about tables: with the rows that fit everything the question says ("rooms on floor 2", "what do
steel and carbon cost", "cheapest plan", "who joined after 2017", "all members"), and with the rows that it names in a
table that was read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from relbot.answer import Answer
from relbot.answering.compose import Composed
from relbot.answering.rows.lookup import CONFIDENCE
from relbot.answering.rows.values import VALUE_WORDS, may_name
from relbot.answering.statements import Quote, in_text_order, make_statements, quoted, refusal
from relbot.answering.tables.selection import Selection, select
from relbot.answering.tables.stock import COLUMN_WORDS as STOCK_WORDS
from relbot.answering.tables.stock import GOODS, stock_asked
from relbot.answering.tables.table import ITEM, KEY, Table, table_of, tables_with
from relbot.answering.tables.table_question import TableQuestion, read_table_question
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.answer_type import expected_answer_type
from relbot.query.answer_constraints.seasons import months_named
from relbot.query.dialogue.question_before import asks_who
from relbot.query.question_words import QUESTION_OPENING
from relbot.query.request.intent import Kind as Intent
from relbot.query.weekdays import weekdays_asked
from relbot.text.table_rows import cells
from relbot.text.terms import stems

_OF_ROWS: frozenset[Intent] = frozenset({"fact", "list", "yesno", "now", "who", "definition", "comparison"})
_MOST_WORDS = 8
"""Of a question that names rows; a longer one is told in sentences."""
_SEVERAL = re.compile(r"\W*(?:who are|what do (?:you|we|they)|(?:which|what)\b.*\bare there)\b", re.IGNORECASE)
"""What all rows answer where the question names nothing else."""
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|his|its|their|them)\b", re.IGNORECASE)
"""Of whom something is asked, "which days is she in", and not all."""
_MOST_ROWS = 8
"""Rows that are named in place of those that were read."""
_DETERMINED = re.compile(r"(?:^|\b(?:the|an?|of|for|in|on|your|our)\s)\W*$", re.IGNORECASE)
"""What stands before a name, and before no verb: "the Puffin room", but not "who holds key 9"."""
_OF_A_KEY = re.compile(r"\W*what(?:['’]?s|\sis|\sare)\s(?:the|your|our|its)\b", re.IGNORECASE)
"""Asks for a value by its key, and for no definition."""
_CLOSEST = 3
"""Rows that a refusal has for the closest."""
_LOOKED_AT = 80
"""Passages with the words of what no row has, among which is one that has it after all."""
_REFUSAL_CONFIDENCE = 0.15
"""Of an answer after all. Set by hand."""


def rows_asked_for(question: str, kind: Intent, generation: Generation, today: date) -> Answer | None:
    """The rows that a question asks for, or the refusal of one that a table names no such row of; None where no table
    has all that it says.
    """
    if kind not in _OF_ROWS or weekdays_asked(question, today) or expected_answer_type(question) == "place":
        return None
    asked = read_table_question(question, today)
    if asked is None or not 0 < len(asked.terms) <= _MOST_WORDS:
        return None
    is_open = kind == "list" or _SEVERAL.match(asked.text) or not QUESTION_OPENING.match(asked.text)
    found, absent = list[tuple[tuple[int, ...], Selection]](), list[tuple[str, Table]]()
    stocked = stock_asked(asked.text)
    needed = [
        t.stem
        for t in asked.terms
        if t.stem not in VALUE_WORDS
        and not months_named(t.word)
        and not t.word.lower().endswith("est")
        and not (stocked and (t.stem in GOODS or stocked.start <= t.start < stocked.end))
    ]
    words = {*asked.stems, *(bound.text for bound in asked.bounds), *(STOCK_WORDS if stocked else ())}
    for table in tables_with(words, needed, generation):
        selection = select(asked, table)
        if selection is None or selection.left:
            continue
        if asks_who(question):
            people = [row for row in selection.rows if may_name([cell.value for cell in row], asked.stems)]
            selection = replace(selection, rows=tuple(people))
        is_category = selection.is_exact and len(selection.rows) > 1 and KEY not in table.columns and is_open
        is_value = selection.is_key and _OF_A_KEY.match(question)
        if not (selection.is_of_table or is_category or is_value):
            continue
        if selection.rows and (_chooses(asked, selection, table) or (is_open and _asks_for_all(asked, table))):
            found.append((_fit(asked, selection, table), selection))
        if selection.absent:
            absent.append((selection.absent, table))
    if not found:
        return _refusal(question, *absent[0]) if absent and not _stands_anywhere(absent[0][0], generation) else None
    best = max(fit for fit, _ in found)
    quotes = in_text_order({q: None for fit, selection in found if fit == best for q in _quotes(selection)})
    answer = quoted(question, quotes, CONFIDENCE)
    named = next(selection.rows[0] for fit, selection in found if fit == best)
    return replace(answer, span=named[0].value)  # whom "her" then means


def with_rows_named(question: str, composed: Composed, generation: Generation, today: date) -> tuple[Composed, str]:
    """The sentences of an answer, or where they are rows of a table and the question names others by the whole of a
    value or several of its words, those; and what the question calls a row by a word that no source has, else "".
    """
    table = table_of(composed.quotes[0], generation) if composed.quotes else None
    asked = read_table_question(question, today) if table else None
    if asked is None or table is None or len(asked.terms) > _MOST_WORDS:
        return composed, ""
    if KEY in table.columns and len({quote.passage.section for quote in composed.quotes}) > 1:
        return composed, ""  # lines of several sections are told by what they have in common
    if unknown := _unknown_name(asked, table, generation):
        return composed, unknown
    selection = select(asked, table)
    if selection is None or not selection.is_exact or not 0 < len(selection.rows) <= _MOST_ROWS:
        return composed, ""
    quotes = list(dict.fromkeys(_quotes(selection)))
    return composed._replace(kind="list" if len(quotes) > 1 else "fact", quotes=quotes, left_out=0), ""


def _unknown_name(asked: TableQuestion, table: Table, generation: Generation) -> str:
    """The word before what the rows are called that no source has: "Puffin" of "the Puffin room"."""
    if table.columns[0] in (ITEM, KEY):
        return ""
    known, names = generation.lexicon.frequencies(asked.stems), {*stems(table.columns[0]), *table.own_heading}
    for one, other in pairwise(asked.terms):
        is_beside = not asked.text[one.end : other.start].strip() and _DETERMINED.search(asked.text[: one.start])
        if is_beside and other.stem in names and not known[one.stem]:
            return one.word
    return ""


def _chooses(asked: TableQuestion, selection: Selection, table: Table) -> bool:
    """Whether a question chooses rows, for the most or least of a column that it does not name by what they are."""
    is_of_rows = not asked.stems.isdisjoint({*stems(table.columns[0]), *table.heading})
    if not table.is_whole and not selection.is_exact:
        return False
    is_of_column = selection.named > 0 or is_of_rows or bool(selection.columns)
    return is_of_column if selection.is_extreme else selection.is_chosen


def _asks_for_all(asked: TableQuestion, table: Table) -> bool:
    """Whether a question for several that chooses no rows asks for all of them, by what they are called."""
    if not table.is_whole or asked.extreme or table.columns == (ITEM,) or _PRONOUN.search(asked.text):
        return False
    is_of_rows = not asked.stems.isdisjoint(stems(table.columns[0]))
    return is_of_rows or (table.is_section and table.own_heading <= asked.stems)


def _fit(asked: TableQuestion, selection: Selection, table: Table) -> tuple[int, ...]:
    """How well a table fits: by values, by what its rows are called, by columns, and by what its heading adds."""
    is_of_rows = not asked.stems.isdisjoint({*stems(table.columns[0]), *table.own_heading})
    added = table.own_heading - asked.stems - {*stems(" ".join(table.columns))}
    return selection.named, is_of_rows, len(selection.columns), -len(added)


def _quotes(selection: Selection) -> list[Quote]:
    """Of a row all of it; of a block of lines what names it and the lines asked for."""
    quotes = list[Quote]()
    for row in selection.rows:
        wanted = [cell for cell in row if cell.column in selection.columns]
        quotes += [cell.quote for cell in ([row[0], *wanted] if wanted else row)]
    return quotes


def _stands_anywhere(name: str, generation: Generation) -> bool:
    """Whether some sentence has the words of a name beside each other, or a row the last of them for a value, under a
    heading with the others, first: 33 of "plots" is plot 33.
    """
    *label, last = stems(name)
    pattern = re.compile(rf"(?<!\S){' '.join(map(re.escape, (*label, last)))}(?!\S)")
    for record in generation.matching((*label, last), _LOOKED_AT):
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
