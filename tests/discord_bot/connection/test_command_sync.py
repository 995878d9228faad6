"""The commands as they are registered: a snapshot, so that no change of them goes unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from discord_server import BotProcess, FakeDiscord

SNAPSHOT = Path(__file__).with_name("commands.json")

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_commands_are_those_of_the_snapshot(discord: FakeDiscord, bot: BotProcess) -> None:
    [registered] = discord.command_puts
    registered = sorted(registered, key=lambda command: (command.get("type", 1), command["name"]))
    assert registered == json.loads(SNAPSHOT.read_text("utf-8"))


async def test_a_command_of_another_version_says_so(discord: FakeDiscord, bot: BotProcess) -> None:
    forgotten = {"id": "1", "name": "forgotten", "type": 1, "options": []}
    discord.commands.append(forgotten)
    reply = await discord.add_user("alice").slash("forgotten")
    discord.commands.remove(forgotten)
    assert reply.text == "I no longer know this command; `/help` says how to ask me."
    assert reply.ephemeral
