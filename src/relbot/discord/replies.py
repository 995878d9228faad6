"""How what the bot says gets back to whoever asked: through an interaction, or as a reply to a message."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Protocol

import discord
from discord import ui

_NO_HISTORY = 160002
"""Discord's code for "may not reply without the permission to read the history"."""


class Reply(Protocol):
    """Where an answer goes. Every method raises discord.HTTPException where Discord refuses."""

    async def acknowledge(self) -> None:
        """Say within Discord's three seconds that the question has arrived."""

    async def say(self, view: ui.LayoutView) -> int:
        """Answer, or change what was answered. Returns the message's id."""

    async def decline(self, view: ui.LayoutView) -> None:
        """Turn the question away without having acknowledged it."""


class InteractionReply:
    """Answers a command, a menu entry or a button; `private` is for the person who used it alone."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction, self._private = interaction, private

    async def acknowledge(self) -> None:
        await self._interaction.response.defer(thinking=True, ephemeral=self._private)

    async def say(self, view: ui.LayoutView) -> int:
        return (await self._interaction.edit_original_response(view=view)).id

    async def decline(self, view: ui.LayoutView) -> None:
        await self._interaction.response.send_message(view=view, ephemeral=True)


class MessageReply:
    """Answers a message in its channel, where all can read it."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._answer: discord.Message | None = None

    async def acknowledge(self) -> None:
        with suppress(discord.HTTPException):  # to show that one types is a courtesy
            await self._message.channel.typing()

    async def say(self, view: ui.LayoutView) -> int:
        if self._answer:
            await self._answer.edit(view=view)
        else:
            self._answer = await self._send(view)
        return self._answer.id

    async def decline(self, view: ui.LayoutView) -> None:
        await self.say(view)

    async def _send(self, view: ui.LayoutView) -> discord.Message:
        channel, question = self._message.channel, self._message.to_reference(fail_if_not_exists=False)
        try:
            return await channel.send(view=view, reference=question)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            return await channel.send(view=view)
