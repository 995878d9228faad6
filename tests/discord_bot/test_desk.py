"""The waiting line: off the event loop, bounded in number and time, and free again when the work is over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from relbot.discord.desk import Busy, Desk


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


async def test_nobody_waits_longer_than_patience_and_a_place_is_kept_while_its_work_goes_on() -> None:
    done, begun = threading.Event(), threading.Event()

    def slow() -> bool:
        begun.set()
        return done.wait()

    with desk(places=2, patience=0.05) as line:
        outcomes = await asyncio.gather(line.run(slow), line.run(slow), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [Busy, Busy]
        assert begun.is_set()
        with pytest.raises(Busy):
            await asyncio.gather(*(line.run(bool) for _ in range(3)))
        done.set()
