"""The bot goes on answering where its state file cannot be used."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from discord_bot.workspace import DECLARATION, UNANSWERABLE, Workspace
from discord_server import FakeDiscord
from discord_server.entities import Permission

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_damaged_state_file_costs_the_commands_that_need_it_and_no_answer(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, moderator = new_workspace(), fresh_discord.add_user("moderator")
    moderator.account.permissions = Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES
    (workspace.folder / "state").mkdir()
    (workspace.folder / "state" / "relbot.sqlite").write_bytes(b"no database at all, " * 100)
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        assert "No answer" in (await moderator.slash("ask", question=UNANSWERABLE)).text
        assert "1961" in (await moderator.slash("ask", question=DECLARATION)).text
        for reply in (
            await moderator.slash("gaps"),
            await moderator.slash("taught"),
            await moderator.slash("teach", question="Where?", answer="Here."),
        ):
            assert "I cannot access what I keep" in reply.text
        assert "1961" in (await moderator.slash("ask", question=DECLARATION)).text
        assert await bot.terminate() == 0
    assert any("The state in state/relbot.sqlite cannot be used" in line for line in bot.stderr)
    assert not any("Traceback" in line for line in bot.stderr)


async def test_a_pipe_in_the_place_of_the_votes_is_told_at_the_start_and_costs_no_answer(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, alice = new_workspace(), fresh_discord.add_user("alice")
    os.mkfifo(workspace.folder / "votes")
    async with workspace.bot(fresh_discord, RELBOT_FEEDBACK="votes") as bot:
        await bot.wait_ready(fresh_discord)
        reply = await alice.slash("ask", question=DECLARATION)
        assert "1961" in reply.text
        vote = next(each.custom_id for each in reply.buttons if (each.custom_id or "").startswith("vote"))
        assert vote
        assert "whoever runs me can find the reason in the log" in (await alice.click(reply, vote)).text
        assert "I cannot access what I keep" in (await alice.slash("forget-me")).text
        assert await bot.terminate() == 0
    [told] = [line for line in bot.stderr if "cannot be used" in line and "Until then" in line]
    assert "The votes in votes cannot be used (it is not a regular file); repair it" in told
