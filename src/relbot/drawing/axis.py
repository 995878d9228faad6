"""Draws events one by one: each is marked on a linear time axis, with its text block as near as space allows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from relbot.answering.timeline import Event
from relbot.drawing.canvas import LINE, LINE_HEIGHT, MARGIN, MUTED, SMALL_SIZE, WIDTH, Canvas, text_width
from relbot.drawing.event_block import TOP, EventBlock, canvas_with_heading, event_block, has_several_sources
from relbot.drawing.time_bins import Timescale, finest_scale
from relbot.temporal.calendar import Day
from relbot.temporal.interval import Interval, reference_day

_LEADER_WIDTH = 70
"""Pixels between the axis and the text blocks, which the leader lines cross."""
_SLACK = 1.08
"""The ratio of the axis's height to the total height of the blocks, so that blocks can be near their marks."""
_HALF_BAR_WIDTH = 6
"""Half the width of a bar that marks an interval on the axis."""


def draw_axis(events: Sequence[Event]) -> Canvas:
    """Draw a few events, given in order of time."""
    if not events:
        return canvas_with_heading(events, 0)
    days = [reference_day(event.interval) for event in events]
    bounded = _bounded_intervals(events)
    first, last = days[0], max(days + [interval.last for interval in bounded])
    scale, ticks = _ticks(first, last, len(events))
    left = MARGIN + max((text_width(scale.tick(tick), SMALL_SIZE) for tick in ticks), default=0) + 26
    with_title = has_several_sources(events)
    blocks = [event_block(event, WIDTH - MARGIN - left - _LEADER_WIDTH, with_title=with_title) for event in events]
    height = sum(block.height for block in blocks) * _SLACK
    canvas = canvas_with_heading(events, height)

    def y_of(day: Day) -> float:
        share = (day.number - first.number) / (last.number + 1 - first.number)
        return TOP + LINE_HEIGHT / 2 + share * (height - LINE_HEIGHT)

    canvas.line((left, TOP), (left, TOP + height), colour=LINE, width=3)
    for tick in ticks:
        y = y_of(scale.start(tick))
        canvas.line((left - 8, y), (left, y), colour=LINE, width=3)
        canvas.text(left - 18, y + 7, scale.tick(tick), SMALL_SIZE, MUTED, align_right=True)
    _draw_bars(canvas, left, [(y_of(i.first), y_of(Day.numbered(i.last.number + 1))) for i in bounded])
    desired = [y_of(day) - LINE_HEIGHT * 2 / 3 for day in days]
    tops = place_blocks(desired, [block.height for block in blocks], TOP, TOP + height)
    for block, day, top in zip(blocks, days, tops, strict=True):
        _draw_event(canvas, block, left, y_of(day), top)
    return canvas


def place_blocks(desired: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return positions of the blocks, in order and without overlap, with the least squared distance to the desired
    ones.

    This is isotonic regression by the pool-adjacent-violators algorithm, on the positions minus the total height of the
    blocks above.
    """
    above = [0.0, *accumulate(heights)]
    pools: list[tuple[float, int]] = []
    for position, offset in zip(desired, above, strict=False):
        pool = (position - offset, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            total, count = pools.pop()
            pool = (pool[0] + total, pool[1] + count)
        pools.append(pool)
    limit = max(top, bottom - above[-1])
    fitted = [min(max(total / count, top), limit) for total, count in pools for _ in range(count)]
    return [position + offset for position, offset in zip(fitted, above, strict=False)]


def _ticks(first: Day, last: Day, events: int) -> tuple[Timescale, list[int]]:
    scale = finest_scale(first, last, events + 2)
    numbers = range(scale.number(first), scale.number(last) + 1)
    return scale, [number for number in numbers if scale.start(number) >= first]


def _bounded_intervals(events: Sequence[Event]) -> list[Interval]:
    return [event.interval for event in events if not event.interval.is_open]


def _draw_bars(canvas: Canvas, x: float, spans: Sequence[tuple[float, float]]) -> None:
    """Mark intervals along the axis, except those shorter than the width of a bar."""
    for start, end in spans:
        if end - start > 2 * _HALF_BAR_WIDTH:
            canvas.bar(x - _HALF_BAR_WIDTH, start, x + _HALF_BAR_WIDTH, end)


def _draw_event(canvas: Canvas, block: EventBlock, left: float, y: float, top: float) -> None:
    """Draw the mark on the axis, the text block, and the leader line between them."""
    right, level = left + _LEADER_WIDTH, top + LINE_HEIGHT * 2 / 3
    canvas.line((left, y), (left + 16, y), (right - 28, level), (right - 12, level))
    match block.event.interval.modifier:
        case "since" | "after":
            canvas.arrow(left, y, down=True)
        case "before" | "until":
            canvas.arrow(left, y, down=False)
        case _:
            canvas.dot(left, y, hollow=block.event.inferred)
    block.draw(canvas, right, top)
