"""Groups of gaps that ask for the same thing, by the cosine of their questions' vectors; and these as CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.state.gaps import Gap

SAME_TOPIC = 0.65
"""Cosine from which on two questions are of one group. Of 415 pairs in `benchmarks/questions.jsonl` that ask for the
same fact in other words, 47 % reach it; of 92,741 pairs that ask for different facts of one article, 0.7 % (with 0.6
55 % and 1.3 %, with 0.7 38 % and 0.4 %)."""
_BLOCK = 512
"""Questions compared with the groups so far in one product of matrices."""
_COLUMNS = ("group", "asked", "question", "reason", "kind", "first", "last", "channel", "server")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take UTF-8 for something else."""
_FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one meaning, the most frequent first."""

    gaps: tuple[Gap, ...]

    @property
    def count(self) -> int:
        """How often any of them was asked."""
        return sum(gap.count for gap in self.gaps)


def group(gaps: Sequence[Gap]) -> list[GapGroup]:
    """The gaps in groups, most asked first.

    Greedy: from the most frequent on, each joins the nearest group whose first question is near enough, or begins one.
    So it takes time by the number of gaps times that of groups: 50,000 gaps in 1,000 groups 0.4 s of one core, in
    5,000 groups 1.7 s.
    """
    by_model: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: -gap.count):
        by_model.setdefault(gap.model, []).append(gap)
    groups = [GapGroup(tuple(members)) for own in by_model.values() for members in _grouped(own)]
    return sorted(groups, key=lambda each: (-each.count, -max(gap.last for gap in each.gaps).timestamp()))


def _grouped(gaps: Sequence[Gap]) -> Iterator[list[Gap]]:
    """Groups of gaps whose vectors are of one model."""
    vectors = np.stack([gap.vector for gap in gaps])
    leaders = np.empty_like(vectors)
    members: list[list[Gap]] = []
    for start in range(0, len(gaps), _BLOCK):
        block = vectors[start : start + _BLOCK]
        known = len(members)
        nearest, similarity = _nearest(block, leaders[:known])
        for row, gap in enumerate(gaps[start : start + _BLOCK]):
            best, cosine = int(nearest[row]), float(similarity[row])
            if len(members) > known:  # groups that this block began
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
    """The nearest leader of each row and its cosine, -1 where there is none."""
    if not len(leaders):
        return np.zeros(len(block), np.int64), np.full(len(block), -1, np.float32)
    cosines = block @ leaders.T
    nearest = cosines.argmax(axis=1)
    return nearest, cosines[np.arange(len(block)), nearest]


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
