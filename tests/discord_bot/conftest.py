"""One small Discord and one bot, run as people run it, for most scenarios."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.houses import GENOME, HOSTILE, House, furnish
from discord_server import BotProcess, SmallDiscord, would_ping


@pytest.fixture
def furnished(tmp_path: Path, seed_index: Path) -> Callable[..., House]:
    """Makes a house for one test."""
    return lambda **sources: furnish(tmp_path / "house", seed_index, {f"{n}.txt": text for n, text in sources.items()})


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> House:
    folder = tmp_path_factory.mktemp("bot") / "house"
    return furnish(folder, seed_index, {"quibble.txt": HOSTILE, "genome.txt": GENOME})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def discord() -> AsyncIterator[SmallDiscord]:
    async with SmallDiscord() as discord:
        discord.add_guild(channels=["general", "quiet"], threads=["aside"])
        yield discord
    assert_nobody_was_called(discord)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(discord: SmallDiscord, house: House) -> AsyncIterator[BotProcess]:
    async with house.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def own_discord() -> AsyncIterator[SmallDiscord]:
    """One that no other test sees."""
    async with SmallDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_called(discord)


def assert_nobody_was_called(discord: SmallDiscord) -> None:
    """Whatever happened in the scenarios, no message of the bot pings anybody."""
    said = [message for channel in discord.world.channels.values() for message in discord.messages(channel)]
    assert not [message for message in said if message.author is discord.bot and would_ping(message)]
