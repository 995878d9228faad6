"""Recognises questions for what is in a state ("what's on loan", "which tasks are not done"), and the rows of a table
that have this state in one of their columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answering.tables.table import ITEM, KEY, VALUE, Table
from relbot.query.wording.present import without_present
from relbot.text.terms import STOPWORDS, Term, content_stems

_BE = r"(?:['’]?s|['’]?re|\s(?:is|are|was|were|(?:has|have)(?:\s\w+)?\sbeen|got))"
_STATE = re.compile(
    rf"\W*(?:(?:what|who|which|what\sall|which\sones){_BE}|(?:what|which|how\smany)\s(?P<noun>[^\W\d_]+){_BE}"
    r"|(?:is|are)\s(?:there\s)?(?:any|some)(?:thing|one|body))"
    r"(?P<nt>n['’]?t)?\s(?:(?:already|all|(?P<no>not|no\slonger))\s)*(?P<state>[^?.!;]{2,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class State:
    """A state that a question asks for, and the rows that are in it, or that are not if this is asked."""

    rows: frozenset[int]
    is_denied: bool
    noun: str
    """The noun by which the question calls the rows: "books" in "which books are on loan"; "" without one."""
    stems: frozenset[str]
    """The stems of its content words."""

    def without_noun(self, left: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return the words left without the noun, which the table need not contain: its rows have their own names."""
        return tuple(term for term in left if term.word != self.noun)


def state_in(question: str, table: Table) -> State | None:
    """Return the state that a question asks for if it is a whole value in one column of a table, not that of names."""
    match = _STATE.match(question)
    words = {*content_stems(match["state"])} if match else set()
    if match is None or not words:
        return None
    states = [
        (n, cell.column)
        for n, row in enumerate(table.rows)
        for cell in row
        if cell.column not in (table.columns[0], KEY, VALUE, ITEM) and _are(words, cell.items)
    ]
    columns = {column for _, column in states}
    if len(columns) != 1:
        return None
    rows, is_denied = {n for n, _ in states}, bool(match["nt"] or match["no"])
    told = {n for n, row in enumerate(table.rows) for cell in row if cell.column in columns and cell.value.strip()}
    return State(frozenset(told - rows if is_denied else rows), is_denied, match["noun"] or "", frozenset(words))


def noun_of_state(question: str) -> str:
    """Return the noun by which a question for a state may call the rows, "books" in "which books are lost"; or ""."""
    match = _STATE.match(question)
    return (match["noun"] or "") if match else ""


def lacks_state(question: str, rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a question asks for what is not in a state, and no value of some rows is this state."""
    match = _STATE.match(without_present(question))
    words = {*content_stems(match["state"])} if match and (match["nt"] or match["no"]) else set()
    return bool(words) and not any({*content_stems(value)} == words for row in rows for value in row)


def _are(words: set[str], items: tuple[tuple[str, ...], ...]) -> bool:
    return any({*item} - STOPWORDS == words for item in items)
