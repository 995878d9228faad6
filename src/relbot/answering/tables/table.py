"""Assembles the tables of a source around the rows that a search finds.

Rows with named columns form a table. So do lines with a key and a value (two unnamed columns), blocks of such lines
that begin with the same key (one row each), and the items of a list (one column).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import PurePosixPath

from relbot.answering.rows.values import is_row
from relbot.answering.statements import Quote, quotes_of
from relbot.answering.tables.amounts import Amount, amount_of, unit_in
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.query.wording.named_sizes import sizes_named
from relbot.temporal.date_mentions import DateMention
from relbot.text.sizes import with_first_measures
from relbot.text.table_rows import cells, first_column
from relbot.text.terms import stems

_REACH = 200
"""Passages before and after a row from which its table is assembled; of a longer table only the hits are used. 0.1 ms
each."""
_LOOKED_AT = 40
"""The most passages with words of the question that are searched for rows of a table. 0.1 ms each."""
_MOST = 4
"""The most tables considered for a question."""
_SEVERAL = re.compile(r"[/,;&]|\s(?:and|or)\s", re.IGNORECASE)
_ENDINGS = frozenset(["er", "or", "iti", "ist", "ment", "ion", "ation", "ee", "ship", "al", "s", "r", "d"])
"""Endings that relate the name of a column to a verb or adjective in a question: owns and owner, dense and density."""
_SHORTEST = 3
"""The fewest letters of a stem that others are derived from."""
_SECTION = 0.6
"""The share of a section's sentences in a table from which the heading names the table. Set by hand on ten folders of
small tables."""
KEY, VALUE, ITEM = "", " ", "•"
"""The columns of key-value lines, and of the items of a list; these names contain no word."""
_ITEM_WORDS = 12
"""The most words of an item."""
_FEWEST, _FEWEST_ITEMS = 2, 3
"""The fewest rows of a table with columns (one could be a sentence of prose) and the fewest items of a list."""
_LINE = re.compile(r"\W{0,3}(?P<key>[^:\n]{1,60})(?::\s+|\n)(?P<value>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A value, with the name of its column."""

    column: str
    value: str
    quote: Quote
    """The quote for it: its row, or its line in a block of lines."""
    dates: tuple[DateMention, ...]
    terms: tuple[str, ...]
    """The stems of the quote."""

    @cached_property
    def stems(self) -> frozenset[str]:
        return with_first_measures(stems(self.value))

    @cached_property
    def items(self) -> tuple[tuple[str, ...], ...]:
        """The stems of the whole value in order, and of each of several values in it: "Dog / Cat"."""
        parts = [part for part in _SEVERAL.split(self.value) if part.strip()]
        return tuple(tuple(stems(part)) for part in dict.fromkeys((self.value, *parts)))

    @cached_property
    def amount(self) -> Amount | None:
        """The amount in the cell, or None; a bare number is in the unit that the column names: "Mass in g"."""
        return amount_of(self.value, unit_in(self.column))


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a table in order, and the title and headings above them."""

    rows: tuple[Row, ...]
    title: str
    section: tuple[str, ...]
    announced: str
    """The name of its file without the ending, and the line above it that ends in a colon."""
    is_whole: bool
    """Whether all of its rows are included."""
    is_section: bool
    """Whether it makes up most of its section."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns in which some row has a value."""
        return tuple(dict.fromkeys(cell.column for row in self.rows for cell in row))

    @cached_property
    def row_stems(self) -> tuple[frozenset[str], ...]:
        """The stems of each row."""
        return tuple(with_first_measures([term for cell in row for term in cell.terms]) for row in self.rows)

    @cached_property
    def heading(self) -> frozenset[str]:
        """The stems of what names the table as a whole: title, headings, file, and the line above it."""
        return frozenset(stems(" ".join((self.title, *self.section, self.announced))))

    @cached_property
    def own_heading(self) -> frozenset[str]:
        """The stems of the innermost heading, or of the title if there is none."""
        return frozenset(stems(self.section[-1] if self.section else self.title))

    def cells_in(self, column: str) -> list[Cell]:
        return [cell for row in self.rows for cell in row if cell.column == column]


_Key = tuple[str, tuple[str, ...], str]
"""The path, section and first column of a table."""


def tables_with(
    words: Collection[str], needed: Collection[str], generation: Generation, *, everywhere: bool = False
) -> list[Table]:
    """Return the tables whose rows and headings contain the most of some stems, and all that are needed, in corpus
    order. Tables with columns are preferred to others. Few sources may be looked through `everywhere`: a price list
    need not call its numbers prices.
    """
    hits, said = defaultdict[_Key, list[PassageRecord]](list), defaultdict[_Key, set[str]](set)
    sought = {*words, *sizes_named(words, generation.lexicon)}
    for record in _records(sought, generation, everywhere=everywhere) if words else ():
        for kind in {_kind(quote) for quote in quotes_of(record.passage)} - {None}:
            key = (record.passage.source.path, record.passage.section, kind or KEY)
            hits[key].append(record)
            said[key] |= {
                *with_first_measures(record.stems),
                *stems(" ".join(column for column, _ in cells(record.passage.quote))),
                *stems(PurePosixPath(key[0]).stem),
            }
    fit = {key: {*words} & own for key, own in said.items() if all(any(is_form(n, w) for w in own) for n in needed)}
    best = sorted(fit, key=lambda key: (-len(fit[key]), key[2] in (KEY, ITEM), -len(hits[key])))
    tables = (_put_together(key, hits[key], generation) for key in sorted(best if everywhere else best[:_MOST]))
    return [table for table in tables if table]


