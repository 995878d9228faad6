"""The form that asks for what a message does not say: which question it answers, or the words of a new version."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

MAX_QUESTION, MAX_WORDS = 500, 4000
"""Characters of each; 4,000 are the most that Discord allows for a field of a form."""
FORM_TIMEOUT = 900.0
"""Seconds that somebody may take to fill it in: so long Discord lets it be answered."""

Submitted = Callable[[discord.Interaction[Any], str], Awaitable[None]]


class TextForm(ui.Modal):
    """A form with one text."""

    def __init__(self, title: str, label: str, value: str, longest: int, submitted: Submitted) -> None:
        super().__init__(title=title, timeout=FORM_TIMEOUT)
        style = discord.TextStyle.paragraph if longest > MAX_QUESTION else discord.TextStyle.short
        self._text: ui.TextInput[Any] = ui.TextInput(
            label=label, style=style, default=value[:longest] or None, max_length=longest
        )
        self.add_item(self._text)
        self._submitted = submitted

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await self._submitted(interaction, self._text.value)
