"""What is indexed, as text: a line to greet with, and a table."""

from __future__ import annotations

from datetime import datetime

from rich import box
from rich.table import Table
from rich.text import Text

from relbot.answer import Contents
from relbot.humanize import quantity, time_ago
from relbot.terminal.escape import printable


def greeting(contents: Contents, now: datetime) -> str:
    """One line: the title or how many there are, passages, and how fresh."""
    titles = [printable(indexed.source.title) for indexed in contents.sources]
    what = titles[0] if len(titles) == 1 else f"{len(titles):,} sources"
    return f"{what} · {quantity(contents.passages, 'passage')}, indexed {time_ago(contents.built, now)} · /help"


def sources_table(contents: Contents) -> Table:
    """Title, path and passages of each source."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("Source", "File"):
        table.add_column(heading, overflow="fold")
    table.add_column("Passages", justify="right")
    for indexed in contents.sources:
        title, path = Text(printable(indexed.source.title)), Text(printable(indexed.source.path))
        table.add_row(title, path, f"{indexed.passages:,}")
    return table
