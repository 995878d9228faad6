"""Discord fails, responds late or not at all, and repeats events: each request is answered once, or dropped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import pytest

from discord_bot.workspace import DECLARATION, Workspace
from discord_server import BotProcess, FakeDiscord, Message, NoResponse

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERED_LOG = "Answered in"
CALLBACK, ORIGINAL, POST = r"/callback$", "/messages/@original", r"/\d+/messages$"


def answers(bot: BotProcess) -> int:
    return sum(ANSWERED_LOG in line for line in bot.stderr)


async def still_answers(discord: FakeDiscord) -> bool:
    return "1961" in (await discord.add_user("carol").slash("ask", question=DECLARATION)).text


async def test_a_command_sent_twice_is_answered_once(discord: FakeDiscord, bot: BotProcess) -> None:
    before = answers(bot)
    alice, channel = discord.add_user("alice"), discord.add_guild("twice").channels[0]
    reply = await alice.slash("ask", question=DECLARATION, channel=channel)
    discord.redeliver("INTERACTION_CREATE")
    assert await still_answers(discord)
    assert discord.messages(channel) == [reply.message]
    assert not reply.followups
    assert not reply.message.earlier
    assert answers(bot) == before + 2


async def test_a_message_sent_twice_is_answered_once(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("again").channels[0]
    asked = await alice.send_message(f"@relbot {DECLARATION}", channel)
    discord.redeliver("MESSAGE_CREATE")
    answer = await discord.answer_to(asked)
    assert await still_answers(discord)
    assert discord.messages(channel) == [asked, answer]


async def test_a_button_sent_twice_shows_an_answer_once(discord: FakeDiscord, bot: BotProcess) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("button").channels[0]
    reply = await alice.slash("ask", question=DECLARATION, private=True, channel=channel)
    pressed = await alice.click(reply, "Show to everyone")
    discord.redeliver("INTERACTION_CREATE")
    await discord.wait_for(lambda: pressed.followups)
    assert await still_answers(discord)
    assert len([message for message in discord.messages(channel) if not message.ephemeral]) == 1


async def test_an_answer_that_was_taken_and_reported_as_failed_is_not_given_twice(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, channel = discord.add_user("alice"), discord.add_guild("lost").channels[0]
    lost = discord.lose_next_response("POST", POST)
    asked = await alice.send_message(f"@relbot {DECLARATION}", channel)
    answer = await discord.answer_to(asked)
    await discord.wait_for(lambda: sum(r.path == f"/channels/{channel.id}/messages" for r in discord.requests) == 2)
    assert lost.times == 0
    assert discord.messages(channel) == [asked, answer]


async def test_an_acknowledgement_whose_outcome_was_lost_is_followed_by_the_answer(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    lost = discord.lose_next_response("POST", CALLBACK)
    reply = await discord.add_user("alice").slash("ask", question=DECLARATION)
    assert lost.times == 0
    assert "1961" in reply.text


async def test_an_error_of_discord_on_the_way_of_an_answer_is_tried_again(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    for method, path, status in (("PATCH", ORIGINAL, 500), ("POST", CALLBACK, 503), ("PATCH", ORIGINAL, 429)):
        fault = discord.fail_next(method, path, status, retry_after=0.2)
        reply = await discord.add_user("alice").slash("ask", question=DECLARATION)
        assert fault.times == 0
        assert "1961" in reply.text


async def test_an_interaction_that_cannot_be_acknowledged_in_time_is_dropped_and_delays_nobody(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    alice, bob = discord.add_user("alice"), discord.add_user("bob")
    lapsing = []
    for fault in (discord.hang_next("POST", CALLBACK, seconds=5), discord.fail_next("POST", CALLBACK, 500)):
        lapsing.append(asyncio.create_task(alice.slash("ask", question=DECLARATION)))
        await discord.wait_for(lambda: not fault.times)  # noqa: B023 - awaited here
    discord.fail_next("POST", f"/{discord.interactions.latest}/.*{CALLBACK}", 500, times=9)
    assert ((await bob.slash("ask", question=DECLARATION)).answered_after or 9) < 2
    lapsed = await asyncio.gather(*lapsing, return_exceptions=True)
    assert all(isinstance(each, NoResponse) for each in lapsed)
    await bot.wait_for(lambda: sum("Not delivered: TimeoutError" in line for line in bot.stderr) == 2)
    tries = len(discord.requests)
    assert await still_answers(discord)
    assert len(discord.requests) == tries + 2


@pytest.mark.parametrize(("status", "wait"), [(500, 0), (429, 600)])
async def test_an_answer_that_takes_a_while_is_announced_and_an_indicator_that_fails_does_not_delay_it(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace], status: int, wait: float
) -> None:
    discord, alice = fresh_discord, fresh_discord.add_user("alice")
    async with new_workspace().faulty_bot(discord, FAULTY_DAWDLE="1") as bot:
        await bot.wait_ready(discord)
        await discord.answer_to(await alice.send_message("@relbot dawdle"))
        assert discord.typings == [discord.default_channel]
        fault = discord.fail_next("POST", "/typing$", status, times=9, retry_after=wait)
        assert (await discord.answer_to(await alice.send_message("@relbot dawdle"), within=4)).text
        assert fault.times < 9


async def test_a_dropped_connection_in_the_middle_of_answers_loses_none_and_doubles_none(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    channel = discord.add_guild("dropped").channels[0]
    users = [discord.add_user(f"person{number}") for number in range(20)]
    asks = [asyncio.create_task(user.slash("ask", question=DECLARATION, channel=channel)) for user in users]
    asked = [await user.send_message(f"@relbot {DECLARATION}", channel) for user in users]
    await discord.wait_for(
        lambda: [m for m in discord.messages(channel) if "1961" in m.text and m.author is discord.bot]
    )
    discord.drop_connection()
    replies = await asyncio.gather(*asks)
    assert await still_answers(discord)

    def answers_sent() -> list[Message]:
        return [message for message in discord.messages(channel) if message.author is discord.bot]

    await discord.wait_for(lambda: len(answers_sent()) >= 40)
    assert await still_answers(discord)
    assert {message.id for message in answers_sent() if not message.reference} == {
        reply.message.id for reply in replies
    }
    answered = [message.reference.id for message in answers_sent() if message.reference]
    assert sorted(answered) == [message.id for message in asked]  # those posted at the same time may change places
    assert all("1961" in message.text for message in answers_sent())


thorough = pytest.mark.skipif("RELBOT_THOROUGH" not in os.environ, reason="waits for deadlines, for minutes")


@thorough
async def test_who_rebuilds_gets_an_error_when_discord_does_not_say_who_may(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    discord.hang_next("GET", "/oauth2/applications/@me", seconds=20)
    assert "Something went wrong" in (await discord.owner.slash("reindex")).text


@thorough
async def test_a_gateway_that_says_nothing_for_a_minute_is_left(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice = fresh_discord.add_user("alice")
    async with new_workspace().bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        fresh_discord.hang_connection()
        answer = await fresh_discord.answer_to(await alice.send_message(f"@relbot {DECLARATION}"), within=90)
        assert "1961" in answer.text
        assert fresh_discord.gateway.resumes == 1
        fresh_discord.hang_connection()
        assert await bot.terminate() == 0


@thorough
async def test_an_answer_that_cannot_be_delivered_is_dropped_at_last(
    fresh_discord: FakeDiscord, new_workspace: Callable[..., Workspace]
) -> None:
    alice = fresh_discord.add_user("alice")
    async with new_workspace().bot(fresh_discord) as bot:
        await bot.wait_ready(fresh_discord)
        for status, wait in ((500, 0.0), (429, 3600.0)):
            storm = fresh_discord.fail_next("PATCH", ORIGINAL, status, times=99, retry_after=wait)
            given_up = sum("Not delivered" in line for line in bot.stderr)
            await alice.slash("ask", question=DECLARATION, until="acknowledged")
            await bot.wait_for(lambda: sum("Not delivered" in line for line in bot.stderr) > given_up, within=45)  # noqa: B023
            storm.times = 0
            assert await still_answers(fresh_discord)
        assert await bot.terminate() == 0
