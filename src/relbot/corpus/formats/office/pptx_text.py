"""Reads the paragraphs, tables and charts of DrawingML, as they stand on slides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relbot.corpus.formats import struck
from relbot.corpus.formats.office.docx_text import chosen
from relbot.corpus.formats.office.package import Element, attribute, child, local
from relbot.corpus.formats.struck import STRUCK
from relbot.corpus.formats.table import Grid, append_table
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL

_ESCAPE = re.compile(r"_x000[BbDdAa]_|[\v\r\n]")
"""A line break within a run, as some producers write it."""
_MAX_POINTS = 1_000
"""The maximum number of points read from a chart; one with more shows a curve rather than values."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a shape."""

    words: str
    has_bullet: bool | None
    """Whether it has a bullet; None if the layout decides."""
    is_bold: bool


def paragraphs(body: Element | None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text body that have words."""
    for paragraph in body if body is not None else ():
        if local(paragraph) != "p":
            continue
        pieces = [*_pieces(paragraph)]
        joined = "".join(words for words, _ in pieces).replace("\u00ad", "").replace("\t", " ")
        words = "\n".join(filter(None, (" ".join(line.split(" ")).strip() for line in joined.split("\n"))))
        words = struck.without(re.sub(r" {2,}", " ", words))
        if words:
            is_bold = all(bold for piece, bold in pieces if piece.strip())
            yield Paragraph(words, _bullet(child(paragraph, "pPr")), is_bold)


def _bullet(properties: Element | None) -> bool | None:
    marks = {local(e) for e in (properties if properties is not None else ())}
    if "buNone" in marks:
        return False
    return True if marks & {"buChar", "buAutoNum", "buBlip"} else None


def _pieces(paragraph: Element) -> Iterator[tuple[str, bool]]:
    """Yield the words of each run, and whether they are bold."""
    for part in paragraph:
        match local(part):
            case "r":
                is_bold = attribute(child(part, "rPr"), "b") in ("1", "true")
                if (attribute(child(part, "rPr"), "strike") or "noStrike") != "noStrike":
                    yield STRUCK, True
                    continue
                yield _ESCAPE.sub("\n", getattr(child(part, "t"), "text", "") or ""), is_bold
            case "br":
                yield "\n", True
            case "fld" if not (attribute(part, "type") or "").startswith(("slidenum", "datetime")):
                yield getattr(child(part, "t"), "text", "") or "", False
            case "AlternateContent":
                for branch in chosen(part):
                    yield from _pieces(branch)
            case "m" | "oMath" | "oMathPara":
                yield "".join(e.text or "" for e in part.iter() if local(e) == "t"), False


def grid_of(table: Element) -> Grid:
    """Return the cells of a table, with merged ones repeated in all positions that they cover."""
    rows: list[list[str]] = []
    continued = set()
    for row in (part for part in table if local(part) == "tr"):
        cells: list[str] = []
        for cell in (part for part in row if local(part) == "tc"):
            words = " ".join(" ".join(p.words for p in paragraphs(child(cell, "txBody"))).split())
            if cell.get("vMerge") in ("1", "true") and rows and len(cells) < len(rows[-1]):
                words = rows[-1][len(cells)]
            elif cell.get("hMerge") in ("1", "true") and cells:
                words = cells[-1]
                continued.add((len(rows), len(cells)))
            cells.append(words)
        rows.append(cells)
    has_header = attribute(child(table, "tblPr"), "firstRow") in ("1", "true")
    return Grid(rows, frozenset(continued), True if has_header else None)


def append_chart(builder: TextBuilder, root: Element) -> None:
    """Append the title of a chart and its values, one row per category."""
    title = "".join(e.text or "" for t in root.iter() if local(t) == "title" for e in t.iter() if local(e) == "t")
    names, columns, categories = [], [], dict[int, str]()
    for series in (e for e in root.iter() if local(e) == "ser"):
        names.append(" ".join(_cached(child(series, "tx")).values()))
        columns.append(_cached(child(series, "val")))
        categories = _cached(child(series, "cat")) or categories
    points = sorted({point for column in columns for point in column})[:_MAX_POINTS]
    rows = [[categories.get(i, ""), *(column.get(i, "") for column in columns)] for i in points]
    if title and rows:
        builder.heading(CONTEXT_LEVEL, title)
    append_table(builder, Grid([["", *names], *rows], has_header=True))
    if title and rows:
        builder.heading(CONTEXT_LEVEL, "")


def _cached(data: Element | None) -> dict[int, str]:
    """Return the cached values of a chart's series by their positions."""
    found = {}
    for point in (e for e in (data.iter() if data is not None else ()) if local(e) == "pt"):
        index, value = point.get("idx", ""), child(point, "v")
        if index.isdecimal() and len(index) < 7 and value is not None and value.text:
            found[int(index)] = value.text
    return found
