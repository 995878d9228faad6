"""Events one by one: each on an axis that is true to scale, and beside it what it says, as near as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from relbot.answering.timeline import Event
from relbot.drawing.canvas import BAND, FAINT, LEADING, LINE, MARGIN, SMALL, WIDTH, Paper, length
from relbot.drawing.entry import TOP, Entry, entry, headed, several_sources
from relbot.drawing.timescale import Timescale, fitting
from relbot.temporal.interval import Day, Interval, anchor

_LEADER = 70
"""From the axis to the entries."""
_TICKS_APART = 100
_LOOSE = 1.08
"""How much more room the axis has than the entries need, so that they can stand where they belong."""
_BAND = 6
"""Half the width of what lasts."""


def drawn(events: Sequence[Event]) -> Paper:
    """The picture of a few events, which come in order of time."""
    if not events:
        return headed(events, 0)
    days = [anchor(event.interval) for event in events]
    first, last = days[0], max(days + [event.interval.last for event in events if not event.interval.is_open])
    scale, ticks = _ticks(first, last, len(events))
    left = MARGIN + max((length(scale.tick(tick), SMALL) for tick in ticks), default=0) + 26
    titled = several_sources(events)
    entries = [entry(event, WIDTH - MARGIN - left - _LEADER, titled=titled) for event in events]
    room = sum(block.height for block in entries) * _LOOSE
    paper = headed(events, room)

    def at(day: Day) -> float:
        return TOP + LEADING / 2 + (day.number - first.number) / (last.number + 1 - first.number) * (room - LEADING)

    paper.line((left, TOP), (left, TOP + room), colour=LINE, width=3)
    for tick in ticks:
        y = at(scale.start(tick))
        paper.line((left - 8, y), (left, y), colour=LINE, width=3)
        paper.text(left - 18, y + 7, scale.tick(tick), SMALL, FAINT, right=True)
    _bands(paper, left, [(at(i.first), at(Day.numbered(i.last.number + 1))) for i in _lasting(events)])
    tops = settled([at(day) - LEADING * 2 / 3 for day in days], [block.height for block in entries], TOP, TOP + room)
    for block, day, top in zip(entries, days, tops, strict=True):
        _pointed(paper, block, left, at(day), top)
    return paper


def settled(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Where blocks begin, in order and without overlap, as near to where they are wanted as can be (least squares).

    The pool-adjacent-violators algorithm, on what is left of each place when the blocks above it are taken away.
    """
    above = [0.0, *accumulate(heights)]
    pools: list[tuple[float, int]] = []
    for place, taken in zip(wanted, above, strict=False):
        pool = (place - taken, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, count = pools.pop()
            pool = (pool[0] + total, pool[1] + count)
        pools.append(pool)
    free = [min(max(total / count, top), max(top, bottom - above[-1])) for total, count in pools for _ in range(count)]
    return [place + taken for place, taken in zip(free, above, strict=False)]


def _ticks(first: Day, last: Day, entries: int) -> tuple[Timescale, list[int]]:
    scale = fitting(first, last, entries + 2)
    numbers = range(scale.number(first), scale.number(last) + 1)
    return scale, [number for number in numbers if scale.start(number) >= first]


def _lasting(events: Sequence[Event]) -> list[Interval]:
    return [event.interval for event in events if not event.interval.is_open]


def _bands(paper: Paper, x: float, spans: Sequence[tuple[float, float]]) -> None:
    for start, end in spans:
        if end - start > 2 * _BAND:
            paper.bar(x - _BAND, start, x + _BAND, end, BAND)


def _pointed(paper: Paper, block: Entry, left: float, y: float, top: float) -> None:
    """The mark on the axis, the entry beside it, and a line from one to the other."""
    right, level = left + _LEADER, top + LEADING * 2 / 3
    paper.line((left, y), (left + 16, y), (right - 28, level), (right - 12, level))
    match block.event.interval.manner:
        case "since" | "after":
            paper.arrow(left, y, down=True)
        case "before" | "until":
            paper.arrow(left, y, down=False)
        case _:
            paper.dot(left, y, hollow=block.event.inferred)
    block.draw(paper, right, top)
