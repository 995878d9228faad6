"""How what the bot says gets back to whoever asked: through an interaction, or as a reply to a message.

discord.py tries again for 25 s where Discord has an error of its own, waits for as long as a rate limit says, and for
five minutes on a connection that hangs. Nobody does: an interaction has lapsed after 3 s, so every step has a deadline.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol

import aiohttp
import discord
from discord import ui

ACKNOWLEDGE_WITHIN = 3.0
"""Seconds until Discord lets an interaction lapse."""
DELIVER_WITHIN = 40.0
"""Seconds that an answer may take on its way: all tries of discord.py fit, and a rate limit of the usual length."""
_TYPE_WITHIN = 1.0
"""Seconds that showing that one types may hold an answer up."""

UNDELIVERED = (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError)
"""What is raised where Discord refuses, cannot be reached, or does not answer in time: TimeoutError is an OSError."""

_NO_HISTORY = 160002
"""Discord's code for "may not reply without the permission to read the history"."""
_ACKNOWLEDGED = 40060
"""Discord's code for "has already been acknowledged"."""


class Reply(Protocol):
    """Where an answer goes. Every method raises one of UNDELIVERED, and ends in time."""

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
        try:
            async with asyncio.timeout(ACKNOWLEDGE_WITHIN):
                await self._interaction.response.defer(thinking=True, ephemeral=self._private)
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
            # By a try whose outcome was lost on its way back, so it is answered all the same.

    async def say(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVER_WITHIN):
            return (await self._interaction.edit_original_response(view=view)).id

    async def decline(self, view: ui.LayoutView) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_WITHIN):
            await self._interaction.response.send_message(view=view, ephemeral=True)


class SharedReply:
    """Answers the press of a button by changing its message, and then with another that all can read."""

    def __init__(self, press: discord.Interaction[Any], without_button: ui.LayoutView) -> None:
        self._press, self._without_button = press, without_button

    async def acknowledge(self) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_WITHIN):
            await self._press.response.edit_message(view=self._without_button)

    async def say(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVER_WITHIN):
            return (await self._press.followup.send(view=view, wait=True)).id

    async def decline(self, view: ui.LayoutView) -> None:
        await InteractionReply(self._press, private=True).decline(view)


class MessageReply:
    """Answers a message in its channel, where all can read it."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._answer: discord.Message | None = None

    async def acknowledge(self) -> None:
        with suppress(*UNDELIVERED):  # to show that one types is a courtesy
            async with asyncio.timeout(_TYPE_WITHIN):
                await self._message.channel.typing()

    async def say(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVER_WITHIN):
            if self._answer:
                await self._answer.edit(view=view)
            else:
                self._answer = await self._send(view)
        return self._answer.id

    async def decline(self, view: ui.LayoutView) -> None:
        await self.say(view)

    async def _send(self, view: ui.LayoutView) -> discord.Message:
        channel, question = self._message.channel, self._message.to_reference(fail_if_not_exists=False)
        nonce = self._message.id  # Discord takes one answer with it, however often it is sent
        try:
            return await channel.send(view=view, reference=question, nonce=nonce)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            return await channel.send(view=view, nonce=nonce)
