"""The parts that messages are built of: a coloured box, texts, rows of buttons, links, quotations. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from discord import ui

from relbot.answer import Source
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.truncation import Range, excerpt, fair_shares, truncate
from relbot.humanize import dated

MAX_TEXT = 4000
"""Characters that Discord allows in all texts of a message together."""
_MAX_URL = 512
"""Characters that Discord allows for the address of a link button."""
_MAX_LOCATION, _MAX_PLACE = 200, 60

GREEN, GREY, RED = 0x3BA55D, 0x80848E, 0xED4245
"""Discord's own colours: for answers, for refusals and notices, for errors."""

SMALL_MARK, QUOTE_MARK = "-# ", "> "
"""Markdown at the start of a line of small print, and of a quotation."""
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d{1,5})?([/?#][!-~]*)?")

Item = ui.Item[Any]
Text = ui.TextDisplay[Any]


def layout(*parts: Item, colour: int | None = None) -> ui.LayoutView:
    """Build a message of these parts, in a box with a coloured edge."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=colour))
    return view


def text(content: str, component_id: int | None = None) -> Text:
    """Build a text component from Discord's Markdown."""
    return ui.TextDisplay(content, id=component_id)


def button_row(buttons: Sequence[Item]) -> list[Item]:
    """Build a row of buttons, or nothing without buttons, since Discord allows no empty row."""
    return [ui.ActionRow(*buttons)] if buttons else []


def linkable(*urls: str | None) -> str | None:
    """Return the first of these that Discord accepts as the address of a link button; None if there is none."""
    accepted = (url for url in urls if url and len(url) <= _MAX_URL and _WEB_ADDRESS.fullmatch(url))
    return next(accepted, None)


def location(source: Source, section: Sequence[str], place: str | None, limit: int | None = None) -> str:
    """Return title, headings, place and date, escaped, in `limit` characters; title and headings are cut to fit.

    For a source without an address, the path of its file is added.
    """
    path = source.path if source.url is None and source.path not in (place or "") else None
    known = [part for part in (place, path) if part and part not in section]
    known += [dated(source.date)] if source.date else []
    end = "".join(f" · {truncate(part, _MAX_PLACE)}" for part in known)
    return truncate(" › ".join((source.title, *section)), (limit or _MAX_LOCATION) - utf16_length(end)) + end


def fitted_quotes(quotes: Sequence[tuple[str, Sequence[Range]]], total: int) -> list[str]:
    """Return each passage as a quotation, with its marked ranges in bold, within its fair share of `total`."""
    newline = f"\n{QUOTE_MARK}"
    demands = [utf16_length(excerpt(*quote, total, newline)) for quote in quotes]
    return [excerpt(*quote, share, newline) for quote, share in zip(quotes, fair_shares(demands, total), strict=True)]
