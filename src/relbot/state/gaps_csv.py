"""Gaps as CSV, for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from relbot.state.gap_groups import GapGroup

_COLUMNS = ("group", "asked", "question", "reason", "kind", "first", "last", "channel", "server")
_FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def to_csv(groups: Sequence[GapGroup]) -> str:
    """One line for each gap, with the number of its group, from 1; times in UTC."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for number, group in enumerate(groups, start=1):
        for gap in group.gaps:
            times = (f"{moment:%Y-%m-%d %H:%M}" for moment in (gap.first, gap.last))
            words = (harmless(text) for text in (gap.question, gap.reason, gap.kind))
            # A spreadsheet rounds numbers of eighteen digits, so that ids are texts.
            writer.writerow([number, gap.count, *words, *times, f"id {gap.channel}", f"id {gap.server}"])
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and no terminal for a command."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
