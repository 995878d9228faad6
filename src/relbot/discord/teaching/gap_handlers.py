"""`/gaps`: what was asked in a server and left unanswered, for those who manage it."""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress
from datetime import UTC, datetime

import discord
from discord import ui

from relbot.discord.dispatch.replies import DELIVERY_ERRORS, InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.notices import notice
from relbot.discord.teaching.access import Interaction, may_see_gaps
from relbot.discord.teaching.layouts import NO_GAPS, gaps_layout
from relbot.discord.teaching.state_file import StateFile, explained
from relbot.settings import Settings
from relbot.state import gaps, weekly_notes
from relbot.state.gap_groups import GapGroup, group
from relbot.state.gaps_csv import to_csv
from relbot.state.weekly_notes import WeeklyNote

NOT_MANAGER = "Only those who may manage this server can see what was asked in it."
WEEKLY = "From now on I post here every week what was left unanswered in this server."
NOT_WEEKLY = "I post no more weekly notes in this server."
EXPORTED = "Here is what was left unanswered in this server."


class GapHandlers:
    """Shows gaps page by page, and sends them as a file; to whoever asked for them alone."""

    def __init__(self, service: Service, state: StateFile, settings: Settings) -> None:
        self._service, self._state, self._settings = service, state, settings

    async def show(self, interaction: Interaction, page: int) -> None:
        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            return gaps_layout(await self._groups(interaction), page)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def export(self, interaction: Interaction) -> None:
        """Send a CSV file after a sentence that says what it is."""
        exported: list[str] = []

        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            groups = await self._groups(interaction)
            if not groups:
                return notice(NO_GAPS)
            exported.append(await asyncio.to_thread(to_csv, groups))
            return notice(EXPORTED)

        delivered = await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))
        if delivered and exported:
            # With a byte order mark, without which spreadsheets take UTF-8 for something else.
            content = io.BytesIO(exported[0].encode("utf-8-sig", "replace"))
            file = discord.File(content, f"gaps-{datetime.now(UTC):%Y-%m-%d}.csv")
            with suppress(*DELIVERY_ERRORS):
                await interaction.followup.send(file=file, ephemeral=True)

    async def set_weekly(self, interaction: Interaction, wanted: bool) -> None:
        """Let a note about the gaps be posted every week in the channel in which this is said, or no more."""

        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            server, channel, now = interaction.guild_id or 0, interaction.channel_id or 0, datetime.now(UTC)
            if wanted:
                weekly = WeeklyNote(server, channel)
                await self._state.run(lambda connection: weekly_notes.subscribe(connection, weekly, now))
            else:
                await self._state.run(lambda connection: weekly_notes.unsubscribe(connection, server))
            return notice(WEEKLY if wanted else NOT_WEEKLY)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def _groups(self, interaction: Interaction) -> list[GapGroup]:
        """Raises StateError, Busy."""
        server = interaction.guild_id
        found = await self._state.run(lambda connection: gaps.read(connection, server))
        return await asyncio.to_thread(group, found)
