"""The engine breaks, sticks or loses its files: whoever asked is told in time, and the bot goes on."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import time
from collections.abc import Callable

import pytest

from discord_bot.houses import DECLARATION, LETTERS, House
from discord_server import BotProcess, Person, SmallDiscord
from relbot.discord.dispatch.dispatcher import SPARE
from relbot.index.build import build

pytestmark = pytest.mark.asyncio(loop_scope="session")

thorough = pytest.mark.skipif("RELBOT_THOROUGH" not in os.environ, reason="takes a quarter of a minute")

PATIENCE = 0.7
INCIDENT = r"Something went wrong in here; .* \(incident (\w{8})\)\."


def busy(text: str) -> bool:
    return "I am busy with other questions" in text


async def test_whatever_the_engine_raises_is_told_with_a_number_and_kept_out_of_the_log(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice = own_discord.add_person("alice")
    async with furnished().faulty_bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        for fault in ("break", "panic"):
            slash = await alice.asks("ask", question=f"{fault} the secret")
            written = await own_discord.answer_to(await alice.writes_to_bot(f"{fault} the secret"))
            for text in (slash.text, written.text):
                number = re.fullmatch(INCIDENT, text)
                assert number, text
                await bot.until(lambda sought=number[1]: [line for line in bot.stderr if sought in line])  # type: ignore[misc]
        assert "1961" in (await alice.asks("ask", question=DECLARATION)).text
        assert not [line for line in bot.stderr if "secret" in line]
        assert await bot.terminate() == 0


async def test_a_stuck_engine_is_told_in_time_and_a_fresh_hand_goes_on(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice, bob = own_discord.add_person("alice"), own_discord.add_person("bob")
    async with furnished().faulty_bot(own_discord, RELBOT_PATIENCE=str(PATIENCE)) as bot:
        await bot.wait_ready(own_discord)
        began = time.monotonic()
        sticking = asyncio.create_task(alice.asks("ask", question="stick"))
        waiting = await bob.asks("ask", question=DECLARATION)
        assert busy(waiting.text) or "1961" in waiting.text
        assert busy((await sticking).text)
        assert time.monotonic() - began < PATIENCE + 1
        assert "1961" in (await bob.asks("ask", question=DECLARATION)).text
        assert "1961" in (await alice.asks("ask", question=DECLARATION)).text
        assert [line for line in bot.stderr if "A hand is stuck after 0.7 s: a fresh one goes on (1 of 4)" in line]
        await alice.asks("ask", question="stick", until="acknowledged")
        assert await bot.terminate(within=15) == 0


async def test_one_person_who_asks_on_does_not_hold_up_hand_after_hand(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice, bob = own_discord.add_person("alice"), own_discord.add_person("bob")
    async with furnished().faulty_bot(own_discord, RELBOT_PATIENCE=str(PATIENCE)) as bot:
        await bot.wait_ready(own_discord)
        asked = [alice.asks("ask", question=question) for question in ("stick", *[LETTERS] * (SPARE + 3))]
        told = await asyncio.gather(*asked)
        assert busy(told[0].text)
        assert "1961" in (await bob.asks("ask", question=DECLARATION)).text
        assert "1977" in (await alice.asks("ask", question=LETTERS)).text
        assert not [line for line in bot.stderr if "(2 of 4)" in line]


@thorough
async def test_when_every_hand_is_stuck_everybody_is_told_at_once_until_one_comes_back(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    people = [own_discord.add_person(f"person{number}") for number in range(SPARE + 1)]
    house, lasting = furnished(), (SPARE + 2) * PATIENCE
    async with house.faulty_bot(own_discord, RELBOT_PATIENCE=str(PATIENCE), FAULTY_DAWDLE=str(lasting)) as bot:
        await bot.wait_ready(own_discord)
        for person, question in zip(people, ("dawdle", *["stick"] * SPARE), strict=True):
            assert busy((await person.asks("ask", question=question)).text)
        again = await people[0].asks("ask", question=DECLARATION)
        assert busy(again.text)
        assert (again.answered_after or 9) < PATIENCE / 2
        assert [line for line in bot.stderr if "none is left, so that all are told to try again" in line]
        await bot.until(lambda: [line for line in bot.stderr if "A stuck hand came back" in line])
        assert "1961" in (await people[0].asks("ask", question=DECLARATION)).text


async def test_an_index_that_is_gone_goes_on_answering_and_a_new_one_is_taken_up(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    house, alice = furnished(), own_discord.add_person("alice")
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        elsewhere = house.index.rename(house.folder / "elsewhere")
        reply = await alice.asks("ask", question=DECLARATION)
        assert "1961" in reply.text
        assert "1961" in (await alice.clicks(reply, "Open 1")).text
        assert [line for line in bot.stderr if "There is no index at index; run `relbot index`" in line]
        house.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
        build(house.corpus, elsewhere)
        elsewhere.rename(house.index)
        assert "1899" in (await alice.asks("ask", question="When was the Lamp of Dover lit?")).text


@thorough
async def test_an_index_deleted_under_it_is_built_anew_from_discord(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    house, alice = furnished(), own_discord.add_person("alice")
    async with house.bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        shutil.rmtree(house.index)
        house.write("lamps.txt", "The Lamp of Dover was lit in 1899.\n", "Lamps")
        reply = await own_discord.owner.asks("reindex", until="acknowledged")
        while "**" not in reply.text:
            assert "1961" in (await alice.asks("ask", question=DECLARATION)).text
        assert reply.text.startswith("**The index is rebuilt**: 2 sources")
        assert "1899" in (await alice.asks("ask", question="When was the Lamp of Dover lit?")).text


async def test_a_clock_that_jumps_by_years_changes_nothing(furnished: Callable[..., House]) -> None:
    house, decade = furnished(), 10 * 365 * 86_400.0
    async with SmallDiscord(clock_ahead=-decade) as discord:
        discord.add_guild()
        alice = discord.add_person("alice")
        async with house.faulty_bot(discord, FAULTY_CLOCK=str(2 * decade), RELBOT_COOLDOWN="1") as bot:
            await bot.wait_ready(discord)
            reply = await alice.asks("ask", question=DECLARATION)
            assert "1961" in reply.text
            assert "One question at a time" in (await alice.asks("ask", question=DECLARATION)).text
            await asyncio.sleep(1)
            assert "1961" in (await discord.answer_to(await alice.writes_to_bot(DECLARATION))).text
            assert "1961" in (await alice.clicks(reply, "Open 1")).text


async def test_a_gateway_that_hangs_without_closing_is_left_and_nothing_said_meanwhile_is_lost(
    furnished: Callable[..., House],
) -> None:
    async with SmallDiscord(heartbeat_interval=0.3) as discord:
        discord.add_guild()
        alice = discord.add_person("alice")
        async with furnished().faulty_bot(discord, FAULTY_HEARTBEAT="1") as bot:
            await bot.wait_ready(discord)
            discord.hang_connection()
            asked = await alice.says(f"@relbot {DECLARATION}")
            answer = await discord.answer_to(asked)
            assert "1961" in answer.text
            assert discord.gateway.resumes == 1
            assert said_to(discord, alice) == [answer]


def said_to(discord: SmallDiscord, person: Person) -> list[object]:
    """The messages that reply to this person."""
    said = discord.messages(discord.first_channel)
    return [message for message in said if message.replies_to and message.replies_to.author is person.user]


async def test_a_running_bot_has_one_hand_and_few_threads(discord: SmallDiscord, bot: BotProcess) -> None:
    alice = discord.add_person("alice")
    for _ in range(5):
        await alice.asks("ask", question=DECLARATION)
    assert bot.threads() <= 8
