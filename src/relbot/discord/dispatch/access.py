"""Who runs the bot, who may see what was asked, and who may teach. Checked on every use: Discord only hides commands.

The bot is run by the owner of its application or the members of its team, and by those that the settings name. Those
who teach decide what the bot says in all its servers. So a server's permission counts only if the bot serves a single
server; with several, the settings name the trusted roles.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from relbot.discord.dispatch.replies import DELIVERY_ERRORS
from relbot.settings import Settings

Interaction = discord.Interaction[Any]
_OWNER_TIMEOUT = 5.0
"""Seconds to wait for Discord to say who owns the application."""


async def is_owner(user_id: int, client: discord.Client, settings: Settings) -> bool:
    """Return whether a user runs the bot. Raises one of `DELIVERY_ERRORS` if Discord must be asked and fails."""
    return user_id in settings.owner_ids or user_id in await _owners(client)


async def _owners(client: discord.Client) -> set[int]:
    """Return the user ids of the application's owner, or of the members of its team who have accepted."""
    async with asyncio.timeout(_OWNER_TIMEOUT):
        application = await client.application_info()
    if application.team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {member.id for member in application.team.members if member.membership_state is accepted}


async def may_see_gaps(interaction: Interaction, settings: Settings) -> bool:
    """Return whether this user may manage this server, which the bot is in, or runs the bot."""
    if not interaction.is_guild_integration():
        return False
    return interaction.permissions.manage_guild or await _is_owner(interaction, settings)


async def may_teach(interaction: Interaction, settings: Settings) -> bool:
    """Return whether this user has a trusted role, may manage messages in the bot's only server, or runs the bot."""
    if not interaction.is_guild_integration():
        return False
    member = interaction.user
    if isinstance(member, discord.Member) and any(map(member.get_role, settings.teacher_role_ids)):
        return True
    is_only_server = len(interaction.client.guilds) == 1
    return (is_only_server and interaction.permissions.manage_messages) or await _is_owner(interaction, settings)


async def _is_owner(interaction: Interaction, settings: Settings) -> bool:
    """Return whether this user runs the bot; False if Discord does not say who does."""
    try:
        return await is_owner(interaction.user.id, interaction.client, settings)
    except DELIVERY_ERRORS:
        return False
