"""The text block of one event (date, place and sentence), and the heading of a timeline picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answering.timeline import Event
from relbot.drawing.canvas import (
    ACCENT,
    FOREGROUND,
    LINE_HEIGHT,
    MARGIN,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTH,
    Canvas,
    text_width,
    truncate,
    wrap,
)
from relbot.humanize import quantity
from relbot.temporal.interval import reference_day, years

TOP = 160
"""The top of the content below the heading, in pixels."""
GAP = 24
"""Pixels below a block."""
_MAX_SENTENCE_LINES = 2
_MIN_PLACE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class EventBlock:
    """An event laid out for a width: its date and place on the first line, its sentence on the lines below."""

    event: Event
    width: float
    sentence: list[str]
    """The wrapped lines of the sentence."""
    place: str

    @property
    def height(self) -> float:
        """The height in pixels, including the gap below."""
        return LINE_HEIGHT * (1 + len(self.sentence)) + GAP

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the block with its top left corner at (x, y); the first baseline is at y + LINE_HEIGHT."""
        date = truncate(self.event.marked_label, self.width, TEXT_SIZE)
        canvas.text(x, y + LINE_HEIGHT, date, TEXT_SIZE, ACCENT)
        offset = text_width(date, TEXT_SIZE) + 18
        if self.place and self.width - offset > _MIN_PLACE_WIDTH:
            place = truncate(self.place, self.width - offset, SMALL_SIZE)
            canvas.text(x + offset, y + LINE_HEIGHT, place, SMALL_SIZE, MUTED)
        for row, line in enumerate(self.sentence, start=2):
            canvas.text(x, y + row * LINE_HEIGHT, line, TEXT_SIZE, FOREGROUND)


def event_block(event: Event, width: float, *, with_title: bool) -> EventBlock:
    """Lay out an event; `with_title` shows the title of its source before the section."""
    citation = event.citation
    place = (citation.document.title, *citation.section) if with_title else citation.section
    return EventBlock(event, width, wrap(event.sentence, width, TEXT_SIZE, _MAX_SENTENCE_LINES), " › ".join(place))


def has_several_sources(events: Sequence[Event]) -> bool:
    """Return whether the events come from more than one source, so that each must name its own."""
    return len({event.citation.document.path for event in events}) > 1


def canvas_with_heading(events: Sequence[Event], height: float, note: str = "") -> Canvas:
    """Return a canvas with `height` pixels for content below a heading with the source's title, the number of dates and
    the years.

    `note` is appended to the second line.
    """
    canvas = Canvas(TOP + height + MARGIN)
    sources = {event.citation.document.path: event.citation.document.title for event in events}
    several = f"{len(sources):,} sources" if sources else "Timeline"
    title = next(iter(sources.values())) if len(sources) == 1 else several
    canvas.text(MARGIN, MARGIN + TITLE_SIZE, truncate(title, WIDTH - 2 * MARGIN, TITLE_SIZE), TITLE_SIZE, FOREGROUND)
    canvas.text(MARGIN, MARGIN + TITLE_SIZE + 40, _extent(events) + note, SMALL_SIZE, MUTED)
    return canvas


def _extent(events: Sequence[Event]) -> str:
    if not events:
        return "Nothing dated was found."
    first, last = (years(reference_day(event.interval).year) for event in (events[0], events[-1]))
    dates = quantity(len(events), "date")
    return f"{dates} in {first}" if first == last else f"{dates} from {first} to {last}"
