"""Too many questions, too fast, or a damaged index: a plain sentence, and the bot goes on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from discord_bot.workspace import DECLARATION, UNANSWERABLE, Workspace
from discord_server import BotProcess, FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_person_waits_between_questions_and_others_do_not(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice, bob = fresh_discord.add_user("alice"), fresh_discord.add_user("bob")
    async with new_workspace().bot(fresh_discord, RELBOT_COOLDOWN="60", RELBOT_QUEUE="1") as bot:
        await bot.wait_ready(fresh_discord)
        first = await alice.slash("ask", question=DECLARATION)
        assert "1961" in first.text
        hasty = await alice.slash("ask", question=DECLARATION)
        assert re.fullmatch(r"One question at a time, please; ask again in \d\d seconds.", hasty.text)
        assert hasty.ephemeral
        assert (
            "One question at a time"
            in (await fresh_discord.answer_to(await alice.send_direct_message(DECLARATION))).text
        )
        assert "1961" in (await bob.slash("ask", question=DECLARATION)).text
        assert "Cold War" in (await alice.click(first, "Open 1")).text

        users = [fresh_discord.add_user(f"person{number}") for number in range(50)]
        replies = await asyncio.gather(*(user.slash("ask", question=DECLARATION) for user in users))
        answered = ["1961" in reply.text for reply in replies]
        busy = ["I am busy with other questions" in reply.text for reply in replies]
        assert any(answered)
        assert any(busy)
        assert all(a != b for a, b in zip(answered, busy, strict=True))
        assert "1961" in (await fresh_discord.add_user("carol").slash("ask", question=DECLARATION)).text


async def test_a_fault_is_reported_with_a_number_that_the_log_has_too(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    workspace, alice = new_workspace(), fresh_discord.add_user("alice")
    store = unlinked(workspace.index / (workspace.index / "CURRENT").read_text("utf-8").strip() / "tokens-0.codes")
    async with workspace.bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        with store.open("r+b") as pages:  # overwritten while it is open, as a failing disk does
            pages.write(b"\xff" * store.stat().st_size)
        reply = await alice.slash("ask", question=DECLARATION)
        found = re.search(r"the log \(incident (\w{8})\)\.", reply.text)
        assert found, reply.text
        line = next(line for line in bot.stderr if found.group(1) in line)
        assert "ERROR relbot.discord.dispatch.requests: Incident" in line
        assert not [line for line in bot.stderr if "declaration" in line]
        assert "`/ask`" in (await alice.slash("help")).text


async def test_an_answer_that_discord_does_not_take_is_followed_by_a_word_about_it(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    fault = discord.fail_next("PATCH", "/messages/@original", 400)
    reply = await discord.add_user("alice").slash("ask", question=DECLARATION)
    assert fault.times == 0
    found = re.search(r"Something went wrong.*\(incident (\w{8})\)\.", reply.text)
    assert found
    await bot.wait_for(lambda: [line for line in bot.stderr if f"Incident {found.group(1)}" in line])


async def test_where_a_thread_was_closed_meanwhile_it_is_no_fault_and_nothing_is_sent_twice(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    fault = discord.fail_next("POST", "/channels/[0-9]+/messages$", 400, times=2, code=50083)
    logged = len(bot.stderr)
    await discord.add_user("alice").send_message(f"@relbot {DECLARATION}")
    await bot.wait_for(lambda: [line for line in bot.stderr[logged:] if "Not delivered: HTTPException 50083" in line])
    assert fault.times == 1
    fault.times = 0
    assert not [line for line in bot.stderr[logged:] if "Incident" in line]
    assert "1961" in (await discord.add_user("bob").slash("ask", question=DECLARATION)).text


async def test_without_feedback_there_are_no_buttons_for_it(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    async with new_workspace().bot(fresh_discord, RELBOT_FEEDBACK="off") as bot:
        await bot.wait_ready(fresh_discord)
        for question in (DECLARATION, UNANSWERABLE):
            reply = await fresh_discord.add_user("alice").slash("ask", question=question)
            assert not [button for button in reply.buttons if (button.custom_id or "").startswith("vote")]


def unlinked(file: Path) -> Path:
    """The file, no longer hard-linked to that of other workspaces."""
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    return file
