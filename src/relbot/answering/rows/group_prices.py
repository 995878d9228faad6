"""Finds the row of a price list for a number of people: "Team size: 4 players" for "how much is it for 4 of us on a
saturday".
"""

from __future__ import annotations

import re

from relbot.answer import Answer
from relbot.answering.rows.lookup import CONFIDENCE, LOOKED_AT
from relbot.answering.rows.values import KINDS
from relbot.answering.statements import Quote, quoted, quotes_of
from relbot.index.protocol import Generation
from relbot.query.weekdays import without_weekdays
from relbot.temporal.date_patterns import NUMBERS
from relbot.text.table_rows import cells
from relbot.text.terms import content_stems, stems

_PERSONS = (
    r"(?:people|persons?|players?|pax|guests?|heads?|participants?|riders?|paddlers?|climbers?|skaters?|friends?)"
)
_PRICE_WORDS, _PRICE = KINDS[-1]
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS[1:])})"
_FOR_SO_MANY = re.compile(
    rf"\b(?P<several>{_NUMBER})\s(?:of\s(?:us|them|you)\b|{_PERSONS}\b)"
    rf"|\b(?:a\s)?(?:group|team|party)\sof\s(?P<group>{_NUMBER})\b"
    rf"|\bfor\s(?P<bare>{_NUMBER})(?=\W*$|\s(?:on|at|in|during)\b)",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"(?:up\sto\s|for\s)?(?P<first>\d{{1,2}})(?:\s?(?:[-–]|to|or)\s?(?P<last>\d{{1,2}}))?(?:\s{_PERSONS})?",
    re.IGNORECASE,
)
_OF_A_GROUP = re.compile(rf"\b(?:{_PERSONS}|people|size|group|team|party)\b", re.IGNORECASE)


def price_for_group(question: str, generation: Generation) -> Answer | None:
    """Return the row for the number of people in a question; None if it asks for something else, or if not exactly one
    price list has such a row.
    """
    asked = _FOR_SO_MANY.search(question)
    if asked is None or _PRICE_WORDS.isdisjoint(stems(question)):
        return None
    said = next(filter(None, asked.groups())).lower()
    number = int(said) if said.isdigit() else NUMBERS.index(said) + 1
    rest = without_weekdays(f"{question[: asked.start()]} {question[asked.end() :]}")
    named = frozenset(content_stems(rest)) - _PRICE_WORDS
    found: dict[tuple[str, ...], list[Quote]] = {}
    for record in generation.matching(["people", "person", "player", "group", "size", "team", str(number)], LOOKED_AT):
        above = frozenset(record.heading_terms)
        for quote in quotes_of(record.passage):
            if _is_price_for(number, quote.text) and named <= above | quote.words:
                found.setdefault((record.passage.source.path, *record.passage.section), []).append(quote)
    rows = [*found.values()]
    return quoted(question, rows[0], CONFIDENCE) if len(rows) == 1 and len(rows[0]) == 1 else None


def _is_price_for(number: int, row: str) -> bool:
    """Return whether a row is for groups of this size and has a price."""
    columns = cells(row)
    if not columns or not any(_PRICE.search(value) for _, value in columns[1:]):
        return False
    name, size = columns[0]
    match = _SIZE.fullmatch(size.strip())
    if match is None or not (_OF_A_GROUP.search(name) or _OF_A_GROUP.search(size)):
        return False
    return int(match["first"]) <= number <= int(match["last"] or match["first"])
