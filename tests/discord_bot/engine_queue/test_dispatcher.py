"""The dispatcher: off the event loop, bounded in number and time, and a place is free when its job has ended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import pytest

from relbot.discord.engine_queue.dispatcher import MAX_STUCK_WORKERS, Busy, Dispatcher, WorkerCrashed, WorkerStuck

T = TypeVar("T")


@contextmanager
def open_dispatcher(capacity: int = 2, timeout: float = 10.0) -> Iterator[Dispatcher]:
    dispatcher = Dispatcher(capacity, timeout)
    yield dispatcher
    dispatcher.close()


async def test_a_job_runs_in_another_thread() -> None:
    with open_dispatcher() as dispatcher:
        assert await dispatcher.run(threading.get_ident) != threading.get_ident()


async def test_what_the_job_raises_is_raised() -> None:
    def fail() -> None:
        raise LookupError("no")

    with open_dispatcher() as dispatcher, pytest.raises(LookupError, match="no"):
        await dispatcher.run(fail)


async def test_a_full_queue_turns_away_at_once_and_takes_again_later() -> None:
    done = threading.Event()
    with open_dispatcher(capacity=2) as dispatcher:
        jobs = [asyncio.ensure_future(dispatcher.run(done.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await dispatcher.run(bool)
        done.set()
        assert await asyncio.gather(*jobs) == [True, True]
        assert await dispatcher.run(lambda: "again") == "again"


async def test_a_job_that_takes_too_long_is_left_and_what_waits_behind_it_is_turned_away() -> None:
    done = threading.Event()
    with open_dispatcher(timeout=0.05) as dispatcher:
        outcomes = await asyncio.gather(dispatcher.run(done.wait), dispatcher.run(bool), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [WorkerStuck, Busy]
        done.set()


async def test_whatever_is_stuck_the_queue_goes_on_with_another_worker_and_its_whole_capacity() -> None:
    done = threading.Event()
    with open_dispatcher(capacity=1, timeout=0.05) as dispatcher:
        for _ in range(MAX_STUCK_WORKERS):
            with pytest.raises(WorkerStuck):
                await dispatcher.run(done.wait)
            assert await retry_while_busy(lambda: dispatcher.run(lambda: "another")) == "another"
        done.set()


async def test_when_all_workers_are_stuck_all_jobs_are_turned_away_until_one_finishes() -> None:
    done = [threading.Event() for _ in range(MAX_STUCK_WORKERS + 1)]
    with open_dispatcher(timeout=0.05) as dispatcher:
        for event in done:
            with pytest.raises(WorkerStuck):
                await dispatcher.run(event.wait)
        with pytest.raises(Busy):
            await dispatcher.run(bool)
        done[0].set()
        assert await retry_while_busy(lambda: dispatcher.run(lambda: "again")) == "again"
        for event in done:
            event.set()


async def test_surplus_workers_are_stopped_when_they_finish() -> None:
    before = worker_threads()
    done = threading.Event()
    with open_dispatcher(timeout=0.05) as dispatcher:
        for _ in range(MAX_STUCK_WORKERS):
            with pytest.raises(WorkerStuck):
                await dispatcher.run(done.wait)
        assert len(worker_threads() - before) == MAX_STUCK_WORKERS
        done.set()
        await dispatcher.run(bool)
        await wait_for(lambda: len(worker_threads() - before) == 1)
    await wait_for(lambda: not worker_threads() - before)


async def test_a_job_cancelled_while_waiting_frees_its_place() -> None:
    done = threading.Event()
    with open_dispatcher(capacity=2) as dispatcher:
        first, second = (asyncio.ensure_future(dispatcher.run(done.wait)) for _ in range(2))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        third = asyncio.ensure_future(dispatcher.run(lambda: "third"))
        done.set()
        assert await first
        assert await third == "third"


async def test_a_timeout_of_the_job_itself_is_its_own_error() -> None:
    def fail() -> None:
        raise TimeoutError("the disk")

    with open_dispatcher() as dispatcher, pytest.raises(TimeoutError, match="the disk"):
        await dispatcher.run(fail)


async def test_what_is_no_exception_does_not_get_past_those_who_catch_one() -> None:
    class Panic(BaseException):
        pass

    def panic() -> None:
        raise Panic

    with open_dispatcher() as dispatcher:
        with pytest.raises(WorkerCrashed, match="Panic"):
            await dispatcher.run(panic)
        assert await dispatcher.run(lambda: "on") == "on"


def worker_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "worker"}


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - a thread ends without a signal
            await asyncio.sleep(0.01)


async def retry_while_busy(run: Callable[[], Awaitable[T]]) -> T:
    async with asyncio.timeout(5):
        while True:
            with suppress(Busy):
                return await run()
            await asyncio.sleep(0.01)
