"""An answer that opens a thread at the question, in place of a reply."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import discord
from discord import ui

from relbot.discord.dispatch.permissions import may_open_thread
from relbot.discord.dispatch.replies import DELIVERY_TIMEOUT, MessageReply

_MAX_NAME = 100
"""Characters that Discord allows for the name of a thread."""
_NO_THREAD = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)
"""What Discord answers where no thread can be opened there: the server has as many as it may have, or no right to."""
_HAS_THREAD = 160004
"""Discord's error code for "A thread has already been created for this message"."""


class ThreadReply(MessageReply):
    """Opens a thread, or replies if that is not possible; the thread has the id of the question."""

    def __init__(self, message: discord.Message, name: str, number: int = 0) -> None:
        """`name` is that of the thread, the question in words."""
        super().__init__(message, number)
        self._name = " ".join(name.split())[:_MAX_NAME].strip() or "…"

    async def decline(self, view: ui.LayoutView) -> None:
        """A notice opens no thread."""
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            self._answer = await super()._send_new(view)

    def _another(self) -> MessageReply:
        return ThreadReply(self._message, self._name, self._number + 1)

    async def _send_new(self, view: ui.LayoutView) -> discord.Message:
        try:
            thread = await self._thread()
        except discord.HTTPException as error:
            if error.status not in _NO_THREAD:
                raise
            return await super()._send_new(view)
        return await thread.send(view=view, nonce=self._nonce)

    async def _thread(self) -> discord.abc.Messageable:
        """The thread at the question, opened by the first answer. Raises HTTPException."""
        message = self._message
        if message.guild and (thread := message.guild.get_thread(message.id)):
            return thread
        try:
            return await message.create_thread(name=self._name)
        except discord.HTTPException as error:
            if error.code != _HAS_THREAD or message.guild is None:
                raise
            return discord.PartialMessageable(message._state, message.id, message.guild.id)


def can_open_thread(message: discord.Message) -> bool:
    """Whether a thread can be opened at a message: not in direct messages, in threads, or without permission."""
    return isinstance(message.channel, discord.TextChannel) and may_open_thread(message)
