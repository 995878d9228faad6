"""Who may see what was asked, and who may teach answers. Checked on every use: Discord only hides commands.

Who may teach decides what the bot says in all its servers. So a permission of a server counts only for a bot that
serves one server; a bot of several names the roles that it trusts.
"""

from __future__ import annotations

from typing import Any

import discord

from relbot.discord.dispatch.permissions import is_owner
from relbot.discord.dispatch.replies import DELIVERY_ERRORS
from relbot.settings import Settings

Interaction = discord.Interaction[Any]


async def may_see_gaps(interaction: Interaction, settings: Settings) -> bool:
    """Whether this user may manage this server, in which the bot is, or runs the bot."""
    if not interaction.is_guild_integration():
        return False
    return interaction.permissions.manage_guild or await _is_owner(interaction, settings)


async def may_teach(interaction: Interaction, settings: Settings) -> bool:
    """Whether this user has a trusted role, may manage messages in the bot's only server, or runs the bot."""
    if not interaction.is_guild_integration():
        return False
    member = interaction.user
    if isinstance(member, discord.Member) and any(map(member.get_role, settings.teacher_role_ids)):
        return True
    is_only_server = len(interaction.client.guilds) == 1
    return (is_only_server and interaction.permissions.manage_messages) or await _is_owner(interaction, settings)


async def _is_owner(interaction: Interaction, settings: Settings) -> bool:
    """Whether this user runs the bot; false where Discord does not say who does."""
    try:
        return await is_owner(interaction.user.id, interaction.client, settings)
    except DELIVERY_ERRORS:
        return False
