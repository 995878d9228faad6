"""Draws a timeline as a picture: a few events one by one on an axis, many as a histogram."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.answering.timeline import Event
from relbot.drawing.axis import draw_axis
from relbot.drawing.canvas import FOREGROUND, LINE_HEIGHT, MARGIN, MUTED, TEXT_SIZE, WIDTH, Canvas, text_width
from relbot.drawing.event_block import GAP, TOP, canvas_with_heading, event_block, has_several_sources
from relbot.drawing.time_bins import TimeBin, bin_events

_BAR_HEIGHT = 22
_COUNT_WIDTH = 110
"""Pixels for the number after the longest bar."""
MAX_ON_AXIS = 24
"""The most events drawn one by one, which take some 3,000 pixels of height; more are drawn as a histogram."""


def _draw_histogram(events: Sequence[Event]) -> Canvas:
    """Draw many events, given in order of time."""
    bins, with_title = bin_events(events), has_several_sources(events)
    left = MARGIN + max(text_width(time_bin.label, TEXT_SIZE) for time_bin in bins) + 20
    width = WIDTH - MARGIN - left
    blocks_by_bin = [
        [event_block(event, width, with_title=with_title) for event in time_bin.quoted] for time_bin in bins
    ]
    height = sum(LINE_HEIGHT + sum(block.height for block in blocks) + GAP / 2 for blocks in blocks_by_bin)
    quoted = sum(map(len, blocks_by_bin))
    canvas = canvas_with_heading(events, height, f"; bars count them, {quoted} are quoted")
    highest, y = max(time_bin.count for time_bin in bins), float(TOP)
    for time_bin, blocks in zip(bins, blocks_by_bin, strict=True):
        _draw_bar(canvas, time_bin, left, y, (width - _COUNT_WIDTH) / highest)
        y += LINE_HEIGHT
        for block in blocks:
            block.draw(canvas, left, y)
            y += block.height
        y += GAP / 2
    return canvas


def _draw_bar(canvas: Canvas, time_bin: TimeBin, left: float, y: float, pixels_per_event: float) -> None:
    baseline = y + LINE_HEIGHT * 2 / 3
    colour = FOREGROUND if time_bin.count else MUTED
    canvas.text(left - 20, baseline + 2, time_bin.label, TEXT_SIZE, colour, align_right=True)
    end = left + max(time_bin.count * pixels_per_event, _BAR_HEIGHT if time_bin.count else 0)
    if time_bin.count:
        canvas.bar(left, baseline - _BAR_HEIGHT + 4, end, baseline + 4)
    canvas.text(end + (12 if time_bin.count else 0), baseline + 2, f"{time_bin.count:,}", TEXT_SIZE, colour)


def picture(events: Sequence[Event]) -> bytes:
    """Draw events, given in order of time, as a PNG: 1,100 pixels wide, at most 4,000 high, and well under 1 MB thanks
    to flat colours.
    """
    return (draw_axis(events) if len(events) <= MAX_ON_AXIS else _draw_histogram(events)).png()
