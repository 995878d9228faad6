"""A message that is needed before an interaction can be answered."""

from __future__ import annotations

import asyncio

import discord

from relbot.discord.dispatch.replies import DELIVERY_ERRORS

_TIMEOUT = 1.5
"""Seconds in which it may come, of the three in which Discord wants an answer."""


async def fetched(channel: object, message_id: int) -> discord.Message | None:
    """A message of a channel; None where it is gone, may not be read, or does not come in time."""
    if not isinstance(channel, discord.abc.Messageable):
        return None
    try:
        async with asyncio.timeout(_TIMEOUT):
            return await channel.fetch_message(message_id)
    except DELIVERY_ERRORS:
        return None
