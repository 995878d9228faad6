"""Too many questions, too fast, or an index that has come to harm: a plain sentence, and the bot goes on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from discord_bot.houses import DECLARATION, UNKNOWN, House
from discord_server import BotProcess, SmallDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_person_waits_between_questions_and_others_do_not(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice, bob = own_discord.add_person("alice"), own_discord.add_person("bob")
    async with furnished().bot(own_discord, RELBOT_COOLDOWN="60", RELBOT_QUEUE="1") as bot:
        await bot.wait_ready(own_discord)
        first = await alice.asks("ask", question=DECLARATION)
        assert "1961" in first.text
        hasty = await alice.asks("ask", question=DECLARATION)
        assert re.fullmatch(r"One question at a time, please; ask again in \d\d seconds.", hasty.text)
        assert hasty.ephemeral
        assert "One question at a time" in (await own_discord.answer_to(await alice.writes_to_bot(DECLARATION))).text
        assert "1961" in (await bob.asks("ask", question=DECLARATION)).text
        assert "Cold War" in (await alice.clicks(first, "Open 1")).text

        people = [own_discord.add_person(f"person{number}") for number in range(50)]
        replies = await asyncio.gather(*(person.asks("ask", question=DECLARATION) for person in people))
        answered = ["1961" in reply.text for reply in replies]
        busy = ["I am busy with other questions" in reply.text for reply in replies]
        assert any(answered)
        assert any(busy)
        assert all(a != b for a, b in zip(answered, busy, strict=True))
        assert "1961" in (await own_discord.add_person("carol").asks("ask", question=DECLARATION)).text


async def test_a_fault_is_told_with_a_number_that_the_log_has_too(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    house, alice = furnished(), own_discord.add_person("alice")
    store = own_copy(house.index / (house.index / "CURRENT").read_text("utf-8").strip() / "tokens.i8")
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        with store.open("r+b") as pages:  # overwritten while it is open, as a failing disk does
            pages.write(b"\xff" * store.stat().st_size)
        reply = await alice.asks("ask", question=DECLARATION)
        found = re.search(r"the log \(incident (\w{8})\)\.", reply.text)
        assert found, reply.text
        line = next(line for line in bot.stderr if found.group(1) in line)
        assert "ERROR relbot.discord.dispatch.service: Incident" in line
        assert not [line for line in bot.stderr if "declaration" in line]
        assert "`/ask`" in (await alice.asks("help")).text


async def test_an_answer_that_discord_does_not_take_is_followed_by_a_word_about_it(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    arranged = discord.fail_next("PATCH", "/messages/@original", 400)
    reply = await discord.add_person("alice").asks("ask", question=DECLARATION)
    assert arranged.times == 0
    found = re.search(r"Something went wrong in here.*\(incident (\w{8})\)\.", reply.text)
    assert found
    await bot.until(lambda: [line for line in bot.stderr if f"Incident {found.group(1)}" in line])


async def test_without_feedback_there_are_no_buttons_for_it(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    async with furnished().bot(own_discord, RELBOT_FEEDBACK="off") as bot:
        await bot.wait_ready(own_discord)
        for question in (DECLARATION, UNKNOWN):
            reply = await own_discord.add_person("alice").asks("ask", question=question)
            assert not [button for button in reply.buttons if (button.custom_id or "").startswith("vote")]


def own_copy(file: Path) -> Path:
    """The file, shared with other houses no more."""
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    return file