def _records(words: Collection[str], generation: Generation, *, everywhere: bool) -> Sequence[PassageRecord]:
    if everywhere and (count := generation.manifest.passages) <= _REACH:
        return generation.passages(range(count))
    return generation.matching(sorted(words), _LOOKED_AT)


def table_of(quote: Quote, generation: Generation) -> Table | None:
    """Return the table that a sentence is a row of, or None."""
    kind = _kind(quote)
    row = None if kind is None else generation.row_of(quote.passage.id)
    if kind is None or row is None:
        return None
    key = (quote.passage.source.path, quote.passage.section, kind)
    return _put_together(key, generation.passages([row]), generation)


def is_form(word: str, other: str) -> bool:
    """Return whether two stems are equal, or one is derived from the other."""
    if word == other or word[:3] != other[:3]:
        return word == other
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short) and long[len(short) :] in _ENDINGS


def _kind(quote: Quote) -> str | None:
    """Return the first column of the table that a sentence is in; None for prose."""
    text = quote.text
    if (column := first_column(text)) is not None:
        return column
    if is_row(text) and _LINE.fullmatch(text):
        return KEY
    return ITEM if _is_item(quote) else None


def _is_item(quote: Quote) -> bool:
    """Return whether a sentence is a short line of its own, without a full stop."""
    if quote.text.endswith((".", "!", "?", ":")) or len(quote.text.split()) > _ITEM_WORDS:
        return False
    passage, span = quote.passage, quote.passage.sentences[quote.sentence]
    before, after = passage.quote[: span.start - passage.start], passage.quote[span.end - passage.start :]
    return "\n" not in quote.text and before[-1:] in ("", "\n") and after[:1] in ("", "\n")


def _put_together(key: _Key, hits: Sequence[PassageRecord], generation: Generation) -> Table | None:
    """Assemble the table that some passages belong to, or only these passages if it is too long. None if there are too
    few rows.
    """
    path, section, kind = key
    entry = generation.manifest.entry(path)
    rows, near = entry.rows, entry.rows_near(hits[0].row, _REACH)
    of_section = [record for record in generation.passages(near) if record.passage.section == section]
    is_cut = (near.start > rows.start and of_section[0].row == near.start) or (
        near.stop < rows.stop and of_section[-1].row == near.stop - 1
    )
    kinds = [(record, n, _kind(Quote(record.passage, n))) for record, n in _sentences(hits if is_cut else of_section)]
    of_kind = [(record, number) for record, number, other in kinds if other == kind]
    if len(of_kind) < {KEY: 1, ITEM: _FEWEST_ITEMS}.get(kind, _FEWEST) and not is_cut:
        return None
    blocks = _blocks([tuple(_cells(record, number)) for record, number in of_kind])
    is_section = not is_cut and len(of_kind) >= _SECTION * len(kinds)
    announced = _announced(path, of_section, of_kind[0] if of_kind else None)
    return Table(tuple(blocks), hits[0].passage.source.title, section, announced, not is_cut, is_section)


def _announced(path: str, records: Sequence[PassageRecord], first: tuple[PassageRecord, int] | None) -> str:
    """Return the name of a file, and the sentence before the first row of a table if it ends in a colon."""
    above = list(takewhile(lambda sentence: sentence != first, _sentences(records)))[-1:]
    before = [record.passage.words(record.passage.sentences[number]) for record, number in above]
    return " ".join((PurePosixPath(path).stem, *(line for line in before if line.endswith(":"))))


def _sentences(records: Sequence[PassageRecord]) -> Iterator[tuple[PassageRecord, int]]:
    for record in records:
        yield from ((record, number) for number in range(len(record.sentences)))


def _cells(record: PassageRecord, number: int) -> Iterator[Cell]:
    quote, sentence = Quote(record.passage, number), record.sentences[number]
    named = cells(quote.text)
    if not named and (line := _LINE.fullmatch(quote.text)):
        named = [(KEY, line["key"]), (VALUE, line["value"])]
    named = named or [(ITEM, quote.text)]
    for column, value in named:
        yield Cell(column, value, quote, _dates_in(value, sentence), sentence.terms)


def _dates_in(value: str, sentence: SentenceRecord) -> tuple[DateMention, ...]:
    return tuple(mention for mention in sentence.dates if mention.text in value)


def _blocks(rows: Sequence[Row]) -> list[Row]:
    """Return the rows; key-value lines whose first key recurs are grouped, with one row from each such key."""
    keys = [row[0].value for row in rows if row[0].column == KEY]
    if len(keys) < len(rows) or keys.count(keys[0] if keys else "") < 2:
        return list(rows)
    found = list[list[Cell]]()
    for key, value in rows:
        if key.value == keys[0]:
            found.append([])
        found[-1].append(Cell(key.value, value.value, value.quote, value.dates, value.terms))
    return [tuple(row) for row in found]
