"""What was taught is one of the folders that a channel answers from: it shows where that was chosen, or nothing was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.workspace import create_workspace
from discord_server import FakeDiscord, SimulatedUser
from discord_server.entities import Channel

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY, SAUNA = "Where is the key to the boiler room?", "Who heats the sauna?"
WORDS = "The key hangs behind the door of the lodge."
SOURCES = {"rules/parking.txt": "The parking permit costs 40 euros a year.\n", "taught/key.md": f"{WORDS}\n"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> AsyncIterator[FakeDiscord]:
    workspace = create_workspace(tmp_path_factory.mktemp("taught") / "workspace", seed_index)
    for name, text in SOURCES.items():
        workspace.write(name, text, KEY if name.startswith("taught") else "Parking")
    workspace.build()
    async with FakeDiscord() as discord:
        discord.add_guild("school", channels=("help", "other"))
        async with workspace.bot(discord) as bot:
            await bot.wait_ready(discord)
            yield discord


@pytest.fixture
def channels(discord: FakeDiscord) -> tuple[Channel, Channel]:
    """One that answers from some folders, and one that answers from all."""
    [guild] = discord.state.guilds.values()
    return guild.channel("help"), guild.channel("other")


async def test_a_channel_of_other_folders_shows_nothing_of_it(
    discord: FakeDiscord, moderator: SimulatedUser, channels: tuple[Channel, Channel]
) -> None:
    (some, all_), alice = channels, discord.add_user("alice")
    assert "rules, taught" in await moderator.complete("setup", "sources", "rules, ", channel=some)
    await moderator.slash("setup", channel=some, about_channel=some, sources="rules")
    found = await alice.slash("ask", channel=all_, question=KEY)
    assert WORDS in found.text
    refused = await alice.slash("ask", channel=some, question=KEY)
    assert "lodge" not in refused.text
    assert KEY not in [button.label for button in refused.buttons]
    reference = next(b.custom_id for b in found.buttons if b.custom_id and b.custom_id.startswith("open:")).split(":")[
        2
    ]
    for forged in (f"open:1:{reference}", f"closest:{reference}"):
        assert "lodge" not in (await alice.click_forged(refused, forged)).text
        assert "lodge" in (await alice.click_forged(found, forged)).text


async def test_what_is_taught_in_it_is_kept_and_shown_once_its_folder_is_chosen(
    discord: FakeDiscord, moderator: SimulatedUser, channels: tuple[Channel, Channel]
) -> None:
    (some, all_), alice = channels, discord.add_user("alice")
    await moderator.slash("setup", channel=some, about_channel=some, sources="rules")
    kept = await moderator.slash("teach", channel=some, question=SAUNA, answer="Cleo heats it.")
    assert kept.text.startswith("I keep that, and use it wherever `taught` is among the sources; here it is not")
    assert "Cleo" not in (await alice.slash("ask", channel=some, question=SAUNA)).text
    assert "Cleo" in (await alice.slash("ask", channel=all_, question=SAUNA)).text
    await moderator.slash("setup", channel=some, about_channel=some, sources="rules, taught")
    for question, words in ((SAUNA, "Cleo"), (KEY, "lodge")):
        assert words in (await alice.slash("ask", channel=some, question=question)).text
