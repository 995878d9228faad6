"""Parses delimited tables (CSV, TSV), with any common delimiter, quoting and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from relbot.corpus.decoding import decode
from relbot.corpus.formats.table import Grid, append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Rendered

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = "\t;|,"
"""The delimiters, in order of preference if a file can be read with several: commas are also in numbers and prose."""
_SAMPLE = 64 * 1024
"""The number of characters from which the delimiter is detected."""
_MAX_CELL = 1_000_000
"""The maximum length of a cell in characters. The default of the csv module, which is process-wide, is lower."""
_END = "\ue000"
"""A line appended to another one, to detect whether a quote is still open there."""
_MOST_REREAD = 10
"""The most lines that are read again after quotes that are not closed, for each line of the file."""
_DECLARED = re.compile(r"sep=(.)\r?\n")
"""A first line that declares the delimiter to spreadsheet programs."""


def parse(data: bytes) -> Rendered:
    """Render the records of a file as table rows. Raises ValueError with the reason if it is not a delimited table."""
    text = decode(data).removeprefix("\ufeff")
    declared = _DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    rows = _rows(body, declared[1] if declared else None)
    builder = TextBuilder()
    skipped = 2 if declared else 1
    append_table(builder, Grid(rows), lambda index: f"row {index + skipped}")
    return builder.rendered()


def _rows(text: str, delimiter: str | None) -> list[list[str]]:
    """Return the rows of cells, each on one line. Raises ValueError if they cannot be read."""
    escape = "\\" if '\\"' in text and '""' not in text else None
    delimiter = delimiter or _delimiter(text[:_SAMPLE], escape)
    csv.field_size_limit(_MAX_CELL)
    try:
        return [[" ".join(cell.split()) for cell in record] for record in _records(text, delimiter, escape)]
    except csv.Error as error:
        raise ValueError(f"it cannot be read as a table ({error}); save it again as CSV") from None


def _records(text: str, delimiter: str, escape: str | None) -> Iterator[list[str]]:
    """Yield the records of a text. Raises csv.Error if it is malformed.

    If a quote is not closed, or the next one stands within a cell, its line is a record, and reading goes on below it:
    the two would otherwise make one cell of all lines between.
    """
    lines = [*io.StringIO(text, newline="")]
    begin, left = 0, _MOST_REREAD * len(lines)
    while begin < len(lines):
        reader = _reader((lines[at] for at in range(begin, len(lines) if left > 0 else begin + 1)), delimiter, escape)
        good = 0
        try:
            for record in reader:
                yield record
                good = reader.line_num
            begin += good
        except csv.Error:
            left -= reader.line_num - good
            yield _record(lines[begin + good], delimiter, escape)
            begin += good + 1


def _record(line: str, delimiter: str, escape: str | None) -> list[str]:
    """Return the cells of one line; a quote that is open at its end is a character of its cell."""
    record, *rest = _reader([line, _END], delimiter, escape, strict=False)
    if rest:
        return record
    *cells, last = record
    unquoted = csv.reader([f'"{last.removesuffix(_END).rstrip()}'], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return [*cells, *next(unquoted)]


def _reader(lines: Iterable[str], delimiter: str, escape: str | None, *, strict: bool = True) -> Reader:
    return csv.reader(
        lines,
        delimiter=delimiter,
        escapechar=escape,
        doublequote=escape is None,
        skipinitialspace=True,
        strict=strict,
    )


def _delimiter(sample: str, escape: str | None) -> str:
    """Return the delimiter that divides the most lines into the same number of cells, more than one.

    `csv.Sniffer` takes letters and spaces for delimiters, and is confused by commas in numbers.
    """
    return max(_DELIMITERS, key=lambda delimiter: _agreement(_sampled(sample, delimiter, escape)))


def _agreement(records: Sequence[Sequence[str]]) -> float:
    """Return the share of records with the most frequent number of cells, or 0 if that number is one."""
    widths = Counter(len(record) for record in records if any(record))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count / widths.total() if width > 1 else 0.0


def _sampled(sample: str, delimiter: str, escape: str | None) -> list[list[str]]:
    """Return the records at the start of a file, without the last if it may be cut off."""
    records: list[list[str]] = []
    with suppress(csv.Error):
        records.extend(_records(sample, delimiter, escape))
    return records[:-1] if len(sample) == _SAMPLE else records
