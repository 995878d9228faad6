"""Gaps as CSV, for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from relbot.state.gap_groups import GapGroup

_COLUMNS = ("group", "asked", "question", "reason", "kind", "first", "last", "channel", "server")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take UTF-8 for something else."""
_FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def to_csv(groups: Sequence[GapGroup]) -> str:
    """One line for each gap, with the number of its group, from 1; times in UTC."""
    return "".join(_lines(groups))


def fitting_csv(groups: Sequence[GapGroup], most: int) -> tuple[bytes, int]:
    """The same as UTF-8, with as many gaps as fit into so many bytes (100 or more), from the first group on, and how
    many these are.
    """
    content, size, count = [_BYTE_ORDER_MARK], len(_BYTE_ORDER_MARK), -1
    for line in _lines(groups):
        encoded = line.encode("utf-8", "replace")
        if (size := size + len(encoded)) > most:
            break
        content.append(encoded)
        count += 1  # from 0, after the names of the columns
    return b"".join(content), count


def _lines(groups: Sequence[GapGroup]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)

    def line(values: Sequence[object]) -> str:
        out.seek(0)
        out.truncate()
        writer.writerow(values)
        return out.getvalue()

    yield line(_COLUMNS)
    for number, group in enumerate(groups, start=1):
        for gap in group.gaps:
            times = (f"{moment:%Y-%m-%d %H:%M}" for moment in (gap.first, gap.last))
            words = (harmless(text) for text in (gap.question, gap.reason, gap.kind))
            # A spreadsheet rounds numbers of eighteen digits, so that ids are texts.
            yield line([number, gap.count, *words, *times, f"id {gap.channel}", f"id {gap.server}"])


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and no terminal for a command."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
