"""Who runs the bot: the owner of its application or the members of its team, and those that the settings name."""

from __future__ import annotations

import asyncio

import discord

from relbot.settings import Settings

_TIMEOUT = 5.0
"""Seconds that Discord has to say who owns the application."""


async def is_owner(user_id: int, client: discord.Client, settings: Settings) -> bool:
    """Whether a user runs the bot. Raises one of `DELIVERY_ERRORS` where Discord has to say so, and does not."""
    return user_id in settings.owner_ids or user_id in await _owners(client)


async def _owners(client: discord.Client) -> set[int]:
    """The user ids of the application's owner, or of the members of its team who have accepted."""
    async with asyncio.timeout(_TIMEOUT):
        application = await client.application_info()
    if application.team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {member.id for member in application.team.members if member.membership_state is accepted}
