"""What the bot may do in a channel, by the permissions that discord.py has cached, and who runs the bot.

Discord blocks an address after 10,000 refused requests in ten minutes, so one that will be refused is not made.
"""

from __future__ import annotations

import asyncio

import discord

from relbot.settings import Settings

_WITH_PERMISSIONS = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)
"""Other channels are direct messages, or not cached."""
_OWNER_TIMEOUT = 5.0
"""Seconds that Discord has to say who owns the application."""


def may_post(channel: object) -> bool:
    """Whether the bot can post in a channel."""
    permissions = _permissions(channel)
    if permissions is None:
        return True
    in_thread = isinstance(channel, discord.Thread)
    return permissions.view_channel and (
        permissions.send_messages_in_threads if in_thread else permissions.send_messages
    )


def may_refer(message: discord.Message) -> bool:
    """Whether an answer can be a reply to the message."""
    permissions = _permissions(message.channel)
    return permissions is None or permissions.read_message_history


def may_open_thread(message: discord.Message) -> bool:
    """Whether a thread can be opened at the message, and written in."""
    permissions = _permissions(message.channel)
    return permissions is None or (permissions.create_public_threads and permissions.send_messages_in_threads)


def _permissions(channel: object) -> discord.Permissions | None:
    """None where they are not known: Discord decides then."""
    if not isinstance(channel, _WITH_PERMISSIONS) or channel.guild.me is None:
        return None
    try:
        return channel.permissions_for(channel.guild.me)
    except discord.ClientException:  # the parent of a thread is not cached
        return None


async def is_owner(user_id: int, client: discord.Client, settings: Settings) -> bool:
    """Whether a user runs the bot. Raises one of `DELIVERY_ERRORS` where Discord has to say so, and does not."""
    return user_id in settings.owner_ids or user_id in await _owners(client)


async def _owners(client: discord.Client) -> set[int]:
    """The user ids of the application's owner, or of the members of its team who have accepted."""
    async with asyncio.timeout(_OWNER_TIMEOUT):
        application = await client.application_info()
    if application.team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {member.id for member in application.team.members if member.membership_state is accepted}
