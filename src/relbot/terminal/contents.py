"""Renders what is indexed as text: a greeting line and a table of sources."""

from __future__ import annotations

from datetime import datetime

from rich import box
from rich.table import Table
from rich.text import Text

from relbot.contents import Contents
from relbot.humanize import quantity, time_ago
from relbot.terminal.sanitize import sanitize


def greeting(contents: Contents, now: datetime) -> str:
    """Return one line: the title of the only source or the number of sources, the number of passages, and the age."""
    titles = [sanitize(indexed.source.title) for indexed in contents.sources]
    what = titles[0] if len(titles) == 1 else f"{len(titles):,} sources"
    return f"{what} · {quantity(contents.passages, 'passage')}, indexed {time_ago(contents.built, now)} · /help"


def sources_table(contents: Contents) -> Table:
    """Return a table with the title, path and number of passages of each source."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("Source", "File"):
        table.add_column(heading, overflow="fold")
    table.add_column("Passages", justify="right")
    for indexed in contents.sources:
        title, path = Text(sanitize(indexed.source.title)), Text(sanitize(indexed.source.path))
        table.add_row(title, path, f"{indexed.passages:,}")
    return table
