"""Which channel's settings hold where somebody asks."""

from __future__ import annotations

from typing import Any

import discord

from relbot.discord.server_settings import Policy, ServerSettings

_KNOWN = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.ForumChannel)


def policy_at(servers: ServerSettings, place: discord.Message | discord.Interaction[Any]) -> Policy:
    """What holds where a message was written, or a command or button used; in a thread what holds in its channel."""
    if isinstance(place, discord.Message):
        server = place.guild.id if place.guild else None
    else:
        server = place.guild_id
    return servers.of(server, settings_channel(place.channel))


def settings_channel(channel: object) -> int | None:
    """The id of the channel whose settings hold in a channel; None where that is not known."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id if isinstance(channel, _KNOWN) else None
