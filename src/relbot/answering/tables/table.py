"""Puts the tables of a source together from the rows that a search finds. Rows with named columns are a table; so are
lines with a key and its value (two columns without names), blocks of such lines that begin with the same key (a row
each), and the items of a list (one column).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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
"""Passages before and behind a row that its table is put together from; of a longer one, only what was found is seen.
0.1 ms each."""
_LOOKED_AT = 40
"""Passages with words of a question, among which are rows of the table asked about. 0.1 ms each."""
_MOST = 4
"""Tables looked at for a question."""
_SEVERAL = re.compile(r"[/,;&]|\s(?:and|or)\s", re.IGNORECASE)
_ENDINGS = frozenset(["er", "or", "iti", "ist", "ment", "ion", "ation", "ee", "ship", "al", "s", "r", "d"])
"""By which a column's name is of the verb or adjective of a question: owns and owner, dense and density."""
_SHORTEST = 3
"""Letters of a stem that others are derived from."""
_SECTION = 0.6
"""Share of the sentences of a section that are rows of a table, from which on it is what the heading names. Set
by hand on ten folders of small tables."""
KEY, VALUE, ITEM = "", " ", "•"
"""The columns of lines of a key and its value, and of the items of a list; their names hold no word."""
_ITEM_WORDS = 12
"""Words of an item at most."""
_FEWEST, _FEWEST_ITEMS = 2, 3
"""Rows of a table with columns, which one sentence in prose may look like, and items of a list."""
_LINE = re.compile(r"\W{0,3}(?P<key>[^:\n]{1,60})(?::\s+|\n)(?P<value>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A value, with the name of its column."""

    column: str
    value: str
    quote: Quote
    """What is quoted for it: the row, or of a block of lines its line."""
    dates: tuple[DateMention, ...]
    terms: tuple[str, ...]
    """The stems of what is quoted."""

    @cached_property
    def stems(self) -> frozenset[str]:
        return with_first_measures(stems(self.value))

    @cached_property
    def items(self) -> tuple[tuple[str, ...], ...]:
        """The stems of all of it in order, and of each of several values in it: "Dog / Cat"."""
        parts = [part for part in _SEVERAL.split(self.value) if part.strip()]
        return tuple(tuple(stems(part)) for part in dict.fromkeys((self.value, *parts)))

    @cached_property
    def amount(self) -> Amount | None:
        """Of a bare number in the unit that its column names: "Mass in g"."""
        return amount_of(self.value, unit_in(self.column))


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a table in order, and what stands above them."""

    rows: tuple[Row, ...]
    title: str
    section: tuple[str, ...]
    is_whole: bool
    """Whether all of its rows are here."""
    is_section: bool
    """Whether it is most of what its section has."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Their names, as far as a row has a value there; a row may lack some."""
        return tuple(dict.fromkeys(cell.column for row in self.rows for cell in row))

    @cached_property
    def row_stems(self) -> tuple[frozenset[str], ...]:
        """The stems of each row."""
        return tuple(with_first_measures([term for cell in row for term in cell.terms]) for row in self.rows)

    @cached_property
    def heading(self) -> frozenset[str]:
        """The stems of title and headings."""
        return frozenset(stems(" ".join((self.title, *self.section))))

    @cached_property
    def own_heading(self) -> frozenset[str]:
        """The stems of the heading right above, or of the title where there is none."""
        return frozenset(stems(self.section[-1] if self.section else self.title))

    def cells_in(self, column: str) -> list[Cell]:
        return [cell for row in self.rows for cell in row if cell.column == column]


_Key = tuple[str, tuple[str, ...], str]
"""The path, section and first column of a table."""


def tables_with(words: Collection[str], needed: Collection[str], generation: Generation) -> list[Table]:
    """The tables with the most of some stems in rows and headings, and with all that are needed, in corpus order; those
    with columns before others.
    """
    hits, said = defaultdict[_Key, list[PassageRecord]](list), defaultdict[_Key, set[str]](set)
    sought = {*words, *sizes_named(words, generation.lexicon)}
    for record in generation.matching(sorted(sought), _LOOKED_AT) if words else ():
        for kind in {_kind(quote) for quote in quotes_of(record.passage)} - {None}:
            key = (record.passage.source.path, record.passage.section, kind or KEY)
            hits[key].append(record)
            said[key] |= {
                *with_first_measures(record.stems),
                *stems(" ".join(column for column, _ in cells(record.passage.quote))),
            }
    fit = {key: {*words} & own for key, own in said.items() if all(any(is_form(n, w) for w in own) for n in needed)}
    best = sorted(fit, key=lambda key: (-len(fit[key]), key[2] in (KEY, ITEM), -len(hits[key])))[:_MOST]
    tables = (_put_together(key, hits[key], generation) for key in sorted(best))
    return [table for table in tables if table]


def table_of(quote: Quote, generation: Generation) -> Table | None:
    """The table that a sentence is a row of; None of one that is none."""
    kind = _kind(quote)
    row = None if kind is None else generation.row_of(quote.passage.id)
    if kind is None or row is None:
        return None
    key = (quote.passage.source.path, quote.passage.section, kind)
    return _put_together(key, generation.passages([row]), generation)


def is_form(word: str, other: str) -> bool:
    """Whether two stems are of one word, or one derived from the other."""
    if word == other or word[:3] != other[:3]:
        return word == other
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short) and long[len(short) :] in _ENDINGS


