"""The bot's client in this process, for tests of its connection: an engine that always refuses, and no threads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
import pytest
from discord import gateway
from numpy.typing import NDArray

from discord_server import FakeDiscord
from relbot.answer import Answer
from relbot.contents import Contents
from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.connection.client import RelbotClient, set_api_address
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue import dispatcher
from relbot.discord.engine_queue.dispatcher import Worker
from relbot.discord.teaching import state_file
from relbot.discord.teaching.gaps import note_refusal
from relbot.discord.teaching.state_file import StateFile
from relbot.engine import Relbot
from relbot.settings import Settings
from relbot.state import database

T = TypeVar("T")


class _RefusingEngine:
    contents = Contents("", datetime(2026, 1, 1, tzinfo=UTC), "model", (), 0, 0)

    def suggestions_on(self, text: str) -> tuple[str, ...]:
        assert text
        return ()

    def vector(self, _question: str) -> NDArray[np.float32]:
        return np.ones(1, np.float32)

    def conversation(self) -> _RefusingEngine:
        return self

    def ask(self, text: str, limit: int = 3) -> Answer:
        assert limit
        return Answer(text, False, 0.0, None, "The sources do not say.", ())


class _InlineWorker(Worker):
    """Runs a job at once: on a loop of virtual time, a thread would be late by hours."""

    def __init__(self) -> None:
        pass

    def submit(self, future: Future[T], job: Callable[[], T]) -> None:
        future.set_running_or_notify_cancel()
        future.set_result(job())

    def stop(self) -> None:
        pass


@pytest.fixture
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run inline. Heartbeats, whose thread would keep to real time, are not sent."""
    monkeypatch.setattr(dispatcher, "Worker", _InlineWorker)
    monkeypatch.setattr(state_file, "Worker", _InlineWorker)
    monkeypatch.setattr(gateway.KeepAliveHandler, "start", lambda _: None)


@pytest.fixture
def no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged, neither here nor below: hours of outages would be."""
    for name in ("discord", "relbot"):
        caplog.set_level(logging.CRITICAL, logger=name)


@asynccontextmanager
async def connected_bot(discord: FakeDiscord, state: Path, cooldown: float = 0) -> AsyncIterator[asyncio.Task[None]]:
    """Log in and connect; yields the connection's task, which ends where the bot would."""
    own = {"RELBOT_COOLDOWN": str(cooldown), "RELBOT_STATE": str(state), "RELBOT_FEEDBACK": "off"}
    settings = Settings.load(None, {**discord.environment, **own})
    set_api_address(settings.discord_api)
    kept = StateFile(settings.state / database.FILE)
    service = Service(cast("Relbot", _RefusingEngine()), settings, partial(note_refusal, kept, timedelta(0)))
    async with RelbotClient(settings, service, IndexRebuild(settings), kept) as client:
        await client.login(discord.token)
        connection = asyncio.create_task(client.connect())
        try:
            yield connection
        finally:
            await service.shut_down(0)
            await client.close()
            await asyncio.wait((connection,))
