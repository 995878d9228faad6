"""One fake Discord and one bot, run from the shipped entry point, for most scenarios."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.workspace import HOSTILE_SOURCE, LONG_PASSAGE, Workspace, create_workspace
from discord_server import BotProcess, FakeDiscord, SimulatedUser, would_ping
from discord_server.entities import Permission


@pytest.fixture
def new_workspace(tmp_path: Path, seed_index: Path) -> Callable[..., Workspace]:
    """Makes a workspace for one test."""
    return lambda **sources: create_workspace(
        tmp_path / "workspace", seed_index, {f"{n}.txt": text for n, text in sources.items()}
    )


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    folder = tmp_path_factory.mktemp("bot") / "workspace"
    return create_workspace(folder, seed_index, {"quibble.txt": HOSTILE_SOURCE, "genome.txt": LONG_PASSAGE})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild(channels=["general", "quiet"], threads=["aside"])
        yield discord
    assert_nobody_was_pinged(discord)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


@pytest.fixture
def moderator(discord: FakeDiscord) -> SimulatedUser:
    """Somebody who may teach, and sees what was left open."""
    user = discord.add_user("moderator")
    user.account.permissions = Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD
    return user


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_discord() -> AsyncIterator[FakeDiscord]:
    """One that no other test sees."""
    async with FakeDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_pinged(discord)


def assert_nobody_was_pinged(discord: FakeDiscord) -> None:
    """Assert that no message of the bot in any scenario pings anybody."""
    messages = [message for channel in discord.state.channels.values() for message in discord.messages(channel)]
    assert not [message for message in messages if message.author is discord.bot and would_ping(message)]
