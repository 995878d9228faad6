"""Posts the weekly notes about gaps to the channels that were chosen for them."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import discord

from relbot.discord.dispatch.permissions import may_post_in
from relbot.discord.dispatch.replies import DELIVERY_ERRORS
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.teaching.layouts import weekly_layout
from relbot.discord.teaching.state_file import StateFile
from relbot.errors.state import StateError
from relbot.state import gaps, weekly_notes
from relbot.state.gap_groups import group
from relbot.state.weekly_notes import WEEK, WeeklyNote

_log = logging.getLogger(__name__)

_INTERVAL = 3600.0
"""Seconds between two looks at which notes are due."""


async def post_weekly_notes(client: discord.Client, state: StateFile) -> None:
    """Post what is due, and look again every hour, until cancelled."""
    while True:
        try:
            for note in await state.run(lambda connection: weekly_notes.take_due(connection, datetime.now(UTC))):
                await _post(client, state, note)
        except (StateError, Busy) as error:
            _log.warning("No weekly notes: %s", error)
        await asyncio.sleep(_INTERVAL)


async def _post(client: discord.Client, state: StateFile, note: WeeklyNote) -> None:
    """Raises StateError, Busy."""
    channel = client.get_channel(note.channel)
    if not isinstance(channel, discord.abc.Messageable) or not may_post_in(channel):
        return  # it is gone, or the bot may not write there any more
    since = datetime.now(UTC) - WEEK
    asked = [gap for gap in await state.run(lambda c: gaps.read(c, note.server)) if gap.last >= since]
    groups = await asyncio.to_thread(group, asked)
    if groups:
        try:
            await channel.send(view=weekly_layout(groups))
        except DELIVERY_ERRORS as error:
            _log.info("A weekly note was not delivered: %s", type(error).__name__)
