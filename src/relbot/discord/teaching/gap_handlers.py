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
from relbot.discord.teaching.state_errors import explained
from relbot.discord.teaching.state_file import StateFile
from relbot.settings import Settings
from relbot.state import gaps
from relbot.state.gap_groups import GapGroup, group
from relbot.state.gaps_csv import to_csv

NOT_MANAGER = "Only those who may manage this server can see what was asked in it."
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

    async def _groups(self, interaction: Interaction) -> list[GapGroup]:
        """Raises StateError, Busy."""
        server = interaction.guild_id
        found = await self._state.run(lambda connection: gaps.read(connection, server))
        return await asyncio.to_thread(group, found)
