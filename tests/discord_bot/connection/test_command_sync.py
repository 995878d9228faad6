"""The commands as they are registered: a snapshot, so that no change of them goes unseen."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from discord_bot.connection.bot_in_process import connected_bot, no_log, no_threads
from discord_bot.connection.virtual_time import run_in_virtual_time
from discord_server import BotProcess, FakeDiscord

__all__ = ["no_log", "no_threads"]

SNAPSHOT = Path(__file__).with_name("commands.json")

HOUR = 3600.0
REFUSALS: dict[str, Callable[[FakeDiscord], object]] = {
    "a limit of the day": lambda discord: discord.fail_next("PUT", "/commands", 429, retry_after=20 * HOUR),
    "no response": lambda discord: discord.hang_next("PUT", "/commands", HOUR),
    "one error after another": lambda discord: discord.fail_next("PUT", "/commands", 503, times=9),
    "a refusal": lambda discord: discord.fail_next("PUT", "/commands", 400, code=30034),
}


@pytest.mark.asyncio(loop_scope="session")
async def test_the_commands_are_those_of_the_snapshot(discord: FakeDiscord, bot: BotProcess) -> None:
    [registered] = discord.command_puts
    registered = sorted(registered, key=lambda command: (command.get("type", 1), command["name"]))
    assert registered == json.loads(SNAPSHOT.read_text("utf-8"))


@pytest.mark.asyncio(loop_scope="session")
async def test_a_command_of_another_version_says_so(discord: FakeDiscord, bot: BotProcess) -> None:
    forgotten = {"id": "1", "name": "forgotten", "type": 1, "options": []}
    discord.commands.append(forgotten)
    reply = await discord.add_user("alice").slash("forgotten")
    discord.commands.remove(forgotten)
    assert reply.text == "I no longer know this command; `/help` says how to ask me."
    assert reply.ephemeral


@pytest.mark.usefixtures("no_threads", "no_log")
@pytest.mark.parametrize("refusal", REFUSALS)
def test_whatever_keeps_the_commands_from_being_set_the_bot_is_there_in_a_minute(refusal: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            REFUSALS[refusal](discord)
            async with connected_bot(discord, tmp_path):
                await discord.wait_ready(within=1)
        assert not (tmp_path / "commands.json").exists()

    run_in_virtual_time(play())


@pytest.mark.usefixtures("no_threads", "no_log")
def test_a_pipe_in_the_place_of_what_was_set_delays_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            os.mkfifo(tmp_path / "commands.json")
            async with connected_bot(discord, tmp_path):
                await discord.wait_ready(within=1)

    run_in_virtual_time(play())
