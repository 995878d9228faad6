"""Discord has errors of its own, answers late or not at all, and tells twice: each is answered once, or let go."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import pytest

from discord_bot.houses import DECLARATION, House
from discord_server import BotProcess, Message, NoAnswer, SmallDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERED_LOG = "Answered in"
CALLBACK, ORIGINAL, FOLLOW_UP, POST = r"/callback$", "/messages/@original", r"/webhooks/\d+/[\w-]+$", r"/\d+/messages$"


def answers(bot: BotProcess) -> int:
    return sum(ANSWERED_LOG in line for line in bot.stderr)


async def goes_on(discord: SmallDiscord) -> bool:
    return "1961" in (await discord.add_person("carol").asks("ask", question=DECLARATION)).text


async def test_a_command_told_twice_is_answered_once(discord: SmallDiscord, bot: BotProcess) -> None:
    before = answers(bot)
    alice, channel = discord.add_person("alice"), discord.add_guild("twice").channels[0]
    reply = await alice.asks("ask", question=DECLARATION, channel=channel)
    discord.tell_again("INTERACTION_CREATE")
    assert await goes_on(discord)
    assert discord.messages(channel) == [reply.message]
    assert not reply.followups
    assert not reply.message.earlier
    assert answers(bot) == before + 2


async def test_a_message_told_twice_is_answered_once(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_person("alice"), discord.add_guild("again").channels[0]
    asked = await alice.says(f"@relbot {DECLARATION}", channel)
    discord.tell_again("MESSAGE_CREATE")
    answer = await discord.answer_to(asked)
    assert await goes_on(discord)
    assert discord.messages(channel) == [asked, answer]


async def test_a_button_told_twice_shows_an_answer_once(discord: SmallDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_person("alice"), discord.add_guild("button").channels[0]
    reply = await alice.asks("ask", question=DECLARATION, private=True, channel=channel)
    pressed = await alice.clicks(reply, "Show all")
    discord.tell_again("INTERACTION_CREATE")
    await discord.until(lambda: pressed.followups)
    assert await goes_on(discord)
    assert len([message for message in discord.messages(channel) if not message.ephemeral]) == 1


async def test_an_answer_that_was_taken_and_told_to_have_failed_is_not_given_twice(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    alice, channel = discord.add_person("alice"), discord.add_guild("lost").channels[0]
    lost = discord.lose_next("POST", POST)
    asked = await alice.says(f"@relbot {DECLARATION}", channel)
    answer = await discord.answer_to(asked)
    await discord.until(lambda: sum(r.path == f"/channels/{channel.id}/messages" for r in discord.requests) == 2)
    assert lost.times == 0
    assert discord.messages(channel) == [asked, answer]


async def test_an_acknowledgement_whose_outcome_was_lost_is_followed_by_the_answer(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    lost = discord.lose_next("POST", CALLBACK)
    reply = await discord.add_person("alice").asks("ask", question=DECLARATION)
    assert lost.times == 0
    assert "1961" in reply.text


async def test_an_error_of_discord_on_the_way_of_an_answer_is_tried_again(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    for method, path, status in (("PATCH", ORIGINAL, 500), ("POST", CALLBACK, 503), ("PATCH", ORIGINAL, 429)):
        arranged = discord.fail_next(method, path, status, retry_after=0.2)
        reply = await discord.add_person("alice").asks("ask", question=DECLARATION)
        assert arranged.times == 0
        assert "1961" in reply.text


async def test_an_interaction_that_cannot_be_acknowledged_in_time_is_let_go_and_holds_up_nobody(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_person("alice"), discord.add_person("bob")
    lapsing = []
    for fault in (discord.hang_next("POST", CALLBACK, seconds=5), discord.fail_next("POST", CALLBACK, 500)):
        lapsing.append(asyncio.create_task(alice.asks("ask", question=DECLARATION)))
        await discord.until(lambda: not fault.times)  # noqa: B023 - awaited here
    discord.fail_next("POST", f"/{discord.interactions.latest}/.*{CALLBACK}", 500, times=9)
    assert ((await bob.asks("ask", question=DECLARATION)).answered_after or 9) < 2
    lapsed = await asyncio.gather(*lapsing, return_exceptions=True)
    assert all(isinstance(each, NoAnswer) for each in lapsed)
    await bot.until(lambda: sum("Not delivered: TimeoutError" in line for line in bot.stderr) == 2)
    tries = len(discord.requests)
    assert await goes_on(discord)
    assert len(discord.requests) == tries + 2


@pytest.mark.parametrize(("status", "wait"), [(500, 0), (429, 600)])
async def test_that_it_cannot_show_that_it_types_holds_no_answer_up(
    discord: SmallDiscord, bot: BotProcess, status: int, wait: float
) -> None:
    arranged = discord.fail_next("POST", "/typing$", status, times=9, retry_after=wait)
    channel = discord.add_guild("typing").channels[0]
    answer = await discord.answer_to(
        await discord.add_person("alice").says(f"@relbot {DECLARATION}", channel), within=3
    )
    assert arranged.times < 9
    arranged.times = 0
    assert "1961" in answer.text


async def test_a_dropped_connection_in_the_middle_of_answers_loses_none_and_doubles_none(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    channel = discord.add_guild("dropped").channels[0]
    people = [discord.add_person(f"person{number}") for number in range(20)]
    asks = [asyncio.create_task(person.asks("ask", question=DECLARATION, channel=channel)) for person in people]
    asked = [await person.says(f"@relbot {DECLARATION}", channel) for person in people]
    await discord.until(lambda: [m for m in discord.messages(channel) if "1961" in m.text and m.author is discord.bot])
    discord.drop_connection()
    replies = await asyncio.gather(*asks)
    assert await goes_on(discord)

    def said() -> list[Message]:
        return [message for message in discord.messages(channel) if message.author is discord.bot]

    await discord.until(lambda: len(said()) >= 40)
    assert await goes_on(discord)
    assert {message.id for message in said() if not message.replies_to} == {reply.message.id for reply in replies}
    assert [message.replies_to for message in said() if message.replies_to] == asked
    assert all("1961" in message.text for message in said())


thorough = pytest.mark.skipif("RELBOT_THOROUGH" not in os.environ, reason="waits for deadlines, for minutes")


@thorough
async def test_whoever_rebuilds_is_told_when_discord_does_not_say_who_may(
    discord: SmallDiscord, bot: BotProcess
) -> None:
    discord.hang_next("GET", "/oauth2/applications/@me", seconds=20)
    assert "Something went wrong in here" in (await discord.owner.asks("reindex")).text


@thorough
async def test_a_gateway_that_says_nothing_for_a_minute_is_left(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice = own_discord.add_person("alice")
    async with furnished().bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        own_discord.hang_connection()
        answer = await own_discord.answer_to(await alice.says(f"@relbot {DECLARATION}"), within=90)
        assert "1961" in answer.text
        assert own_discord.gateway.resumes == 1
        own_discord.hang_connection()
        assert await bot.terminate() == 0


@thorough
async def test_an_answer_that_cannot_be_delivered_is_let_go_at_last(
    own_discord: SmallDiscord, furnished: Callable[..., House]
) -> None:
    alice = own_discord.add_person("alice")
    async with furnished().bot(own_discord) as bot:
        await bot.wait_ready(own_discord)
        for status, wait in ((500, 0.0), (429, 3600.0)):
            storm = own_discord.fail_next("PATCH", ORIGINAL, status, times=99, retry_after=wait)
            given_up = sum("Not delivered" in line for line in bot.stderr)
            await alice.asks("ask", question=DECLARATION, until="acknowledged")
            await bot.until(lambda: sum("Not delivered" in line for line in bot.stderr) > given_up, within=45)  # noqa: B023
            storm.times = 0
            assert await goes_on(own_discord)
        assert await bot.terminate() == 0
