"""A state file that cannot be used is said in one sentence, and stands in nobody's way."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.teaching import state_file
from relbot.discord.teaching.gaps import note_refusal
from relbot.discord.teaching.state_file import StateFile
from relbot.errors.state import StateError
from relbot.state import database, gaps
from relbot.state.gaps import Refusal

pytestmark = pytest.mark.asyncio


def refusal(question: str) -> Refusal:
    return Refusal(question, "no reason", 1, 2, "refused", "model", np.full(4, 0.5, np.float32))


def damaged(file: Path) -> None:
    file.write_bytes(b"no database at all, " * 100)


def newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 1000")


def in_the_way(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize("spoil", [damaged, newer, in_the_way])
async def test_it_is_said_once_why_it_cannot_be_used(
    spoil: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(tmp_path / "state.sqlite")
    state = StateFile(tmp_path / "state.sqlite")
    with caplog.at_level(logging.WARNING):
        for number in range(5):
            note_refusal(state, timedelta(days=1), refusal(f"question {number}"))
        with pytest.raises(StateError):
            await state.run(gaps.read)
    said = [record.getMessage() for record in caplog.records if record.name == state_file.__name__]
    assert len(said) == 1
    assert str(tmp_path / "state.sqlite") in said[0]
    state.close()


async def test_while_another_process_writes_for_long_nothing_but_the_state_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    state = StateFile(tmp_path / "state.sqlite")
    await state.run(gaps.read)
    other = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match="locked"):
        await state.run(gaps.read)
    other.execute("ROLLBACK")
    assert await state.run(gaps.read) == []
    other.close()
    state.close()


async def test_a_disk_that_hangs_lets_only_so_many_jobs_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_file, "_MOST_PENDING", 2)
    state, hangs = StateFile(tmp_path / "state.sqlite"), threading.Event()
    waiting = [asyncio.create_task(state.run(lambda _: hangs.wait())) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await state.run(gaps.read)
    state.note(gaps.read)
    hangs.set()
    await asyncio.gather(*waiting)
    await asyncio.sleep(0)
    assert await state.run(gaps.read) == []
    state.close()


async def test_a_question_that_holds_a_token_is_not_taken_down(tmp_path: Path) -> None:
    state = StateFile(tmp_path / "state.sqlite")
    note_refusal(state, timedelta(days=1), refusal("is MTIzNDU2Nzg5MDEyMzQ1Njc4OTAx.GabcdE." + "x" * 38 + " my token?"))
    note_refusal(state, timedelta(days=1), refusal("is this mine?"))
    assert [gap.question for gap in await state.run(gaps.read)] == ["is this mine?"]
    state.close()
