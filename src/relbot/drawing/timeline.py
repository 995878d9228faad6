"""The timeline as a picture: few events stand one by one beside an axis, many are counted in rows of equal time."""

from __future__ import annotations

from collections.abc import Sequence

from relbot.answering.timeline import Event
from relbot.drawing import axis, histogram

EACH = 24
"""Events that are shown one by one; where there are more they are counted. 24 take some 3,000 pixels of height."""


def picture(events: Sequence[Event]) -> bytes:
    """Events, in order of time, as a PNG: 1,100 pixels wide, at most 4,000 high and, being flat, well under 1 MB."""
    return (axis.drawn(events) if len(events) <= EACH else histogram.drawn(events)).png()
