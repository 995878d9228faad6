"""Gaps, the questions that a server left unanswered: recorded, shown by `/gaps`, and posted in weekly notes."""

from __future__ import annotations

import asyncio
import io
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import discord
from discord import ui

from relbot.discord.dispatch.access import Interaction, may_see_gaps
from relbot.discord.dispatch.permissions import may_post
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.rendering.buttons import Actions
from relbot.discord.rendering.notices import notice
from relbot.discord.teaching.layouts import NO_GAPS, gaps_layout, weekly_layout
from relbot.discord.teaching.state_file import StateFile, explained
from relbot.errors.state import StateError
from relbot.secret import redact
from relbot.settings import Settings
from relbot.state import gaps, posted
from relbot.state.gap_groups import GapGroup, fitting_csv, group
from relbot.state.gaps import Refusal
from relbot.state.posted import WEEK, WeeklyNote

_log = logging.getLogger(__name__)

NOT_MANAGER = "Only those who may manage this server can see what was asked in it."
_WEEKLY = "From now on I will post here every week what was left unanswered in this server."
_NOT_WEEKLY = "I will post no more weekly notes in this server."
_EXPORTED = "Here is what was left unanswered in this server."
_INTERVAL = 3600.0
"""Seconds between two checks of which notes are due."""


def _exported_part(count: int, total: int) -> str:
    """Return the sentence for a file that holds only some gaps because Discord does not accept a larger one."""
    shown = f"Here is what was asked most, {count:,} of {total:,} questions"
    return f"{shown}: Discord takes no larger file. In a terminal, `relbot gaps --csv` prints all."


def note_refusal(state: StateFile, retention: timedelta, refusal: Refusal) -> None:
    """Record a question in the background, without who asked it; one that contains a token is left out.

    It is kept for `retention` after it was last asked.
    """
    if retention and redact(refusal.question) == refusal.question:
        now = datetime.now(UTC)
        state.note(lambda connection: gaps.record(connection, refusal, now, retention))


class GapHandlers:
    """Shows gaps page by page, and sends them as a file; only the user who asked for them sees them."""

    def __init__(self, service: Service, state: StateFile, settings: Settings) -> None:
        self._service, self._state, self._settings = service, state, settings

    @property
    def actions(self) -> Actions:
        """The actions of the buttons of a list of gaps."""
        return {
            r"gaps:page:([0-9]{1,6})": lambda click, id_: self.show(click, int(id_[1])),
            "gaps:csv": lambda click, _: self.export(click),
        }

    async def show(self, interaction: Interaction, page: int) -> None:
        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            return gaps_layout(await self._groups(interaction), page)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def export(self, interaction: Interaction) -> None:
        """Send a CSV file with a sentence that says what it holds."""
        exported: list[bytes] = []

        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            groups = await self._groups(interaction)
            if not groups:
                return notice(NO_GAPS)
            content, count = await asyncio.to_thread(fitting_csv, groups, interaction.filesize_limit)
            exported.append(content)
            total = sum(len(each.gaps) for each in groups)
            return notice(_EXPORTED if count == total else _exported_part(count, total))

        delivered = await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))
        if delivered and exported:
            file = discord.File(io.BytesIO(exported[0]), f"gaps-{datetime.now(UTC):%Y-%m-%d}.csv")
            with suppress(*DELIVERY_ERRORS):
                await interaction.followup.send(file=file, ephemeral=True)

    async def set_weekly(self, interaction: Interaction, wanted: bool) -> None:
        """Switch the weekly note about the gaps on for the channel of this command, or off."""

        async def work() -> ui.LayoutView:
            if not await may_see_gaps(interaction, self._settings):
                return notice(NOT_MANAGER)
            server, channel, now = interaction.guild_id or 0, interaction.channel_id or 0, datetime.now(UTC)
            if wanted:
                weekly = WeeklyNote(server, channel)
                await self._state.run(lambda connection: posted.subscribe(connection, weekly, now))
            else:
                await self._state.run(lambda connection: posted.unsubscribe(connection, server))
            return notice(_WEEKLY if wanted else _NOT_WEEKLY)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def _groups(self, interaction: Interaction) -> list[GapGroup]:
        """Read the groups of the server's gaps. Raises StateError, Busy."""
        server = interaction.guild_id
        found = await self._state.run(lambda connection: gaps.read(connection, server))
        return await asyncio.to_thread(group, found)


async def post_weekly_notes(client: discord.Client, state: StateFile) -> None:
    """Post the notes that are due, and check again every hour, until cancelled."""
    while True:
        try:
            for note in await state.run(lambda connection: posted.take_due(connection, datetime.now(UTC))):
                await _post(client, state, note)
        except (StateError, Busy) as error:
            _log.warning("No weekly notes: %s", error)
        await asyncio.sleep(_INTERVAL)


async def _post(client: discord.Client, state: StateFile, note: WeeklyNote) -> None:
    """Post a weekly note. Raises StateError, Busy."""
    channel = client.get_channel(note.channel)
    if not isinstance(channel, discord.abc.Messageable) or not may_post(channel):
        return  # the channel is gone, or the bot may no longer write there
    since = datetime.now(UTC) - WEEK
    asked = [gap for gap in await state.run(lambda c: gaps.read(c, note.server)) if gap.last >= since]
    groups = await asyncio.to_thread(group, asked)
    if groups:
        try:
            await channel.send(view=weekly_layout(groups))
        except DELIVERY_ERRORS as error:
            _log.info("A weekly note was not delivered: %s", type(error).__name__)
