"""Documents are brought from Discord: read, shown, and live only when their owner says so."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from discord_bot.conftest import assert_nobody_was_pinged
from discord_bot.workspace import Workspace, create_workspace
from discord_server import BotProcess, FakeDiscord, NoResponse, Reply
from relbot.discord.adding.staging import StagingArea

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "When was the Lamp of Dover lit?"
LAMPS = (
    "# The lamps of Dover\n\n## Lighting\n\nThe Lamp of Dover was lit by Anna Lind in 1899, when the port opened.\n\n"
    "## Keeping\n\nAnna Lind kept the Lamp of Dover until 1911, and her daughter Clara Lind kept it after her.\n"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as discord:
        discord.add_guild()
        yield discord
    assert_nobody_was_pinged(discord)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Workspace:
    return create_workspace(tmp_path_factory.mktemp("added") / "workspace", seed_index)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: FakeDiscord, workspace: Workspace) -> AsyncIterator[BotProcess]:
    async with workspace.bot(discord) as bot:
        await bot.wait_ready(discord)
        yield bot


async def added(discord: FakeDiscord, **options: Any) -> Reply:
    """The reply to `/add` when the document is read."""
    return await settled(discord, await discord.owner.slash("add", until="acknowledged", **options))


async def settled(discord: FakeDiscord, reply: Reply) -> Reply:
    try:
        await discord.wait_for(lambda: "**" in reply.text or "address" in reply.text, within=60)
    except TimeoutError:
        raise NoResponse(reply, f"it still says {reply.text!r}") from None
    return reply


def staged(workspace: Workspace) -> list[Path]:
    return list((workspace.folder / "state" / "added").glob("*"))


async def test_a_file_is_shown_and_goes_live_at_a_press(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    preview = await added(discord, file=discord.upload("the lamps.md", LAMPS.encode()))
    assert preview.ephemeral
    title, passages, answers, *questions = preview.text.splitlines()
    assert title == "**The lamps of Dover**"
    assert passages == "2 passages, as the-lamps.md; it is not live yet."
    assert answers == "It answers, for example:"
    assert 1 <= len(questions) <= 3
    assert not (workspace.corpus / "the-lamps.md").exists()
    assert "1899" not in (await discord.owner.slash("ask", question=QUESTION)).text

    pressed = await discord.owner.click(preview, "Add it", until="acknowledged")
    report = await settled(discord, pressed)
    assert "- 1 added: the-lamps.md" in report.text
    assert (workspace.corpus / "the-lamps.md").read_text() == LAMPS
    assert "1899" in (await discord.owner.slash("ask", question=QUESTION)).text
    for question in questions:
        answer = await discord.owner.slash("ask", question=question.removeprefix("- "))
        assert "No answer" not in answer.text
    assert staged(workspace) == []
    again = await discord.owner.click(preview, "Add it")
    assert again.text == "That document has gone live, was discarded, or waited for more than a day."


async def test_another_document_of_the_name_is_replaced_only_on_purpose(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    workspace.write("mill.md", "The mill is old, and nobody has seen it since the flood of the year before.\n")
    text = b"The mill of Durres is new, and everybody came to see it in the spring of 1961.\n"
    preview = await added(discord, file=discord.upload("mill.md", text))
    assert "It would replace another document of the same name." in preview.text
    assert b"old" in (workspace.corpus / "mill.md").read_bytes()
    await discord.owner.click(preview, "Replace the other", until="acknowledged")
    await discord.wait_for(lambda: (workspace.corpus / "mill.md").read_bytes() == text, within=10)


async def test_what_goes_live_while_the_index_is_rebuilt_is_indexed_after_that(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    text = b"The Gate of Lezhe was painted green by Nora Prek in 1923, and has stayed so ever since.\n"
    preview = await added(discord, file=discord.upload("gate.md", text))
    workspace.write("before.md", "The Tower of Kruja had a bell.\n")
    building = await discord.owner.slash("reindex", until="acknowledged")
    pressed = await discord.owner.click(preview, "Add it")
    assert pressed.text.startswith("It is now among the sources;")
    assert "The index was rebuilt" in (await settled(discord, building)).text
    question = "Who painted the Gate of Lezhe?"
    deadline = time.monotonic() + 60
    while "Nora Prek" not in (await discord.owner.slash("ask", question=question)).text:
        assert time.monotonic() < deadline


async def test_what_cannot_be_added_is_told_and_leaves_nothing(
    discord: FakeDiscord, bot: BotProcess, workspace: Workspace
) -> None:
    before = sorted(workspace.corpus.iterdir())
    refused: dict[str, dict[str, Any]] = {
        "it is empty": {"file": discord.upload("empty.md", b" ")},
        "an address begins with https:// or wikipedia:": {"address": "http://127.0.0.1/"},
        "127.0.0.1 is an address of a private network, which is not fetched from": {"address": "https://127.0.0.1/"},
    }
    for why, options in refused.items():
        reply = await added(discord, **options)
        assert reply.text.replace("\\", "") == f"**The document is not added**: {why}."
    assert (await discord.owner.slash("add")).text == "Give me either a file or an address to add."
    assert sorted(workspace.corpus.iterdir()) == before
    assert staged(workspace) == []


async def test_what_is_discarded_leaves_nothing(discord: FakeDiscord, bot: BotProcess, workspace: Workspace) -> None:
    waiting = StagingArea(workspace.folder / "state" / "added").new()
    reply = await discord.owner.slash("add")
    discarded = await discord.owner.click_forged(reply, f"source:discard:{waiting.token}")
    assert discarded.text == "Discarded; nothing has changed."
    assert not waiting.folder.exists()


async def test_nobody_else_adds_or_decides(discord: FakeDiscord, bot: BotProcess, workspace: Workspace) -> None:
    waiting = StagingArea(workspace.folder / "state" / "added").new()
    alice = discord.add_user("alice")
    reply = await alice.slash("add", file=discord.upload("a.md", LAMPS.encode()))
    assert reply.text == "Only whoever runs this bot can add documents."
    for decision in ("add", "replace", "discard"):
        forged = await alice.click_forged(reply, f"source:{decision}:{waiting.token}")
        assert forged.text == "Only whoever runs this bot can add documents."
    assert waiting.folder.exists()
