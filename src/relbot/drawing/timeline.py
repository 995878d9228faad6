"""The timeline as a picture: a few events are drawn one by one on an axis, many are counted in a histogram."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.answering.timeline import Event
from relbot.drawing.axis import draw_axis
from relbot.drawing.histogram import draw_histogram

MAX_ON_AXIS = 24
"""Events drawn one by one at most; they take some 3,000 pixels of height. More are counted in a histogram."""


def picture(events: Sequence[Event]) -> bytes:
    """Events, in order of time, as a PNG: 1,100 pixels wide, at most 4,000 high and, being flat, well under 1 MB."""
    return (draw_axis(events) if len(events) <= MAX_ON_AXIS else draw_histogram(events)).png()
