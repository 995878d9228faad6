"""What `/timeline` says: the first dated sentences of a span, each with a button that opens its passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from relbot.answering.timeline import Event
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.answer_layout import ROOM, Item, layout
from relbot.discord.rendering.buttons import Open, Place
from relbot.discord.rendering.escape import length
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import shortened
from relbot.errors import SpanUnreadable
from relbot.humanize import quantity

SHOWN = 10
"""Each takes three of Discord's 40 components, and so many are read without scrolling for long."""
_HEADING_ROOM, _DATE_ROOM, _PLACE_ROOM = 200, 60, 100

NOTHING = "I found nothing dated in my sources that fits."


async def timeline_page(service: Service, span: str | None, words: str | None) -> ui.LayoutView:
    """The dates of a span with some words, or why there are none. Raises Busy, IndexUnusable."""
    try:
        events = await service.timeline(span, words)
    except SpanUnreadable as error:
        return notice(shortened(str(error), ROOM))
    return timeline_layout(events) if events else notice(NOTHING)


def timeline_layout(events: Sequence[Event]) -> ui.LayoutView:
    """The message for events in order of time, at least one."""
    heading = f"**{quantity(len(events), 'date')}**"
    if len(events) > SHOWN:
        heading += f", of which these are the first {SHOWN}; a narrower span or a word shows others"
    return layout(ui.TextDisplay(heading), *_listed(events[:SHOWN], (ROOM - _HEADING_ROOM) // SHOWN))


def _listed(events: Sequence[Event], room: int) -> Iterator[Item]:
    # Numbered here, for two events may stand in one passage and Discord takes no button twice.
    for number, event in enumerate(events, start=1):
        citation = event.citation
        place = shortened(" › ".join((citation.document.title, *citation.section)), _PLACE_ROOM)
        above = f"**{shortened(event.marked_label, _DATE_ROOM)}** · {place}\n> "
        sentence = shortened(event.sentence, room - length(above))
        yield ui.Section(above + sentence, accessory=Open(number, Place.of(citation)))
