"""The line of a channel: the limit is kept, who had least goes first, and who would wait in vain is told at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discord_bot.connection.virtual_time import run_in_virtual_time
from relbot.discord.dispatch.channel_lines import MAX_WAIT, MAX_WAITING, ChannelCrowded, ChannelLines
from relbot.discord.dispatch.cooldown import PER_CHANNEL, PER_PERSON, NoticeLimits

CHANNEL, LIMIT, WINDOW = 1, 5, 5.0


class Poster:
    """Posts in turns, and reports to the lines what Discord would: five posts in each window of five seconds."""

    def __init__(self) -> None:
        self.clock = asyncio.get_running_loop().time
        self.lines = ChannelLines(self.clock)
        self.posts: list[tuple[float, int]] = []
        self.window_ends, self.used = 0.0, 0

    async def post(self, user: int) -> float | None:
        """Seconds until this person's answer was posted; None where it was turned away."""
        began = self.clock()
        try:
            async with self.lines.turn(CHANNEL, user):
                if self.clock() >= self.window_ends:
                    self.window_ends, self.used = self.clock() + WINDOW, 0
                self.used += 1
                assert self.used <= LIMIT, "Discord would refuse it"
                self.posts.append((self.clock(), user))
                await asyncio.sleep(0.05)
                self.lines.observe(CHANNEL, LIMIT, LIMIT - self.used, self.window_ends - self.clock())
        except ChannelCrowded:
            return None
        return self.posts[-1][0] - began


def play(scenario: Callable[[Poster], Awaitable[None]]) -> None:
    async def run() -> None:
        poster = Poster()
        await poster.post(99)  # so that the limit is known
        await asyncio.sleep(60)
        await scenario(poster)

    run_in_virtual_time(run())


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 8)), min_size=1, max_size=60))
def test_whoever_asks_when_the_limit_is_kept_and_nobody_waits_past_its_use(asked: list[tuple[float, int]]) -> None:
    async def scenario(poster: Poster) -> None:
        waits = []
        for pause, user in asked:
            await asyncio.sleep(pause)
            waits.append(asyncio.create_task(poster.post(user)))
        done = await asyncio.gather(*waits)
        assert done[0] is not None
        assert done[0] < 0.1
        assert all(wait is None or wait <= MAX_WAIT + 0.1 for wait in done)

    play(scenario)


def test_nobody_waits_twice_and_few_wait_at_all() -> None:
    async def scenario(poster: Poster) -> None:
        people = [*range(LIMIT + MAX_WAITING + 3), 0, 1]
        done = await asyncio.gather(*(poster.post(user) for user in people))
        assert done.count(None) >= 3
        assert len([wait for wait in done if wait and wait > 1]) <= MAX_WAITING

    play(scenario)


def test_who_had_least_goes_first() -> None:
    async def scenario(poster: Poster) -> None:
        for _ in range(2):
            for user in (1, 2):
                await poster.post(user)
        waiting = [asyncio.create_task(poster.post(user)) for user in (1, 2)]
        await asyncio.sleep(0.1)
        newcomers = [asyncio.create_task(poster.post(user)) for user in (3, 4)]
        await asyncio.gather(*waiting, *newcomers)
        assert [user for _, user in poster.posts[-4:-2]] == [3, 4]

    play(scenario)


def test_who_stops_waiting_leaves_no_gap() -> None:
    async def scenario(poster: Poster) -> None:
        waiting = [asyncio.create_task(poster.post(user)) for user in range(LIMIT + 3)]
        await asyncio.sleep(1)
        for task in waiting[LIMIT:]:
            task.cancel()
        await asyncio.sleep(WINDOW)
        assert await asyncio.gather(*(poster.post(user) for user in range(10, 10 + LIMIT - 1))) == pytest.approx(
            [0] * (LIMIT - 1), abs=0.5
        )

    play(scenario)


def test_without_a_limit_nobody_waits() -> None:
    async def run() -> None:
        lines = ChannelLines(asyncio.get_running_loop().time)
        async with asyncio.timeout(0.1):
            for user in range(100):
                async with lines.turn(CHANNEL, user % 3):
                    assert lines.has_room(CHANNEL)

    run_in_virtual_time(run())


@pytest.mark.parametrize(
    ("later", "person", "channel", "told"),
    [
        (0, 1, 1, False),
        (PER_CHANNEL, 1, 1, False),
        (PER_CHANNEL, 2, 1, True),
        (PER_PERSON, 1, 1, True),
        (0, 2, 2, True),
        (0, 1, 2, False),
    ],
)
def test_a_second_notice_needs_another_person_and_another_channel_or_time(
    later: float, person: int, channel: int, told: bool
) -> None:
    now = 0.0
    limits = NoticeLimits(lambda: now)
    assert limits.acquire(1, 1)
    now = later
    assert limits.acquire(person, channel) == told
