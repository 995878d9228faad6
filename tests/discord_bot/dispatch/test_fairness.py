"""A busy channel under Discord's rate limit, a minute of it in virtual time: nobody is starved, and notices are few."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from discord_bot.connection.bot_in_process import connected_bot, no_log, no_threads
from discord_bot.connection.virtual_time import run_in_virtual_time
from discord_server import FakeDiscord, Message, SimulatedUser

__all__ = ["no_log", "no_threads"]
pytestmark = pytest.mark.usefixtures("no_threads", "no_log")

QUESTION = "@relbot when was that?"


async def ask_every(user: SimulatedUser, pause: float, seconds: float) -> list[tuple[Message, float]]:
    """Ask at this pace; each question with its time."""
    loop = asyncio.get_running_loop()
    asked, end = [], loop.time() + seconds
    while loop.time() < end:
        asked.append((await user.send_message(QUESTION), loop.time()))
        await asyncio.sleep(pause)
    return asked


def is_answer(message: Message) -> bool:
    return "The sources do not say" in message.text


def test_three_who_ask_every_second_starve_no_fourth_and_few_posts_are_notices(tmp_path: Path) -> None:
    async def play() -> None:
        posted: dict[int, float] = {}
        async with FakeDiscord(rate_limited=True) as discord:
            discord.add_guild()
            loop = asyncio.get_running_loop()
            dispatch = discord.state.on_message

            def on_message(event: str, message: Message) -> None:
                posted.setdefault(message.id, loop.time())
                dispatch(event, message)

            discord.state.on_message = on_message
            hasty = [discord.add_user(name) for name in ("alice", "bob", "carol")]
            fourth = discord.add_user("dave")
            # No multiple of the pace: else a hair decides whether a question falls into the cooldown.
            async with connected_bot(discord, tmp_path, cooldown=1.5):
                await discord.wait_ready()
                crowd = asyncio.gather(*(ask_every(user, 1, 120) for user in hasty))
                await asyncio.sleep(5)
                asked = await ask_every(fourth, 7, 110)
                await crowd
                await asyncio.sleep(20)
            posts = [m for m in discord.messages(discord.default_channel) if m.author is discord.bot]
            waits = []
            for question, at in asked:
                [answer] = [post for post in posts if post.reference is question]
                assert is_answer(answer)
                waits.append(posted[answer.id] - at)
            notices = [post for post in posts if not is_answer(post)]
            shares = [sum(p.reference.author is u.account for p in posts if p.reference) for u in hasty]
            assert sorted(waits)[int(0.95 * len(waits))] <= 3
            assert len(notices) <= 0.05 * len(posts)
            assert min(shares) >= 0.7 * max(shares)
            assert not [request for request in discord.requests if request.status == 429]

    run_in_virtual_time(play())


def test_a_hasty_person_is_told_once_a_minute(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            async with connected_bot(discord, tmp_path, cooldown=30):
                await discord.wait_ready()
                await ask_every(discord.add_user("alice"), 1, 59)
                await asyncio.sleep(1)
                posts = [m for m in discord.messages(discord.default_channel) if m.author is discord.bot]
                assert [is_answer(post) for post in posts] == [True, False, True]

    run_in_virtual_time(play())
