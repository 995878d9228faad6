"""Parses tables as text (CSV, TSV), whatever their delimiter, quotes and encoding are."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from relbot.corpus.decoding import decode
from relbot.corpus.formats.table import Grid, append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Rendered

_DELIMITERS = "\t;|,"
"""In the order of preference, where a file could be read with several: a comma is also in numbers and in prose."""
_SAMPLE = 64 * 1024
"""Characters by which the delimiter is found."""
_MAX_CELL = 1_000_000
"""Characters of a cell. The limit of the csv module is that of the process, and lower."""
_END = "\ue000"
"""A record that is put behind the last, to see whether a quote is still open there."""
_DECLARED = re.compile(r"sep=(.)\r?\n")
"""The first line with which spreadsheets are told the delimiter."""


def parse(data: bytes) -> Rendered:
    """The records of a file as table rows. Raises ValueError with the reason where it is no table as text."""
    text = decode(data).removeprefix("\ufeff")
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    rows = _records(body, declared[1] if declared else None)
    builder = TextBuilder()
    skipped = 2 if declared else 1
    append_table(builder, Grid(rows), lambda index: f"row {index + skipped}")
    return builder.rendered()


def _records(text: str, delimiter: str | None) -> list[list[str]]:
    escape = "\\" if '\\"' in text and '""' not in text else None
    delimiter = delimiter or _delimiter(text[:_SAMPLE], escape)
    csv.field_size_limit(_MAX_CELL)
    try:
        *records, last = _read(f"{text}\n{_END}", delimiter, escape)
        if last != [_END]:  # a quote that is never closed: a mark of inches or the like
            records = [record for line in io.StringIO(text) for record in _read(line, delimiter, escape)]
    except csv.Error as error:
        raise ValueError(f"it cannot be read as a table ({error}); save it again as CSV") from None
    return [[" ".join(cell.split()) for cell in record] for record in records]


def _read(text: str, delimiter: str, escape: str | None) -> Iterator[list[str]]:
    """The records of a text. Raises csv.Error."""
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        escapechar=escape,
        doublequote=escape is None,
        skipinitialspace=True,
    )


def _delimiter(sample: str, escape: str | None) -> str:
    """The delimiter that divides the most lines into the same number of cells, more than one.

    `csv.Sniffer` takes letters and spaces for delimiters, and is confused by commas in numbers.
    """
    return max(_DELIMITERS, key=lambda delimiter: _agreement(_sampled(sample, delimiter, escape)))


def _agreement(records: Sequence[Sequence[str]]) -> float:
    """The part of the records that have the most frequent number of cells, 0 where that is one."""
    widths = Counter(len(record) for record in records if any(record))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count / widths.total() if width > 1 else 0.0


def _sampled(sample: str, delimiter: str, escape: str | None) -> list[list[str]]:
    """The records of the beginning of a file, which may end within a cell."""
    records: list[list[str]] = []
    with suppress(csv.Error):
        records.extend(_read(sample, delimiter, escape))
    return records[:-1] if len(sample) == _SAMPLE else records
