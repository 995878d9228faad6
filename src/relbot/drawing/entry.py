"""One event as it is written in a picture: date and place, and under them the sentence; and the heading above all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relbot.answering.timeline import Event
from relbot.drawing.canvas import (
    ACCENT,
    FAINT,
    INK,
    LEADING,
    MARGIN,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Paper,
    cut,
    length,
    lines,
)
from relbot.temporal.interval import anchor, years

TOP = 160
"""Where what stands under the heading begins."""
GAP = 24
"""Under an entry."""
_LINES = 2
_NARROWEST_PLACE = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, set for a width."""

    event: Event
    width: float
    sentence: list[str]
    place: str

    @property
    def height(self) -> float:
        return LEADING * (1 + len(self.sentence)) + GAP

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """Its first base line is at y + LEADING."""
        date = cut(self.event.marked_label, self.width, TEXT)
        paper.text(x, y + LEADING, date, TEXT, ACCENT)
        beside = length(date, TEXT) + 18
        if self.place and self.width - beside > _NARROWEST_PLACE:
            paper.text(x + beside, y + LEADING, cut(self.place, self.width - beside, SMALL), SMALL, FAINT)
        for row, line in enumerate(self.sentence, start=2):
            paper.text(x, y + row * LEADING, line, TEXT, INK)


def entry(event: Event, width: float, *, titled: bool) -> Entry:
    """Set an event; `titled` names its source beside its section."""
    citation = event.citation
    place = (citation.document.title, *citation.section) if titled else citation.section
    return Entry(event, width, lines(event.sentence, width, TEXT, _LINES), " › ".join(place))


def several_sources(events: Sequence[Event]) -> bool:
    return len({event.citation.document.path for event in events}) > 1


def headed(events: Sequence[Event], height: float, more: str = "") -> Paper:
    """A sheet with room for so much under a heading, which says what this is a timeline of."""
    paper = Paper(TOP + height + MARGIN)
    sources = {event.citation.document.path: event.citation.document.title for event in events}
    several = f"{len(sources):,} sources" if sources else "Timeline"
    title = next(iter(sources.values())) if len(sources) == 1 else several
    paper.text(MARGIN, MARGIN + TITLE, cut(title, WIDTH - 2 * MARGIN, TITLE), TITLE, INK)
    paper.text(MARGIN, MARGIN + TITLE + 40, _extent(events) + more, SMALL, FAINT)
    return paper


def _extent(events: Sequence[Event]) -> str:
    if not events:
        return "Nothing dated was found."
    first, last = (years(anchor(event.interval).year) for event in (events[0], events[-1]))
    dates = f"{len(events):,} date{'' if len(events) == 1 else 's'}"
    return f"{dates} in {first}" if first == last else f"{dates} from {first} to {last}"
