"""Finds both sides of a comparison in one table, one list or sections beside each other: "whats worth more a ram or a
monk". The reader finds the better one, but a comparison needs both; and the values of one column can be compared,
whatever the question calls them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relbot.answering.statements import Quote, in_text_order, quotes_of, without_copies
from relbot.index.protocol import Generation
from relbot.query.request.intent import Intent
from relbot.query.request.phrasing import phrased
from relbot.text.table_rows import cells
from relbot.text.terms import content_stems, stems

_BETWEEN = re.compile(
    r"\s(?:or|vs\.?|versus|(?:(?:more|less)\s\w+|\w+er|worse)\sthan|compared\s(?:to|with))\s", re.IGNORECASE
)
_AND = re.compile(r"\sand\s", re.IGNORECASE)
"""Separates the sides only if the question says that they are compared."""
_COMPARING = frozenset(
    stems("between difference differences different differ compare comparison compared versus vs better")
)
_NAME = 3
"""The most words of the name of a side."""
_LOOKED_AT = 60
"""The most passages with words of the sides that are examined."""
_MOST_ACROSS = 12
"""The most rows of a table that has a column for each side."""
_MOST = 2
"""The most rows of a side; if more have its name, they are not about it."""
_LINE = re.compile(r"\s*(?P<name>[^\s:–—][^:–—\n]{0,40}?)\s?(?::|\s[–—-])\s")
"""A line that names its subject: "Booking: at the desk"."""


class _Place(NamedTuple):
    """Where the sides are named: the column of a table, a list, or headings beside each other."""

    path: str
    section: tuple[str, ...]
    column: str = ""
    number: int = 0

    @property
    def names(self) -> bool:
        """Whether it names its rows, so that they can be compared without another word of the question."""
        return bool(self.column) and self.number == 0


def compared_rows(question: str, intent: Intent, generation: Generation) -> list[Quote]:
    """Return the rows of both sides in order, from the table with most of the question's other words, or the rows that
    have a value for each side; empty if nothing is compared or no table has both sides.
    """
    sides = _sides(question, intent)
    if sides is None or not all(generation.lexicon.frequencies(sides).values()):
        return []
    others = {stem for stem, count in generation.lexicon.frequencies(content_stems(question)).items() if count} - {
        *sides
    }
    found = defaultdict[_Place, tuple[list[tuple[int, Quote]], ...]](lambda: ([], []))
    across = defaultdict[_Place, list[tuple[int, Quote]]](list)
    for record in generation.matching(sorted({*sides, *others}), _LOOKED_AT):
        for quote in quotes_of(record.passage):
            told = len(others & {*quote.words, *record.heading_terms})
            if _has_columns(sides, quote):
                place = _Place(quote.passage.source.path, quote.passage.section)
                across[place].append((len(others & quote.words), quote))
            for place, words in _names(quote):
                held = [side in words for side in sides]
                if sum(held) == 1:
                    found[place][held.index(True)].append((told, quote))
    best = (-1, 0)
    rows: list[Quote] = []
    for place, of_sides in found.items():
        fit = (min(max((told for told, _ in own), default=0) for own in of_sides), -place.number)
        if all(of_sides) and fit > best and (fit[0] or place.names or not others):
            best, rows = fit, [quote for own in of_sides for quote in _told_most(own)]
    if not rows and across:
        own = max(across.values(), key=len)
        columns = {stem for column, _ in cells(own[0][1].text) for stem in stems(column)}
        is_of_all = {*content_stems(phrased(question))} <= {*sides, *columns} | _COMPARING
        rows = _told_most(own) if is_of_all or any(told for told, _ in own) else []
        return in_text_order(without_copies(rows))[:_MOST_ACROSS]
    return in_text_order(without_copies(rows)) if len(rows) <= 2 * _MOST else []


def _has_columns(sides: tuple[str, str], quote: Quote) -> bool:
    """Return whether a row has a column for each side: "Weight; Model 1: 8 kg; Model 2: 9 kg"."""
    held = [tuple(side in stems(column) for side in sides) for column, _ in cells(quote.text)[1:]]
    return (True, False) in held and (False, True) in held


def _sides(question: str, intent: Intent) -> tuple[str, str] | None:
    """Return for each side the stem nearest to the separator that the other side lacks ("200" and "300" for "KX-200 vs
    KX-300"), or None.
    """
    between = _BETWEEN.search(question) or (_AND.search(question) if intent.kind == "comparison" else None)
    if between is None:
        return None
    left, right = content_stems(question[: between.start()])[-_NAME:], content_stems(question[between.end() :])[:_NAME]
    own, other = [w for w in left if w not in right], [w for w in right if w not in left]
    return (own[-1], other[0]) if own and other else None


def _names(quote: Quote) -> Iterator[tuple[_Place, frozenset[str]]]:
    """Yield the places where a row or line names its subject, each with the stems of the name."""
    path, section = quote.passage.source.path, quote.passage.section
    row = cells(quote.text)
    for number, (column, value) in enumerate(row):
        yield _Place(path, section, column, number), frozenset(stems(value))
    if not row and (line := _LINE.match(quote.text)):
        yield _Place(path, section), frozenset(stems(line["name"]))
    for depth, heading in enumerate(section):
        yield _Place(path, (*section[:depth], ""), number=len(row)), frozenset(stems(heading))


def _told_most(rows: Sequence[tuple[int, Quote]]) -> list[Quote]:
    most = max(told for told, _ in rows)
    return [quote for told, quote in rows if told == most]
