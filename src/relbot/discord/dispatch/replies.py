"""How a reply reaches the user who asked: through an interaction, or as a reply to a message.

discord.py retries for 25 s if Discord answers with a server error, waits out any rate limit, and waits five minutes on
a connection that hangs. No user waits so long, and an interaction expires after 3 s, so every step has a timeout.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol

import aiohttp
import discord
from discord import ui

from relbot.discord.dispatch.permissions import may_refer

ACKNOWLEDGE_TIMEOUT = 3.0
"""Seconds until Discord lets an interaction expire."""
DELIVERY_TIMEOUT = 40.0
"""Seconds for delivering an answer: enough for all retries of discord.py and a rate limit of the usual length."""
_TYPING_DELAY = 0.5
"""Seconds after which the typing indicator is shown."""

DELIVERY_ERRORS = (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError)
"""Errors raised if Discord refuses, cannot be reached, or does not answer in time (TimeoutError is an OSError)."""

_REPLY_NEEDS_HISTORY = 160002
"""Discord's error code for "Cannot reply without permission to read message history"."""
_ALREADY_ACKNOWLEDGED = 40060
"""Discord's error code for "Interaction has already been acknowledged"."""


class Reply(Protocol):
    """The place where an answer goes. Every coroutine may raise one of DELIVERY_ERRORS, and ends in time."""

    @property
    def is_post(self) -> bool:
        """Whether every reply is a post of its own, which others read and which counts towards Discord's rate limit."""

    async def acknowledge(self) -> None:
        """Confirm within Discord's three seconds that the request has arrived."""

    async def send(self, view: ui.LayoutView) -> int:
        """Send the answer, or edit the previous one. Return the message's id."""

    async def decline(self, view: ui.LayoutView) -> None:
        """Turn the request away with an answer in place of an acknowledgement."""

    def end(self) -> None:
        """Finish the reply; called when nothing more is sent, whether or not anything was."""

    def next(self) -> Reply:
        """Return the reply for the next question of the same message."""


class InteractionReply:
    """Answers a command, a menu entry or a button; a `private` answer is ephemeral, visible only to the user."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction, self._private = interaction, private

    @property
    def is_post(self) -> bool:
        return False

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

    def end(self) -> None:
        pass

    def next(self) -> FollowUpReply:
        return FollowUpReply(self._interaction, private=self._private)


class ReplacingReply(InteractionReply):
    """Answers a button by editing its message, which stays unchanged until then."""

    async def acknowledge(self) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
            await self._interaction.response.defer()


class FollowUpReply(InteractionReply):
    """Answers a further question of a command with a follow-up message."""

    async def acknowledge(self) -> None:
        pass

    async def send(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            return (await self._interaction.followup.send(view=view, ephemeral=self._private, wait=True)).id

    async def decline(self, view: ui.LayoutView) -> None:
        await self.send(view)

    def next(self) -> FollowUpReply:
        return self


class SharedReply(InteractionReply):
    """Answers a button by editing its message, and then with a public follow-up message."""

    def __init__(self, interaction: discord.Interaction[Any], edited: ui.LayoutView) -> None:
        super().__init__(interaction, private=False)
        self._edited = edited

    async def acknowledge(self) -> None:
        async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
            await self._interaction.response.edit_message(view=self._edited)

    async def send(self, view: ui.LayoutView) -> int:
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            return (await self._interaction.followup.send(view=view, wait=True)).id

    async def decline(self, view: ui.LayoutView) -> None:
        await InteractionReply(self._interaction, private=True).decline(view)


class MessageReply:
    """Answers a message publicly in its channel; `number` counts the answers to it, from 0."""

    def __init__(self, message: discord.Message, number: int = 0) -> None:
        self._message, self._number = message, number
        self._answer: discord.Message | None = None
        self._typing: asyncio.Task[None] | None = None
        self._next: MessageReply | None = None

    @property
    def is_post(self) -> bool:
        return self._message.guild is not None

    @property
    def message_id(self) -> int:
        """The message id of the question."""
        return self._message.id

    async def acknowledge(self) -> None:
        """Show the typing indicator if the answer takes a while."""
        self._typing = asyncio.create_task(self._type_after_a_while())

    async def send(self, view: ui.LayoutView) -> int:
        self.end()
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            if self._answer:
                await self._answer.edit(view=view)
            else:
                self._answer = await self._send_new(view)
        return self._answer.id

    async def decline(self, view: ui.LayoutView) -> None:
        await self.send(view)

    async def take_back(self) -> None:
        """Delete the answers to all questions of the message."""
        reply: MessageReply | None = self
        while reply:
            if reply._answer:
                async with asyncio.timeout(DELIVERY_TIMEOUT):
                    await reply._answer.delete()
            reply = reply._next

    def end(self) -> None:
        if self._typing:
            self._typing.cancel()

    def next(self) -> MessageReply:
        """Return the next reply, always the same one, so that an edited message finds the answers to all its parts."""
        self._next = self._next or self._another()
        return self._next

    def _another(self) -> MessageReply:
        return MessageReply(self._message, self._number + 1)

    @property
    def _nonce(self) -> str | int:
        """The nonce of the message: Discord creates only one message with it, however often it is sent."""
        return f"{self._message.id}-{self._number}" if self._number else self._message.id

    async def _type_after_a_while(self) -> None:
        await asyncio.sleep(_TYPING_DELAY)
        with suppress(*DELIVERY_ERRORS):  # a courtesy
            await self._message.channel.typing()

    async def _send_new(self, view: ui.LayoutView) -> discord.Message:
        channel, reference = self._message.channel, self._message.to_reference(fail_if_not_exists=False)
        nonce = self._nonce
        if not may_refer(self._message):
            return await channel.send(view=view, nonce=nonce)
        try:
            return await channel.send(view=view, reference=reference, nonce=nonce)
        except discord.HTTPException as error:
            if error.code != _REPLY_NEEDS_HISTORY:
                raise
            return await channel.send(view=view, nonce=nonce)
