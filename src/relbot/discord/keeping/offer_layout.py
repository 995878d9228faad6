"""The offer to keep an answer, as a message. Pure."""

from __future__ import annotations

from discord import ui

from relbot.discord.keeping.buttons import KeepButton
from relbot.discord.rendering.layout import GREY, button_row, layout, text
from relbot.discord.rendering.question_text import question_text
from relbot.discord.rendering.truncation import truncate

_MAX_NAME = 60


def offer_layout(question: str, author: str, message_id: int) -> ui.LayoutView:
    """`author` is the name of who wrote the message that answers the question."""
    name = truncate(author, _MAX_NAME)
    offer = (
        f"**Keep this answer?** Whoever asks that would get {name}’s words, as they are and with their name."
        f" Those who teach me decide, and {name} can withdraw them at any time."
    )
    buttons = [KeepButton("yes", message_id), KeepButton("no", message_id)]
    return layout(question_text(question), text(offer), *button_row(buttons), colour=GREY)
