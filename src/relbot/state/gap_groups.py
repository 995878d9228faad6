"""Groups gaps that ask for the same thing by the cosine similarity of their questions, and exports them as CSV.

All functions are pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.state.gaps import Gap

SAME_TOPIC = 0.65
"""Minimum cosine similarity of two questions in a group. It is reached by 47 % of 415 pairs in
`benchmarks/questions.jsonl` that ask for the same fact in other words, and by 0.7 % of 92,741 pairs that ask for
different facts of one article (with 0.6, 55 % and 1.3 %; with 0.7, 38 % and 0.4 %)."""
_BLOCK = 512
"""Number of questions that one matrix product compares with the existing groups."""
_COLUMNS = ("group", "asked", "question", "reason", "kind", "first", "last", "channel", "server")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Mark without which spreadsheets do not recognise UTF-8."""
_FORMULA_STARTS = ("=", "+", "-", "@")
"""Characters that begin a formula in a spreadsheet (OWASP, CSV Injection)."""


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps with the same meaning, the most frequent first."""

    gaps: tuple[Gap, ...]

    @property
    def count(self) -> int:
        """Total number of times that its gaps were asked."""
        return sum(gap.count for gap in self.gaps)


def group(gaps: Sequence[Gap]) -> list[GapGroup]:
    """Return gaps in groups, the most asked first.

    Greedy: beginning with the most frequent, each gap joins the nearest group if its first question is similar enough,
    or begins a new one. The time is proportional to the number of gaps times the number of groups: 50,000 gaps take
    0.4 s on one core in 1,000 groups, 1.7 s in 5,000.
    """
    by_model: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: -gap.count):
        by_model.setdefault(gap.model, []).append(gap)
    groups = [GapGroup(tuple(members)) for own in by_model.values() for members in _grouped(own)]
    return sorted(groups, key=lambda each: (-each.count, -max(gap.last for gap in each.gaps).timestamp()))


def _grouped(gaps: Sequence[Gap]) -> Iterator[list[Gap]]:
    """Yield the groups of gaps whose vectors are of the same model."""
    vectors = np.stack([gap.vector for gap in gaps])
    leaders = np.empty_like(vectors)
    members: list[list[Gap]] = []
    for start in range(0, len(gaps), _BLOCK):
        block = vectors[start : start + _BLOCK]
        known = len(members)
        nearest, similarity = _nearest(block, leaders[:known])
        for row, gap in enumerate(gaps[start : start + _BLOCK]):
            best, cosine = int(nearest[row]), float(similarity[row])
            if len(members) > known:  # groups begun in this block
                new = leaders[known : len(members)] @ block[row]
                if float(new.max()) > cosine:
                    best, cosine = known + int(new.argmax()), float(new.max())
            if cosine >= SAME_TOPIC:
                members[best].append(gap)
            else:
                leaders[len(members)] = block[row]
                members.append([gap])
    yield from members


def _nearest(block: NDArray[np.float32], leaders: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the nearest leader of each row and its cosine similarity, which is -1 if there are no leaders."""
    if not len(leaders):
        return np.zeros(len(block), np.int64), np.full(len(block), -1, np.float32)
    cosines = block @ leaders.T
    nearest = cosines.argmax(axis=1)
    return nearest, cosines[np.arange(len(block)), nearest]


def to_csv(groups: Sequence[GapGroup]) -> str:
    """Return a line for each gap, with the number of its group, from 1; times are in UTC."""
    return "".join(_lines(groups))


def fitting_csv(groups: Sequence[GapGroup], most: int) -> tuple[bytes, int]:
    """Return the CSV in UTF-8 with the first gaps that fit into `most` bytes (at least 100), and their number."""
    content, size, count = [_BYTE_ORDER_MARK], len(_BYTE_ORDER_MARK), -1
    for line in _lines(groups):
        encoded = line.encode("utf-8", "replace")
        if (size := size + len(encoded)) > most:
            break
        content.append(encoded)
        count += 1  # 0 after the column names
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
            # Ids are written as text, because spreadsheets round numbers of eighteen digits.
            yield line([number, gap.count, *words, *times, f"id {gap.channel}", f"id {gap.server}"])


def harmless(text: str) -> str:
    """Return a text that no spreadsheet interprets as a formula, and no terminal as a control sequence."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
