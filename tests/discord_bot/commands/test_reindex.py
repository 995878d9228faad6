"""The index is rebuilt while people ask: from Discord, and from the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from filelock import FileLock

from discord_bot.conftest import assert_nobody_was_pinged
from discord_bot.workspace import DECLARATION, Workspace, create_workspace
from discord_server import BotProcess, FakeDiscord, NoResponse, Reply, SimulatedUser
from relbot.discord.commands import reindex
from relbot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Where does the Plimsoll Society meet?"


def meets_in(town: str) -> str:
    return f"The Plimsoll Society meets in {town}. It is a society of {town}, and the mayor of {town} opens it.\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_pinged(discord)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    return create_workspace(
        tmp_path_factory.mktemp("rebuilt") / "workspace", seed_index, {"society.txt": meets_in("Leeds")}
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


async def test_a_rebuild_from_the_terminal_is_picked_up(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    alice = discord.add_user("alice")
    assert "**The Plimsoll Society meets in Leeds.**" in (await alice.slash("ask", question=QUESTION)).text
    workspace.write("society.txt", meets_in("York"), "Society")
    workspace.build()
    assert "**The Plimsoll Society meets in York.**" in (await alice.slash("ask", question=QUESTION)).text


async def test_a_button_from_before_a_rebuild_opens_the_same_passage_or_says_that_it_has_changed(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    alice = discord.add_user("alice")
    stays, goes = (
        await alice.slash("ask", question=DECLARATION),
        await alice.slash("ask", question=QUESTION),
    )
    workspace.write("society.txt", meets_in("Hull"), "Society")
    workspace.build()
    assert "**In 1961, Albania and North Korea signed" in (await alice.click(stays, "Open 1")).text
    assert "The source has changed since that answer" in (await alice.click(goes, "Open 1")).text


async def test_the_owner_rebuilds_and_sees_what_changed(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    workspace.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
    report = await rebuilt(discord, discord.owner)
    assert report.ephemeral
    assert report.text.startswith("**The index was rebuilt**: 3 sources")
    assert "- 1 added: lamps.txt" in report.text
    assert any("Rebuilding the index:" in earlier for earlier in report.message.earlier)
    assert "1899" in (await discord.owner.slash("ask", question="When was the Lamp of Dover lit?")).text
    again = await rebuilt(discord, discord.owner)
    assert again.text.startswith("**Nothing has changed**")


async def test_nobody_else_rebuilds_whatever_their_rights(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    before = (workspace.index / "CURRENT").read_text()
    workspace.write("mine.txt", "Somebody else's source.\n", "Mine")
    reply = await discord.add_user("alice").slash("reindex")
    assert reply.text == "Only whoever runs this bot can rebuild its index."
    assert (workspace.index / "CURRENT").read_text() == before


async def test_answers_go_on_during_a_rebuild_and_each_is_wholly_of_one_index(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    workspace.write("society.txt", meets_in("Bath"), "Society")
    alice = discord.add_user("alice")
    building = asyncio.create_task(discord.owner.slash("reindex", within=60, until="acknowledged"))
    begun = await building
    second = await discord.owner.slash("reindex")
    assert second.text == "The index is already being rebuilt; wait until that is done."
    towns = []
    while "The index was rebuilt" not in begun.text:
        text = (await alice.slash("ask", question=QUESTION)).text
        towns.append([town for town in ("Hull", "Bath") if town in text])
    assert ["Hull"] in towns
    assert all(len(named) == 1 for named in towns)
    assert "Bath" in (await alice.slash("ask", question=QUESTION)).text


async def test_a_rebuild_that_fails_says_why_and_the_index_before_it_answers(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    kept = {file: file.read_bytes() for file in workspace.corpus.iterdir()}
    for file in kept:
        file.unlink()
    report = await rebuilt(discord, discord.owner)
    for file, content in kept.items():
        file.write_bytes(content)
    assert "**The index was not rebuilt**, and answers as before: There is no document in" in report.text
    assert "1961" in (await discord.owner.slash("ask", question=DECLARATION)).text


async def test_what_changes_during_a_build_in_the_terminal_is_indexed_after_that(
    new_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindex, "BUSY_INTERVAL", 0.1)
    workspace = new_workspace()
    rebuild = reindex.IndexRebuild(Settings(corpus=workspace.corpus, index=workspace.index))
    before, _ = workspace.generations()
    workspace.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n")
    others = asyncio.all_tasks()
    with FileLock(workspace.index / ".lock"):
        rebuild.request()
        [background] = asyncio.all_tasks() - others
        await asyncio.sleep(2)
        assert workspace.generations()[0] == before
    await asyncio.wait_for(background, 30)
    assert workspace.generations()[0] != before


async def test_a_member_of_the_owning_team_rebuilds(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, owner = discord.add_user("alice"), discord.owner
    discord.set_team(alice)
    try:
        assert "**" in (await rebuilt(discord, alice)).text
        assert "Only whoever runs this bot" in (await owner.slash("reindex")).text
    finally:
        discord.set_team()


async def rebuilt(discord: FakeDiscord, user: SimulatedUser) -> Reply:
    """The reply when the rebuild is over."""
    reply = await user.slash("reindex", until="acknowledged")
    try:
        await discord.wait_for(lambda: "**" in reply.text, within=60)
    except TimeoutError:
        raise NoResponse(reply, f"it still says {reply.text!r}") from None
    return reply
