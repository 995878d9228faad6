"""What `/add` shows: the preview of a document, and one-sentence messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from relbot.discord.rendering.buttons import ActionButton
from relbot.discord.rendering.layout import GREEN, MAX_TEXT, button_row, layout, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.humanize import quantity

NOT_OWNER = "Only whoever runs this bot can add documents."
NOTHING_TO_ADD = "Give me either a file or an address to add."
READING = "Reading the document…"
READING_ANOTHER = "Another document is being read; wait until that is done."
DECIDED = "That document has gone live, was discarded, or waited for more than a day."
DISCARDED = "Discarded; nothing has changed."
DOWNLOAD_FAILED = "the file could not be fetched from Discord"
ENDED = "reading it was stopped before it was finished"

_MAX_TITLE, _MAX_QUESTION = 200, 300


def preview_layout(found: Mapping[str, Any], token: str, *, replaces: bool) -> ui.LayoutView:
    """Build the preview of a document, from the result of `preview_process`, with the buttons that decide on it."""
    lines = [
        f"**{truncate(found['title'], _MAX_TITLE)}**",
        f"{quantity(found['passages'], 'passage')}, as {truncate(found['path'], _MAX_TITLE)}; it is not live yet.",
    ]
    if found["questions"]:
        lines += ["It answers, for example:", *(f"- {truncate(each, _MAX_QUESTION)}" for each in found["questions"])]
    if replaces:
        lines.append("It would replace another document of the same name.")
    go_live = ("replace", "Replace the other") if replaces else ("add", "Add it")
    decisions = [
        ActionButton(f"source:{go_live[0]}:{token}", go_live[1], main=True),
        ActionButton(f"source:discard:{token}", "Discard"),
    ]
    return layout(text("\n".join(lines)), *button_row(decisions), colour=GREEN)


def refusal(reason: str) -> ui.LayoutView:
    """Build the message that says why a document is not added, given a reason such as "it is empty"."""
    return notice(f"**The document is not added**: {truncate(reason.rstrip('.'), MAX_TEXT // 2)}.", error=True)
