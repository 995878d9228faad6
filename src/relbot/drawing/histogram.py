"""Many events: a row for each step of time, a bar for how many fall into it, and the most telling of them."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.answering.timeline import Event
from relbot.drawing.canvas import BAND, FAINT, INK, LEADING, MARGIN, TEXT, WIDTH, Paper, length
from relbot.drawing.digest import Row, digest
from relbot.drawing.entry import GAP, TOP, entry, headed, several_sources

_BAR = 22
"""The height of a bar."""
_COUNT = 110
"""Room for a number behind the longest."""


def drawn(events: Sequence[Event]) -> Paper:
    """The picture of many events, which come in order of time."""
    rows, titled = digest(events), several_sources(events)
    left = MARGIN + max(length(row.label, TEXT) for row in rows) + 20
    entries = [[entry(event, WIDTH - MARGIN - left, titled=titled) for event in row.telling] for row in rows]
    height = sum(LEADING + sum(block.height for block in blocks) + GAP / 2 for blocks in entries)
    named = sum(map(len, entries))
    paper = headed(events, height, f"; bars count them, {named} are quoted")
    most, y = max(row.count for row in rows), float(TOP)
    for row, blocks in zip(rows, entries, strict=True):
        _bar(paper, row, left, y, (WIDTH - MARGIN - _COUNT - left) / most)
        y += LEADING
        for block in blocks:
            block.draw(paper, left, y)
            y += block.height
        y += GAP / 2
    return paper


def _bar(paper: Paper, row: Row, left: float, y: float, scale: float) -> None:
    base = y + LEADING * 2 / 3
    paper.text(left - 20, base + 2, row.label, TEXT, INK if row.count else FAINT, right=True)
    end = left + max(row.count * scale, _BAR if row.count else 0)
    if row.count:
        paper.bar(left, base - _BAR + 4, end, base + 4, BAND)
    paper.text(end + (12 if row.count else 0), base + 2, f"{row.count:,}", TEXT, INK if row.count else FAINT)
