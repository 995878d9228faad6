"""Recognises rows of prices for other seasons or lengths of time than the one asked about: a table of spring and summer
says nothing about winter, and one of days and weeks nothing about a month, but their rows match all other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.answering.tables.amounts import Amount, amounts_in, in_digits
from relbot.query.answer_constraints.times.seasons import months_asked, months_told
from relbot.text.table_rows import cells

_UNIT = "hour|day|night|weekend|week|month|year"
_ASKED = re.compile(rf"\b(?:for|per)\s(?:(?:an?|the|one|1|each|a\swhole|a\sfull)\s)?(?P<unit>{_UNIT})\b", re.IGNORECASE)
_SPAN = re.compile(rf"(?:(?:per|an?|one|each|full|whole)\s)?(?P<stated>(?:\d+\s)?(?:{_UNIT})s?)", re.IGNORECASE)
"""A whole cell or column name that is a length of time."""
_FEWEST_SEASONS = 2
"""The fewest columns named by seasons in a table by season."""


def are_of_other_spans(question: str, statements: Sequence[str]) -> bool:
    """Return whether all statements are rows of tables by season without a column for the months asked about, or by
    length of time without the length asked about.
    """
    rows = [cells(statement) for statement in statements]
    return bool(rows) and all(row and _is_for_others(question, row) for row in rows)


def _is_for_others(question: str, row: Sequence[tuple[str, str]]) -> bool:
    asked = months_asked(question)
    seasons = [months for column, _ in row if (months := months_told(column))]
    if asked and len(seasons) >= _FEWEST_SEASONS and not any(asked & months for months in seasons):
        return True
    span = _ASKED.search(question)
    stated = [length for column, value in row[:1] for text in (column, value) if (length := _length(text))]
    stated += [length for column, _ in row[1:] if (length := _length(column))]
    is_by_length = any(length.dimension == "time" for length in stated)
    return span is not None and is_by_length and _length(span["unit"]) not in stated


def _length(text: str) -> Amount | None:
    """Return the length of time that a text consists of, or None."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    stated = match["stated"]
    if "weekend" in stated.lower():
        return Amount(1, "weekend")
    found = amounts_in(in_digits(stated if stated[0].isdigit() else f"1 {stated}"))
    return found[0][0] if found else None
