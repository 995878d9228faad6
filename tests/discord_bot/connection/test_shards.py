"""Two processes share the servers of a bot: each question is answered once, by the one its server is with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from discord_bot.workspace import DECLARATION, Workspace
from discord_server import FakeDiscord, Guild, SimulatedUser

pytestmark = pytest.mark.asyncio(loop_scope="session")


def answers_in(discord: FakeDiscord, guild: Guild) -> int:
    return sum("1961" in message.text for message in discord.messages(guild.channels[0]))


async def test_two_processes_over_one_state_answer_each_question_once(
    new_workspace: Callable[..., Workspace],
) -> None:
    workspace = new_workspace()
    async with FakeDiscord(shards=2) as discord:
        guilds = [discord.add_guild(name) for name in ("even", "odd")]
        alice = discord.add_user("alice")

        async def ask(guild: Guild, user: SimulatedUser = alice) -> None:
            question = await user.send_message(f"@relbot {DECLARATION}", guild.channels[0])
            assert "1961" in (await discord.answer_to(question)).text

        first, second = (workspace.bot(discord, RELBOT_SHARD_COUNT="2", RELBOT_SHARDS=number) for number in ("0", "1"))
        async with first, second:
            await first.wait_ready(discord)
            assert {session.shard: session.shards for session in discord.gateway.connected_sessions} == {0: 2, 1: 2}
            for guild in guilds:
                await ask(guild)
                reply = await alice.slash("ask", question=DECLARATION, channel=guild.channels[0])
                ids = [button.custom_id or "" for button in reply.message.buttons]
                vote = next(custom_id for custom_id in ids if custom_id.startswith("vote:up"))
                assert (await alice.click(reply, vote)).text == "Thank you, noted."
            assert "1961" in (await discord.answer_to(await alice.send_direct_message(DECLARATION))).text
            assert await second.terminate() == 0
            await ask(guilds[0])
            assert await first.terminate() == 0
        assert [answers_in(discord, guild) for guild in guilds] == [3, 2]
        assert len(discord.command_puts) in {1, 2}, "both, where they start at the same moment"
