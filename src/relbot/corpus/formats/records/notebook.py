"""Parses Jupyter notebooks (nbformat 3 and 4): Markdown and code cells. Outputs are left out, as they are not prose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relbot.corpus.context import with_context
from relbot.corpus.formats import markdown
from relbot.corpus.formats.records.json_text import objects, read_object, words_of
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Rendered


def parse(data: bytes) -> Rendered:
    """Render the cells of a notebook, counted from 1. Raises ValueError with the reason if it is none."""
    notebook = read_object(data)
    cells = objects(notebook.get("cells"))
    for worksheet in objects(notebook.get("worksheets")):
        cells += objects(worksheet.get("cells"))
    if not cells:
        raise ValueError("it is no Jupyter notebook in spite of its name, or has no cells; save what it says as .md")
    builder = TextBuilder()
    for number, cell in enumerate(cells, start=1):
        builder.place(f"cell {number}")
        _append_cell(builder, cell)
    metadata = notebook.get("metadata")
    title = words_of(metadata.get("title")) if isinstance(metadata, dict) else ""
    return replace(with_context(builder.rendered()), title=title.strip() or None)


def _append_cell(builder: TextBuilder, cell: dict[str, Any]) -> None:
    source = words_of(cell.get("source") or cell.get("input"))
    match cell.get("cell_type"):
        case "markdown":
            markdown.append(source, builder)
        case "heading":
            level = cell.get("level")
            builder.heading(min(max(level, 1), 6) if isinstance(level, int) else 1, source)
        case "code" if source.strip():
            builder.prose(source.strip("\n"), "code")
            if cell.get("outputs"):
                builder.non_prose()
