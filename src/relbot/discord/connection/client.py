"""The Discord client: its intents, its event handlers, and the API addresses it uses."""

from __future__ import annotations

import asyncio
import logging
import re
import sys

import discord
from discord import http

from relbot.discord.adding.source_additions import SourceAdditions
from relbot.discord.commands.button_handlers import ButtonHandlers
from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.commands.slash_commands import command_tree
from relbot.discord.connection.command_sync import sync_commands
from relbot.discord.connection.events import guard_parsers
from relbot.discord.connection.gateway_socket import GatewayAddresses
from relbot.discord.connection.shard_connection import stay_connected
from relbot.discord.dispatch.channel_lines import trace_of_posts
from relbot.discord.dispatch.service import Service
from relbot.discord.keeping.offers import KeptAnswers
from relbot.discord.keeping.solved_posts import SolvedPosts
from relbot.discord.logs import describe_error
from relbot.discord.messages.message_handlers import MessageHandlers
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.discord.rendering.buttons import Action, ActionButton
from relbot.discord.teaching.gaps import GapHandlers, post_weekly_notes
from relbot.discord.teaching.lesson_handlers import LessonHandlers
from relbot.discord.teaching.state_file import StateFile
from relbot.discord.teaching.teaching_commands import Forgetting, Teaching, add_teaching_commands
from relbot.errors.state import FeedbackUnusable
from relbot.settings import Settings
from relbot.state.feedback import KEY_FILE, FeedbackFile

_log = logging.getLogger(__name__)


class RelbotClient(discord.AutoShardedClient):
    """The bot's connection to Discord. It pings nobody and caches no members.

    It needs no privileged intent, since messages to the bot have content without one; the intent for message content is
    only for answering unasked, if the settings ask for that.
    """

    def __init__(
        self,
        settings: Settings,
        service: Service,
        rebuild: IndexRebuild,
        state: StateFile,
        *,
        force_sync: bool = False,
    ) -> None:
        super().__init__(
            intents=discord.Intents(
                guilds=True, guild_messages=True, dm_messages=True, message_content=settings.message_content
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            http_trace=trace_of_posts(service.lines),
            shard_count=settings.shard_count,
        )
        self.shard_ids = list(settings.shards) if settings.shards else None
        self._feedback = feedback = (
            FeedbackFile(settings.feedback, settings.state / KEY_FILE) if settings.feedback else None
        )
        self._button_handlers = ButtonHandlers(service, feedback)
        lessons = LessonHandlers(service, state, settings, rebuild.request)
        self.teaching = Teaching(GapHandlers(service, state, settings), lessons, Forgetting(service, lessons, feedback))
        self._state_folder, self._force_sync = settings.state, force_sync
        self._addresses = GatewayAddresses.from_settings(settings)
        self.gateway_status = GatewayStatus()
        self._connected: asyncio.Task[None] | None = None
        self._state = state
        self._weekly_notes: asyncio.Task[None] | None = None
        self._leaving = False
        self._tree = command_tree(self, service, rebuild)
        additions = SourceAdditions(settings, service, rebuild)
        additions.register(self._tree)
        add_teaching_commands(self._tree, self.teaching)
        self._messages = MessageHandlers(self, service)
        self._solved_posts = SolvedPosts(self, service, state, settings)
        kept_answers = KeptAnswers(service, lessons, settings)
        acting = (self._button_handlers, self.teaching.gaps, lessons, additions, kept_answers)
        self._actions = {re.compile(pattern): action for each in acting for pattern, action in each.actions.items()}
        guard_parsers(self._connection.parsers)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(ActionButton)
        if self._feedback:
            try:
                await asyncio.to_thread(self._feedback.key_votes)
            except FeedbackUnusable as error:
                _log.error("%s Until then the bot goes on without them.", error)
        await sync_commands(self._tree, self.application_id or 0, self._state_folder, force=self._force_sync)

    async def connect(self, *, reconnect: bool = True) -> None:  # noqa: ARG002 - it always does
        """Stay connected until the client is closed; `shard_connection.py` says why this is not discord.py's own.

        Raises TokenRefused, GatewayRefused, GatewayElsewhere.
        """
        self._connected = asyncio.create_task(stay_connected(self, self._addresses, self.gateway_status))
        try:
            await self._connected
        except asyncio.CancelledError:
            if not self._leaving:
                raise

    async def close(self) -> None:
        self._leaving = True
        if self._weekly_notes:
            self._weekly_notes.cancel()
        if self._connected:
            self._connected.cancel()
            await asyncio.wait((self._connected,))
        await super().close()

    async def on_ready(self) -> None:
        if self._weekly_notes is None:
            self._weekly_notes = asyncio.create_task(post_weekly_notes(self, self._state))
        _log.info("Ready (servers: %d, shards: %d)", len(self.guilds), self.shard_count or 1)

    async def on_message(self, message: discord.Message) -> None:
        await self._messages.on_message(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        await self._messages.on_edit(payload.message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self.teaching.lessons.messages_deleted([payload.message_id])
        await self._messages.on_delete([payload.message_id])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self.teaching.lessons.messages_deleted(payload.message_ids)
        await self._messages.on_delete(payload.message_ids)

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        await self._solved_posts.on_update(before, after)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        error = sys.exc_info()[1]
        _log.error("Unhandled in %s: %s", event_method, describe_error(error) if error else "")

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        if interaction.type is discord.InteractionType.component and self._action(interaction) is None:
            await self._button_handlers.unknown(interaction)

    async def on_click(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Do what the clicked button says."""
        if found := self._action(interaction):
            action, custom_id = found
            await action(interaction, custom_id)

    def _action(self, interaction: discord.Interaction[discord.Client]) -> tuple[Action, re.Match[str]] | None:
        """Return the action of a click and the match of its custom id; None for a button of another version."""
        matches = ((action, pattern.fullmatch(str(interaction.custom_id))) for pattern, action in self._actions.items())
        return next(((action, match) for action, match in matches if match), None)


def set_api_address(api: str | None) -> None:
    """Use another API than Discord's, as tests do. Process-wide: discord.py keeps one address."""
    if api:
        http.Route.BASE = api
    # Voice is not used, so the warnings about its missing packages are noise.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