def _kind(quote: Quote) -> str | None:
    """The first column of the table that a sentence is in; None of one in prose."""
    text = quote.text
    if (column := first_column(text)) is not None:
        return column
    if is_row(text) and _LINE.fullmatch(text):
        return KEY
    return ITEM if _is_item(quote) else None


def _is_item(quote: Quote) -> bool:
    """Whether a sentence is a short line by itself, without a full stop."""
    if quote.text.endswith((".", "!", "?", ":")) or len(quote.text.split()) > _ITEM_WORDS:
        return False
    passage, span = quote.passage, quote.passage.sentences[quote.sentence]
    before, after = passage.quote[: span.start - passage.start], passage.quote[span.end - passage.start :]
    return "\n" not in quote.text and before[-1:] in ("", "\n") and after[:1] in ("", "\n")


def _put_together(key: _Key, hits: Sequence[PassageRecord], generation: Generation) -> Table | None:
    """The table that some passages are of, or of a longer one those alone; None of fewer rows than make one."""
    path, section, kind = key
    entry = generation.manifest.entry(path)
    rows, near = entry.rows, entry.rows_near(hits[0].row, _REACH)
    of_section = [record for record in generation.passages(near) if record.passage.section == section]
    is_cut = (near.start > rows.start and of_section[0].row == near.start) or (
        near.stop < rows.stop and of_section[-1].row == near.stop - 1
    )
    kinds = [(record, n, _kind(Quote(record.passage, n))) for record, n in _sentences(hits if is_cut else of_section)]
    own = [(record, number) for record, number, other in kinds if other == kind]
    if len(own) < {KEY: 1, ITEM: _FEWEST_ITEMS}.get(kind, _FEWEST) and not is_cut:
        return None
    found = _blocks([tuple(_cells(record, number)) for record, number in own])
    is_section = not is_cut and len(own) >= _SECTION * len(kinds)
    return Table(tuple(found), hits[0].passage.source.title, section, not is_cut, is_section)


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
    """Rows as they are; of lines whose first key comes again, the lines from each such key on as one row."""
    keys = [row[0].value for row in rows if row[0].column == KEY]
    if len(keys) < len(rows) or keys.count(keys[0] if keys else "") < 2:
        return list(rows)
    found = list[list[Cell]]()
    for key, value in rows:
        if key.value == keys[0]:
            found.append([])
        found[-1].append(Cell(key.value, value.value, value.quote, value.dates, value.terms))
    return [tuple(row) for row in found]
