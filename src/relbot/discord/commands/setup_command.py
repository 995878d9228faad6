"""`/setup`: whether, how and from which sources the bot answers in a channel; for those who may manage the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import discord
from discord import app_commands, ui

from relbot.discord.dispatch.replies import InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.rendering import notices
from relbot.discord.rendering.layout import MAX_TEXT
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.setup_layout import (
    EVERYTHING,
    INHERIT,
    ChannelState,
    SetupState,
    collection_label,
    setup_layout,
)
from relbot.discord.rendering.truncation import truncate
from relbot.discord.server_settings import settings_channel
from relbot.errors.index import IndexUnusable
from relbot.errors.state import StateError
from relbot.state.channel_settings import WHOLE_SERVER, ChannelSettings, Everything, When

Interaction = discord.Interaction[discord.Client]

Answers = Literal["off", "on mention", "when sure", "as the server"]
Replies = Literal["reply", "thread", "as the server"]
ExpectedRight = Literal[80, 90, 95, 98]
SettingsChannel = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel
SourceNames = app_commands.Range[str, 1, 1000]
_WHEN: dict[str, When] = {"off": "off", "on mention": "mention", "when sure": "sure"}
_MAX_CHOICES, _MAX_CHOICE = 25, 100
"""The most completions that Discord shows, and the most characters of each."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The options given in the command; None for one that was left out."""

    answers: Answers | None = None
    replies: Replies | None = None
    sources: str | None = None
    expected_right: ExpectedRight | None = None

    def applied_to(self, settings: ChannelSettings, known: Sequence[str]) -> ChannelSettings:
        """Return the settings with these changes. Raises UnknownCollections."""
        if self.answers:
            settings = replace(settings, answers=_WHEN.get(self.answers))
        if self.replies:
            settings = replace(settings, in_threads=None if self.replies == INHERIT else self.replies == "thread")
        if self.expected_right:
            settings = replace(settings, expected_right=self.expected_right)
        if self.sources:
            settings = replace(settings, collections=_collections(self.sources, known))
        return settings


class UnknownCollections(Exception):
    """Names that do not belong to any collection."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))


def add_setup(tree: app_commands.CommandTree[discord.Client], service: Service) -> None:
    """Add the command; it is offered only in servers."""

    @tree.command(name="setup")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)  # only hides it: who may is checked on every call
    @app_commands.describe(
        channel="Only for this channel; if left out, for the whole server",
        answers="When I answer; “when sure” means unasked too, for help channels and forums",
        replies="Whether an answer is a reply, or opens a thread",
        sources="Folders to answer from, separated by commas; “all” for all of them",
        expected_right="The percentage of my unasked answers that should be right",
    )
    async def _setup(
        interaction: Interaction,
        channel: SettingsChannel | None = None,
        answers: Answers | None = None,
        replies: Replies | None = None,
        sources: SourceNames | None = None,
        expected_right: ExpectedRight | None = None,
    ) -> None:
        """Choose where I answer, how, and from which sources (only for those who may manage the server)"""
        reply = InteractionReply(interaction, private=True)
        if not _may_set_up(interaction):
            await service.decline(reply, notice(notices.NOT_MANAGER))
            return
        choices = Choices(answers, replies, sources, expected_right)
        await service.handle(reply, lambda: _set_up(interaction, service, channel.id if channel else None, choices))

    @_setup.autocomplete("sources")
    async def _complete_sources(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not _may_set_up(interaction):  # nobody else may see the names of folders
            return []
        try:
            known = (await service.engine.contents(None)).collections
        except (Busy, IndexUnusable):
            return []
        return [app_commands.Choice(name=text, value=text) for text in completions(typed, known)]


def _may_set_up(interaction: Interaction) -> bool:
    """Return whether the user may manage this server, and the bot is in it."""
    return interaction.guild is not None and interaction.permissions.manage_guild


async def _set_up(interaction: Interaction, service: Service, channel: int | None, choices: Choices) -> ui.LayoutView:
    """Apply the choices, if any, and show the resulting settings. Raises Busy, IndexUnusable."""
    server, known = interaction.guild_id or 0, (await service.engine.contents(None)).collections
    place = WHOLE_SERVER if channel is None else channel
    problem = str(service.servers.problem or "")
    if choices != Choices():
        try:
            changed = choices.applied_to(service.servers.decided(server, place), known)
            await service.servers.change(server, place, changed)
        except UnknownCollections as error:
            labels = ", ".join(map(collection_label, known))
            there = f"there are {labels}" if any(known) else "none of them is in a folder"
            return notice(truncate(f"There is no folder {error} among my sources; {there}.", MAX_TEXT))
        except StateError as error:
            problem = f"Nothing was changed. {error}"
    return setup_layout(_state(interaction, service, known), problem)


def completions(typed: str, known: Sequence[str]) -> list[str]:
    """Return completions of the list of names that is being typed."""
    before, separator, last = typed.rpartition(",")
    chosen = {_name(part) for part in before.split(",")} if separator else set[str]()
    prefix = f"{before.strip()}, " if separator else ""
    names = [label for name in known if name not in chosen and (label := collection_label(name))]
    names = [*names, *([EVERYTHING, INHERIT] if not separator else [])]
    fitting = [prefix + name for name in names if last.strip().casefold() in name.casefold()]
    return [text for text in fitting if len(text) <= _MAX_CHOICE][:_MAX_CHOICES]


def _collections(typed: str, known: Sequence[str]) -> tuple[str, ...] | Everything | None:
    """Return the collections that were named; a folder with a comma in its name can only be named alone."""
    if typed.strip() == EVERYTHING:
        return EVERYTHING
    if typed.strip() == INHERIT:
        return None
    names = [_name(typed)] if _name(typed) in known else [_name(part) for part in typed.split(",") if part.strip()]
    if unknown := [name for name in names if name not in known]:
        raise UnknownCollections(unknown)
    return tuple(sorted(set(names)))


def _name(typed: str) -> str:
    """Return the collection of a label: "rules/" is "rules" too, and "/" stands for the sources in no folder."""
    return typed.strip().removesuffix("/")


def _state(interaction: Interaction, service: Service, known: Sequence[str]) -> SetupState:
    servers, server = service.servers, interaction.guild_id or 0
    here = settings_channel(interaction.channel)
    decided = [channel for channel in servers.channels(server) if _exists(interaction, channel)]
    shown = decided if here is None or here in decided else [here, *decided]
    return SetupState(
        ChannelState(WHOLE_SERVER, servers.of(server, WHOLE_SERVER)),
        tuple(ChannelState(channel, servers.of(server, channel)) for channel in shown),
        tuple(known),
        reads_all=interaction.client.intents.message_content,
    )


def _exists(interaction: Interaction, channel: int) -> bool:
    """Return whether the server still has the channel; the settings of a deleted one do no harm."""
    return interaction.guild is not None and interaction.guild.get_channel(channel) is not None
