"""Passages as Discord messages: one with its neighbours, or those closest to a question. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from relbot.answer import Passage, Surroundings
from relbot.discord.rendering.buttons import SpanReference
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import (
    GREY,
    MAX_TEXT,
    QUOTE_MARK,
    SMALL_MARK,
    Item,
    button_row,
    fitted_quotes,
    layout,
    linkable,
    location,
    text,
)
from relbot.discord.rendering.truncation import ELLIPSIS, excerpt, truncate

_MAX_LICENCE, _MAX_NEIGHBOUR = 300, 400


def passage_layout(surroundings: Surroundings, reference: SpanReference) -> ui.LayoutView:
    """The whole passage with the referenced spans in bold, and its neighbours in small print."""
    passage = surroundings.passage
    heading = f"**{_location(passage)}**"
    if passage.source.licence:
        heading += f"\n{SMALL_MARK}{truncate(passage.source.licence, _MAX_LICENCE)}"
    before, after = _neighbour(surroundings.before, keep_end=True), _neighbour(surroundings.after, keep_end=False)
    remaining = MAX_TEXT - sum(map(utf16_length, (heading, before, after)))
    texts = (heading, before, excerpt(passage.quote, reference.spans, remaining), after)
    url = linkable(passage.source.url)
    links: list[Item] = [ui.Button(label="Source", url=url)] if url else []
    return layout(*map(text, filter(None, texts)), *button_row(links))


def closest_layout(found: Sequence[tuple[Surroundings, SpanReference]]) -> ui.LayoutView:
    """The passages that came closest to a question and do not answer it."""
    heading = "**These came closest, and do not answer it:**"
    headings = [f"**{_location(near.passage)}**\n{QUOTE_MARK}" for near, _ in found]
    remaining = MAX_TEXT - utf16_length(heading) - sum(map(utf16_length, headings))
    quotes = [(near.passage.quote, reference.spans) for near, reference in found]
    passages = fitted_quotes(quotes, remaining)
    texts = (text(above + passage) for above, passage in zip(headings, passages, strict=True))
    return layout(text(heading), *texts, colour=GREY)


def _location(passage: Passage) -> str:
    return location(passage.source, passage.section, passage.place_name(passage.start))


def _neighbour(passage: Passage | None, *, keep_end: bool) -> str:
    """The end or the beginning of a neighbouring passage; empty where there is none."""
    if passage is None:
        return ""
    offset = len(passage.quote) if keep_end else 0
    shown = excerpt(passage.quote, [(offset, offset)], _MAX_NEIGHBOUR, f"\n{SMALL_MARK}")
    return SMALL_MARK + shown if shown.strip(f"{ELLIPSIS} ") else ""
