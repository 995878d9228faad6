"""What the bot may do in the place of a message, by the permissions that discord.py has cached.

Discord blocks an address after 10,000 refused requests in ten minutes, so a request that will be refused is not made.
"""

from __future__ import annotations

import discord

_WITH_PERMISSIONS = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)
"""Channel types with permissions; any other channel is a direct message, or not cached."""


def may_post(channel: object) -> bool:
    """Return whether the bot can post in a channel."""
    permissions = _permissions(channel)
    if permissions is None:
        return True
    in_thread = isinstance(channel, discord.Thread)
    return permissions.view_channel and (
        permissions.send_messages_in_threads if in_thread else permissions.send_messages
    )


def may_refer(message: discord.Message) -> bool:
    """Return whether an answer can be a reply to the message."""
    permissions = _permissions(message.channel)
    return permissions is None or permissions.read_message_history


def may_open_thread(message: discord.Message) -> bool:
    """Return whether a thread can be opened at the message, and written in."""
    permissions = _permissions(message.channel)
    return permissions is None or (permissions.create_public_threads and permissions.send_messages_in_threads)


def _permissions(channel: object) -> discord.Permissions | None:
    """Return the bot's permissions; None if they are not known, and Discord has to decide."""
    if not isinstance(channel, _WITH_PERMISSIONS) or channel.guild.me is None:
        return None
    try:
        return channel.permissions_for(channel.guild.me)
    except discord.ClientException:  # the parent of a thread is not cached
        return None
