"""How a reply reaches the user who asked: through an interaction, or as a reply to a message.

discord.py retries for 25 s where Discord answers with a server error, waits for as long as a rate limit says, and for
five minutes on a connection that hangs. No user waits so long, and an interaction expires after 3 s, so every step has
a timeout.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol

import aiohttp
import discord
from discord import ui

ACKNOWLEDGE_TIMEOUT = 3.0
"""Seconds until Discord lets an interaction expire."""
DELIVERY_TIMEOUT = 40.0
"""Seconds for delivering an answer: all retries of discord.py fit, and a rate limit of the usual length."""
_TYPING_TIMEOUT = 1.0
"""Seconds by which the typing indicator may delay an answer."""

DELIVERY_ERRORS = (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError)
"""What is raised where Discord refuses, cannot be reached, or does not answer in time: TimeoutError is an OSError."""

_REPLY_NEEDS_HISTORY = 160002
"""Discord's error code for "Cannot reply without permission to read message history"."""
_ALREADY_ACKNOWLEDGED = 40060
"""Discord's error code for "Interaction has already been acknowledged"."""


class Reply(Protocol):
    """Where an answer goes. Every method raises one of DELIVERY_ERRORS, and ends in time."""

    async def acknowledge(self) -> None:
        """Confirm within Discord's three seconds that the request has arrived."""

    async def send(self, view: ui.LayoutView) -> int:
        """Send the answer, or edit the one sent before. Returns the message's id."""

    async def decline(self, view: ui.LayoutView) -> None:
        """Answer in place of an acknowledgement, to turn the request away."""


class InteractionReply:
    """Answers a command, a menu entry or a button; a `private` answer is ephemeral, for the user alone."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction, self._private = interaction, private

    async def acknowledge(self) -> None:
        try:
            async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
                await self._interaction.response.defer(thinking=True, ephemeral=self._private)
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise
            # An earlier try got through and only its response was lost, so the interaction can be answered.

    async def send(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            return (await self._interaction.edit_original_response(view=view)).id

    async def decline(self, view: ui.LayoutView) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
            await self._interaction.response.send_message(view=view, ephemeral=True)


class SharedReply:
    """Answers a button by editing the message it is on, and then with a public follow-up message."""

    def __init__(self, interaction: discord.Interaction[Any], edited: ui.LayoutView) -> None:
        self._interaction, self._edited = interaction, edited

    async def acknowledge(self) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
            await self._interaction.response.edit_message(view=self._edited)

    async def send(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            return (await self._interaction.followup.send(view=view, wait=True)).id

    async def decline(self, view: ui.LayoutView) -> None:
        await InteractionReply(self._interaction, private=True).decline(view)


class MessageReply:
    """Answers a message publicly in its channel."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._answer: discord.Message | None = None

    async def acknowledge(self) -> None:
        with suppress(*DELIVERY_ERRORS):  # the typing indicator is a courtesy
            async with asyncio.timeout(_TYPING_TIMEOUT):
                await self._message.channel.typing()

    async def send(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            if self._answer:
                await self._answer.edit(view=view)
            else:
                self._answer = await self._send_new(view)
        return self._answer.id

    async def decline(self, view: ui.LayoutView) -> None:
        await self.send(view)

    async def _send_new(self, view: ui.LayoutView) -> discord.Message:
        channel, reference = self._message.channel, self._message.to_reference(fail_if_not_exists=False)
        nonce = self._message.id  # Discord creates one message with it, however often it is sent
        try:
            return await channel.send(view=view, reference=reference, nonce=nonce)
        except discord.HTTPException as error:
            if error.code != _REPLY_NEEDS_HISTORY:
                raise
            return await channel.send(view=view, nonce=nonce)
