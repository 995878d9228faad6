"""The connection to Discord: what it listens to, and what it hands on."""

from __future__ import annotations

import logging
import sys

import discord
from discord import gateway, http
from yarl import URL

from relbot.discord.commands.button_handlers import ButtonPresses
from relbot.discord.commands.mentions import question_in
from relbot.discord.commands.reindex import Rebuild
from relbot.discord.commands.slash_commands import command_tree
from relbot.discord.connection.command_sync import sync_commands
from relbot.discord.connection.events import hear_once
from relbot.discord.dispatch.replies import MessageReply
from relbot.discord.dispatch.service import Service
from relbot.discord.logs import described
from relbot.discord.rendering import buttons
from relbot.settings import Settings

_log = logging.getLogger(__name__)


class RelbotClient(discord.AutoShardedClient):
    """Needs no privileged intent: messages to the bot carry their words without one. Pings nobody, remembers nobody."""

    def __init__(self, settings: Settings, service: Service, rebuild: Rebuild, *, force_sync: bool = False) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.presses = ButtonPresses(service, settings.feedback)
        self._service, self._state_folder, self._force_sync = service, settings.state, force_sync
        self._tree = command_tree(self, service, rebuild)
        hear_once(self._connection.parsers)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*buttons.ALL)
        await sync_commands(self._tree, self.application_id or 0, self._state_folder, force=self._force_sync)

    async def on_ready(self) -> None:
        _log.info("Ready (servers: %d, shards: %d)", len(self.guilds), self.shard_count or 1)

    async def on_message(self, message: discord.Message) -> None:
        question = question_in(message, self.user) if self.user else None
        if question:
            await self._service.ask(question, MessageReply(message))

    async def on_error(self, event_method: str, /, *_given: object, **_named: object) -> None:
        error = sys.exc_info()[1]
        _log.error("Unhandled in %s: %s", event_method, described(error) if error else "")

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        pressed = interaction.type is discord.InteractionType.component
        if pressed and not buttons.is_known(str(interaction.custom_id)):
            await self.presses.unknown(interaction)


def point_at(api: str | None, gateway_address: str | None) -> None:
    """Talk to another server than Discord's, as tests do. It holds for the whole process: discord.py knows one."""
    if api:
        http.Route.BASE = api
    if gateway_address:
        gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_address)
    # Voice is not used, so that nobody needs to be told of what it lacks.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
