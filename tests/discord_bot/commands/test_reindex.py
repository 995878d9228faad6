"""The index is rebuilt while people ask: from Discord, and from the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from discord_bot.conftest import assert_nobody_was_called
from discord_bot.houses import DECLARATION, House, furnish
from discord_server import BotProcess, NoAnswer, Person, Reply, SmallDiscord

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Where does the Plimsoll Society meet?"


def meets_in(town: str) -> str:
    return f"The Plimsoll Society meets in {town}. It is a society of {town}, and the mayor of {town} opens it.\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[SmallDiscord]:
    async with SmallDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_called(discord)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> House:
    return furnish(tmp_path_factory.mktemp("rebuilt") / "house", seed_index, {"society.txt": meets_in("Leeds")})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: SmallDiscord, house: House) -> AsyncIterator[BotProcess]:
    async with house.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


async def test_a_rebuild_from_the_terminal_is_picked_up(discord: SmallDiscord, bot: BotProcess, house: House) -> None:
    alice = discord.add_person("alice")
    assert "**The Plimsoll Society meets in Leeds.**" in (await alice.asks("ask", question=QUESTION)).text
    house.write("society.txt", meets_in("York"), "Society")
    house.build()
    assert "**The Plimsoll Society meets in York.**" in (await alice.asks("ask", question=QUESTION)).text


async def test_a_button_from_before_a_rebuild_opens_the_same_passage_or_says_that_it_has_changed(
    discord: SmallDiscord, bot: BotProcess, house: House
) -> None:
    alice = discord.add_person("alice")
    stays, goes = await alice.asks("ask", question=DECLARATION), await alice.asks("ask", question=QUESTION)
    house.write("society.txt", meets_in("Hull"), "Society")
    house.build()
    assert "**In 1961, Albania and North Korea signed" in (await alice.clicks(stays, "Open 1")).text
    assert "The source has changed since that answer" in (await alice.clicks(goes, "Open 1")).text


async def test_the_owner_rebuilds_and_is_told_what_changed(
    discord: SmallDiscord, bot: BotProcess, house: House
) -> None:
    house.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
    report = await rebuilt(discord, discord.owner)
    assert report.ephemeral
    assert report.text.startswith("**The index is rebuilt**: 3 sources")
    assert "- 1 added: lamps.txt" in report.text
    assert any("Rebuilding the index:" in earlier for earlier in report.message.earlier)
    assert "1899" in (await discord.owner.asks("ask", question="When was the Lamp of Dover lit?")).text
    again = await rebuilt(discord, discord.owner)
    assert again.text.startswith("**Nothing has changed**")


async def test_nobody_else_rebuilds_whatever_their_rights(discord: SmallDiscord, bot: BotProcess, house: House) -> None:
    before = (house.index / "CURRENT").read_text()
    house.write("mine.txt", "Somebody else's source.\n", "Mine")
    reply = await discord.add_person("alice").asks("reindex")
    assert reply.text == "Only whoever runs this bot can rebuild its index."
    assert (house.index / "CURRENT").read_text() == before


async def test_answers_go_on_during_a_rebuild_and_each_is_wholly_of_one_index(
    discord: SmallDiscord, bot: BotProcess, house: House
) -> None:
    house.write("society.txt", meets_in("Bath"), "Society")
    alice = discord.add_person("alice")
    building = asyncio.create_task(discord.owner.asks("reindex", within=60, until="acknowledged"))
    begun = await building
    second = await discord.owner.asks("reindex")
    assert second.text == "The index is being rebuilt already; wait until that is done."
    towns = []
    while "The index is rebuilt" not in begun.text:
        text = (await alice.asks("ask", question=QUESTION)).text
        towns.append([town for town in ("Hull", "Bath") if town in text])
    assert ["Hull"] in towns
    assert all(len(named) == 1 for named in towns)
    assert "Bath" in (await alice.asks("ask", question=QUESTION)).text


async def test_a_rebuild_that_fails_says_why_and_the_index_before_it_answers(
    discord: SmallDiscord, bot: BotProcess, house: House
) -> None:
    kept = {file: file.read_bytes() for file in house.corpus.iterdir()}
    for file in kept:
        file.unlink()
    report = await rebuilt(discord, discord.owner)
    for file, content in kept.items():
        file.write_bytes(content)
    assert "**The index is not rebuilt**, and answers as before: No sources" in report.text
    assert "1961" in (await discord.owner.asks("ask", question=DECLARATION)).text


async def test_a_member_of_the_owning_team_rebuilds(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, owner = discord.add_person("alice"), discord.owner
    discord.make_team(alice)
    try:
        assert "**" in (await rebuilt(discord, alice)).text
        assert "Only whoever runs this bot" in (await owner.asks("reindex")).text
    finally:
        discord.make_team()


async def rebuilt(discord: SmallDiscord, person: Person) -> Reply:
    """What stands in the message when the rebuild is over."""
    reply = await person.asks("reindex", until="acknowledged")
    try:
        await discord.until(lambda: "**" in reply.text, within=60)
    except TimeoutError:
        raise NoAnswer(reply, f"it still says {reply.text!r}") from None
    return reply
