"""What `/timeline` shows: the first dated sentences of a span of time, each with a button that opens its passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from relbot.answering.timeline import Event
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.buttons import OpenButton, SpanReference
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import MAX_TEXT, Item, layout, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.discord.server_settings import Collections
from relbot.errors.request import SpanUnreadable
from relbot.humanize import quantity

MAX_EVENTS = 10
"""Each takes three of Discord's 40 components, and so many are read without scrolling for long."""
_MAX_HEADING, _MAX_DATE, _MAX_LOCATION = 200, 60, 100

_NO_EVENTS = "I found nothing dated in my sources that fits."


async def timeline_response(service: Service, span: str | None, words: str | None, among: Collections) -> ui.LayoutView:
    """The dated sentences of a span with some words, or why there are none. Raises Busy, IndexUnusable."""
    try:
        events = await service.engine.timeline(span, words, among)
    except SpanUnreadable as error:
        return notice(truncate(str(error), MAX_TEXT))
    return timeline_layout(events) if events else notice(_NO_EVENTS)


def timeline_layout(events: Sequence[Event]) -> ui.LayoutView:
    """The message for events in order of time, at least one."""
    heading = f"**{quantity(len(events), 'date')}**"
    if len(events) > MAX_EVENTS:
        heading += f", of which these are the first {MAX_EVENTS}; a narrower span or a word shows others"
    return layout(text(heading), *_sections(events[:MAX_EVENTS], (MAX_TEXT - _MAX_HEADING) // MAX_EVENTS))


def _sections(events: Sequence[Event], limit: int) -> Iterator[Item]:
    # Numbered here, for two events may stand in one passage and Discord rejects duplicate custom ids.
    for number, event in enumerate(events, start=1):
        citation = event.citation
        location = truncate(" › ".join((citation.document.title, *citation.section)), _MAX_LOCATION)
        head = f"**{truncate(event.marked_label, _MAX_DATE)}** · {location}\n> "
        sentence = truncate(event.sentence, limit - utf16_length(head))
        yield ui.Section(head + sentence, accessory=OpenButton(number, SpanReference.from_citation(citation)))
