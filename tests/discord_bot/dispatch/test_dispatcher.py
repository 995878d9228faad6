"""The waiting line: off the event loop, bounded in number and time, and free again when the work is over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import pytest

from relbot.discord.dispatch.dispatcher import SPARE, Broke, Busy, Desk, Stuck

T = TypeVar("T")


@contextmanager
def desk(places: int = 2, patience: float = 10.0) -> Iterator[Desk]:
    desk = Desk(places, patience)
    yield desk
    desk.close()


async def test_work_is_done_in_another_thread() -> None:
    with desk() as line:
        assert await line.run(threading.get_ident) != threading.get_ident()


async def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise LookupError("no")

    with desk() as line, pytest.raises(LookupError, match="no"):
        await line.run(fail)


async def test_a_full_line_turns_away_at_once_and_takes_again_later() -> None:
    done = threading.Event()
    with desk(places=2) as line:
        taken = [asyncio.ensure_future(line.run(done.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await line.run(bool)
        done.set()
        assert await asyncio.gather(*taken) == [True, True]
        assert await line.run(lambda: "again") == "again"


async def test_work_that_takes_too_long_is_left_and_what_waits_behind_it_is_turned_away() -> None:
    done = threading.Event()
    with desk(patience=0.05) as line:
        outcomes = await asyncio.gather(line.run(done.wait), line.run(bool), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [Stuck, Busy]
        done.set()


async def test_whatever_is_stuck_the_line_goes_on_with_another_hand_and_all_its_places() -> None:
    done = threading.Event()
    with desk(places=1, patience=0.05) as line:
        for _ in range(SPARE):
            with pytest.raises(Stuck):
                await line.run(done.wait)
            assert await soon(lambda: line.run(lambda: "another")) == "another"
        done.set()


async def test_when_all_hands_are_stuck_all_are_turned_away_until_one_comes_back() -> None:
    done = [threading.Event() for _ in range(SPARE + 1)]
    with desk(patience=0.05) as line:
        for event in done:
            with pytest.raises(Stuck):
                await line.run(event.wait)
        with pytest.raises(Busy):
            await line.run(bool)
        done[0].set()
        assert await soon(lambda: line.run(lambda: "again")) == "again"
        for event in done:
            event.set()


async def test_hands_that_came_back_are_let_go() -> None:
    before = desk_threads()
    done = threading.Event()
    with desk(patience=0.05) as line:
        for _ in range(SPARE):
            with pytest.raises(Stuck):
                await line.run(done.wait)
        assert len(desk_threads() - before) == SPARE
        done.set()
        await line.run(bool)
        await until(lambda: len(desk_threads() - before) == 1)
    await until(lambda: not desk_threads() - before)


async def test_whoever_leaves_while_waiting_gives_the_place_back() -> None:
    done = threading.Event()
    with desk(places=2) as line:
        first, second = (asyncio.ensure_future(line.run(done.wait)) for _ in range(2))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        third = asyncio.ensure_future(line.run(lambda: "third"))
        done.set()
        assert await first
        assert await third == "third"


async def test_a_timeout_of_the_work_itself_is_its_own_error() -> None:
    def fail() -> None:
        raise TimeoutError("the disk")

    with desk() as line, pytest.raises(TimeoutError, match="the disk"):
        await line.run(fail)


async def test_what_is_no_exception_does_not_get_past_those_who_catch_one() -> None:
    class Panic(BaseException):
        pass

    def panic() -> None:
        raise Panic

    with desk() as line:
        with pytest.raises(Broke, match="Panic"):
            await line.run(panic)
        assert await line.run(lambda: "on") == "on"


def desk_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "desk"}


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - a thread ends without telling
            await asyncio.sleep(0.01)


async def soon(ask: Callable[[], Awaitable[T]]) -> T:
    """What it gives once it is not busy."""
    async with asyncio.timeout(5):
        while True:
            with suppress(Busy):
                return await ask()
            await asyncio.sleep(0.01)
