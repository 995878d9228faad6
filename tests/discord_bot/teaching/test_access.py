"""Who may teach a bot of several servers: those with a role that its owner named, and no server's own moderators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from discord_bot.workspace import Workspace
from discord_server import FakeDiscord
from discord_server.entities import Permission

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRUSTED, DELETED = 4242, 4343
REFUSED = "Only people named by whoever runs me may teach me answers."


async def test_a_trusted_role_teaches_and_neither_a_permission_nor_a_deleted_role_does(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    guild, elsewhere = next(iter(fresh_discord.state.guilds.values())), fresh_discord.add_guild("elsewhere")
    guild.roles[TRUSTED] = "helpers"
    helper, former, moderator = (fresh_discord.add_user(name) for name in ("helper", "former", "moderator"))
    helper.account.roles.add(TRUSTED)
    former.account.roles.add(DELETED)
    moderator.account.permissions = Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD
    taught: dict[str, Any] = {"question": "Where is the sauna?", "answer": "Behind the boiler."}
    async with new_workspace().bot(fresh_discord, RELBOT_TEACHER_ROLE_IDS=f"{TRUSTED}, {DELETED}") as bot:
        await bot.wait_ready(fresh_discord)
        for user, channel in (
            (former, guild.channels[0]),
            (moderator, guild.channels[0]),
            (moderator, elsewhere.channels[0]),
            (helper, elsewhere.channels[0]),
        ):
            assert (await user.slash("teach", channel=channel, **taught)).text == REFUSED
        assert "Behind the boiler" in (await helper.slash("teach", **taught)).text
        assert "Behind the boiler" in (await fresh_discord.owner.slash("taught")).text
