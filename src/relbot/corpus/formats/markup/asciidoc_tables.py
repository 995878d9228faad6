"""Reads the tables of AsciiDoc as grids of cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from relbot.corpus.formats.markup.asciidoc_inline import InlineRenderer
from relbot.corpus.formats.table import Grid

_CELL = re.compile(
    r"(?:^|(?<=\s))(?:(?P<count>\d{1,2})(?P<repeat>\*)|(?:(?P<right>\d{1,2})?(?:\.(?P<down>\d{1,2}))?\+))?"
    r"(?P<align>[<^>]?(?:\.[<^>])?)(?P<style>[aehlmdsv]?)\|"
)
_COLUMNS = re.compile(r"cols\s*=\s*(?:\"(?P<list>[^\"]*)\"|(?P<count>\d{1,2}))")
_MAX_COLUMNS = 100
"""The maximum number of columns; a table that declares more is read with this many."""


def read_table(delimiter: str, lines: list[str], attributes: str, inline: InlineRenderer) -> Grid:
    """Return the cells between two delimiters; `attributes` is the attribute list above the table."""
    written = lines if delimiter[0] != "!" else [line.replace("!", "|") for line in lines]
    form = re.search(r"format\s*=\s*\"?(csv|tsv|dsv)", attributes)
    first = next((index for index, line in enumerate(written) if line.strip()), 0)
    is_header = bool(re.search(r"%[\w%]*header|options\s*=\s*\"?[\w,]*header|opts\s*=\s*\"?[\w,]*header", attributes))
    is_header = is_header or (len(written) > first + 1 and first == 0 and not written[1].strip())
    if form or delimiter[0] in ",:":
        separator = {"csv": ",", "tsv": "\t", "dsv": ":"}[form[1]] if form else delimiter[0]
        rows = [*csv.reader([line for line in written if line.strip()], delimiter=separator)]
        shown = [[" ".join(inline.render(cell.strip()).split()) for cell in row] for row in rows]
        return Grid(shown, has_header=is_header or None)
    cells = [*_cells(written)]
    columns = _column_count(attributes) or _cells_of_first_line(written)
    return _grid(cells, min(columns, _MAX_COLUMNS), inline, is_header=is_header)


def _column_count(attributes: str) -> int:
    found = _COLUMNS.search(attributes)
    if found is None:
        return 0
    if found["count"]:
        return int(found["count"])
    counts = [re.match(r"\s*(\d{1,2})\*", column) for column in re.split(r"[,;]", found["list"])]
    return sum(int(count[1]) if count else 1 for count in counts)


def _cells_of_first_line(lines: list[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    return max(1, sum(right for _, right, _ in _cells([first])))


def _cells(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (words, columns spanned, rows spanned) for each cell, which may continue over several lines."""
    text = "\n".join(lines)
    marks = [*_CELL.finditer(text)] if "|" in text else []
    found = [*re.finditer(r"(?<!\\)\|", text)]
    specifications = {mark.end() - 1: mark for mark in marks}
    starts = [mark.start() for mark in found]
    for position, bar in enumerate(starts):
        mark = specifications.get(bar)
        following = starts[position + 1] if position + 1 < len(starts) else len(text)
        after = specifications.get(following)
        words = text[bar + 1 : after.start() if after else following].replace("\\|", "|")
        count = int(mark["count"]) if mark and mark["count"] else 1
        for _ in range(count):
            yield words, int(mark["right"] or 1) if mark else 1, int(mark["down"] or 1) if mark else 1


def _grid(cells: list[tuple[str, int, int]], columns: int, inline: InlineRenderer, *, is_header: bool) -> Grid:
    filled: dict[tuple[int, int], str] = {}
    continued = set()
    y = x = 0
    for words, right, down in cells:
        while (y, x) in filled or x >= columns:
            y, x = (y, x + 1) if x + 1 < columns else (y + 1, 0)
        shown = " ".join(inline.render(words.strip()).split())
        for below in range(min(down, len(cells))):
            for beside in range(min(right, columns - x)):
                filled[y + below, x + beside] = shown
                if beside:
                    continued.add((y + below, x + beside))
    height = max((row for row, _ in filled), default=-1) + 1
    rows = [[filled.get((row, column), "") for column in range(columns)] for row in range(height)]
    return Grid(rows, frozenset(continued), is_header or None)
