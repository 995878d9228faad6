"""The engine breaks, sticks or loses its files: the user gets a notice in time, and the bot goes on."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import time
from collections.abc import Callable

import pytest

from discord_bot.workspace import DECLARATION, LETTERS, Workspace
from discord_server import BotProcess, FakeDiscord, SimulatedUser
from relbot.discord.engine_queue.dispatcher import MAX_STUCK_WORKERS
from relbot.index.build import build

pytestmark = pytest.mark.asyncio(loop_scope="session")

thorough = pytest.mark.skipif("RELBOT_THOROUGH" not in os.environ, reason="takes a quarter of a minute")

TIMEOUT = 0.7
INCIDENT = r"Something went wrong; .* \(incident (\w{8})\)\."


def busy(text: str) -> bool:
    return "I am busy with other questions" in text


async def test_whatever_the_engine_raises_is_reported_with_a_number_and_the_question_kept_out_of_the_log(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice = fresh_discord.add_user("alice")
    async with new_workspace().faulty_bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        for fault in ("break", "panic"):
            slash = await alice.slash("ask", question=f"{fault} the secret")
            written = await fresh_discord.answer_to(await alice.send_direct_message(f"{fault} the secret"))
            for text in (slash.text, written.text):
                number = re.fullmatch(INCIDENT, text)
                assert number, text
                await bot.wait_for(lambda sought=number[1]: [line for line in bot.stderr if sought in line])  # type: ignore[misc]
        assert "1961" in (await alice.slash("ask", question=DECLARATION)).text
        assert not [line for line in bot.stderr if "secret" in line]
        assert await bot.terminate() == 0


async def test_a_stuck_engine_is_reported_in_time_and_a_new_worker_takes_over(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice, bob = fresh_discord.add_user("alice"), fresh_discord.add_user("bob")
    async with new_workspace().faulty_bot(fresh_discord, RELBOT_PATIENCE=str(TIMEOUT)) as bot:
        await bot.wait_ready(fresh_discord)
        began = time.monotonic()
        sticking = asyncio.create_task(alice.slash("ask", question="stick"))
        waiting = await bob.slash("ask", question=DECLARATION)
        assert busy(waiting.text) or "1961" in waiting.text
        assert busy((await sticking).text)
        assert time.monotonic() - began < TIMEOUT + 1
        assert "1961" in (await bob.slash("ask", question=DECLARATION)).text
        assert "1961" in (await alice.slash("ask", question=DECLARATION)).text
        assert [line for line in bot.stderr if "A worker is stuck after 0.7 s: a new one takes over (1 of 4)" in line]
        await alice.slash("ask", question="stick", until="acknowledged")
        assert await bot.terminate(within=15) == 0


async def test_one_user_who_asks_on_does_not_block_worker_after_worker(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice, bob = fresh_discord.add_user("alice"), fresh_discord.add_user("bob")
    async with new_workspace().faulty_bot(fresh_discord, RELBOT_PATIENCE=str(TIMEOUT)) as bot:
        await bot.wait_ready(fresh_discord)
        asked = [alice.slash("ask", question=question) for question in ("stick", *[LETTERS] * (MAX_STUCK_WORKERS + 3))]
        replies = await asyncio.gather(*asked)
        assert busy(replies[0].text)
        assert "1961" in (await bob.slash("ask", question=DECLARATION)).text
        assert "1977" in (await alice.slash("ask", question=LETTERS)).text
        assert not [line for line in bot.stderr if "(2 of 4)" in line]


@thorough
async def test_when_every_worker_is_stuck_everybody_is_turned_away_at_once_until_one_finishes(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    users = [fresh_discord.add_user(f"person{number}") for number in range(MAX_STUCK_WORKERS + 1)]
    workspace, lasting = new_workspace(), (MAX_STUCK_WORKERS + 2) * TIMEOUT
    async with workspace.faulty_bot(fresh_discord, RELBOT_PATIENCE=str(TIMEOUT), FAULTY_DAWDLE=str(lasting)) as bot:
        await bot.wait_ready(fresh_discord)
        for user, question in zip(users, ("dawdle", *["stick"] * MAX_STUCK_WORKERS), strict=True):
            assert busy((await user.slash("ask", question=question)).text)
        again = await users[0].slash("ask", question=DECLARATION)
        assert busy(again.text)
        assert (again.answered_after or 9) < TIMEOUT / 2
        assert [line for line in bot.stderr if "no more are started, so that every request is turned away" in line]
        await bot.wait_for(lambda: [line for line in bot.stderr if "A stuck worker has finished" in line])
        assert "1961" in (await users[0].slash("ask", question=DECLARATION)).text


async def test_an_index_that_is_gone_goes_on_answering_and_a_new_one_is_taken_up(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, alice = new_workspace(), fresh_discord.add_user("alice")
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        elsewhere = workspace.index.rename(workspace.folder / "elsewhere")
        reply = await alice.slash("ask", question=DECLARATION)
        assert "1961" in reply.text
        assert "1961" in (await alice.click(reply, "Open 1")).text
        assert [line for line in bot.stderr if "There is no index at index; run `relbot index`" in line]
        workspace.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
        build(workspace.corpus, elsewhere)
        elsewhere.rename(workspace.index)
        assert "1899" in (await alice.slash("ask", question="When was the Lamp of Dover lit?")).text


@thorough
async def test_an_index_deleted_under_it_is_built_anew_from_discord(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, alice = new_workspace(), fresh_discord.add_user("alice")
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        shutil.rmtree(workspace.index)
        workspace.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
        reply = await fresh_discord.owner.slash("reindex", until="acknowledged")
        while "**" not in reply.text:
            assert "1961" in (await alice.slash("ask", question=DECLARATION)).text
        assert reply.text.startswith("**The index was rebuilt**: 2 sources")
        assert "1899" in (await alice.slash("ask", question="When was the Lamp of Dover lit?")).text


async def test_a_clock_that_jumps_by_years_changes_nothing(new_workspace: Callable[..., Workspace]) -> None:
    workspace, decade = new_workspace(), 10 * 365 * 86_400.0
    async with FakeDiscord(clock_ahead=-decade) as discord:
        discord.add_guild()
        alice = discord.add_user("alice")
        async with workspace.faulty_bot(discord, FAULTY_CLOCK=str(2 * decade), RELBOT_COOLDOWN="1") as bot:
            await bot.wait_ready(discord)
            reply = await alice.slash("ask", question=DECLARATION)
            assert "1961" in reply.text
            assert "One question at a time" in (await alice.slash("ask", question=DECLARATION)).text
            await asyncio.sleep(1)
            assert "1961" in (await discord.answer_to(await alice.send_direct_message(DECLARATION))).text
            assert "1961" in (await alice.click(reply, "Open 1")).text


async def test_a_gateway_that_hangs_without_closing_is_left_and_nothing_said_meanwhile_is_lost(
    new_workspace: Callable[..., Workspace],
) -> None:
    async with FakeDiscord(heartbeat_interval=0.3) as discord:
        discord.add_guild()
        alice = discord.add_user("alice")
        async with new_workspace().faulty_bot(discord, FAULTY_HEARTBEAT="1") as bot:
            await bot.wait_ready(discord)
            discord.hang_connection()
            asked = await alice.send_message(f"@relbot {DECLARATION}")
            answer = await discord.answer_to(asked)
            assert "1961" in answer.text
            assert discord.gateway.resumes == 1
            assert replies_to(discord, alice) == [answer]


def replies_to(discord: FakeDiscord, user: SimulatedUser) -> list[object]:
    """The messages that reply to this user."""
    messages = discord.messages(discord.default_channel)
    return [message for message in messages if message.reference and message.reference.author is user.account]


async def test_a_running_bot_has_one_worker_and_few_threads(discord: FakeDiscord, bot: BotProcess) -> None:
    alice = discord.add_user("alice")
    for _ in range(5):
        await alice.slash("ask", question=DECLARATION)
    assert bot.threads() <= 8
