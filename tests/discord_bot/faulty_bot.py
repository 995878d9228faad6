"""The shipped bot over an engine that fails on demand, and with a clock that jumps.

A question with one of these words fails so: `break` raises an Exception, `panic` a BaseException, `stick` never
returns, `toil` neither and computes all the while, `dawdle` returns after `FAULTY_DAWDLE` seconds. `FAULTY_SHUTDOWN` is
the time in which the requests in flight may finish. `FAULTY_CLOCK` makes the wall clock jump back and forth by so
many seconds at every reading. `FAULTY_HEARTBEAT` is the heartbeat timeout in place of discord.py's minute.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import discord

from relbot.answer import Answer
from relbot.conversation import Conversation
from relbot.discord.connection import client, lifecycle
from relbot.discord.connection.token import token_of
from relbot.engine import Relbot
from relbot.settings import Settings


class Panic(BaseException):
    """As the Rust in a library raises it."""


class FaultyConversation(Conversation):
    def ask(self, text: str, limit: int = 3) -> Answer:
        if "break" in text:
            raise RuntimeError(f"while reading {text!r}")
        if "panic" in text:
            raise Panic(text)
        if "stick" in text:
            threading.Event().wait()
        while "toil" in text:
            super().ask("Who visited Tirana in 1956?")
        if "dawdle" in text:
            time.sleep(float(os.environ["FAULTY_DAWDLE"]))
        return super().ask(text, limit)


class FaultyEngine(Relbot):
    def conversation(self) -> Conversation:
        return FaultyConversation(self._answer, self.passage)


class ShortHeartbeatClient(client.RelbotClient):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connection.heartbeat_timeout = float(os.environ["FAULTY_HEARTBEAT"])


def jumping(clock: Callable[[], float], by: float) -> Callable[[], float]:
    ahead = itertools.cycle((by, -by))
    return lambda: clock() + next(ahead)


if __name__ == "__main__":
    lifecycle.Relbot = FaultyEngine  # type: ignore[attr-defined]
    if "FAULTY_SHUTDOWN" in os.environ:
        lifecycle.SHUTDOWN_TIMEOUT = float(os.environ["FAULTY_SHUTDOWN"])
    if "FAULTY_HEARTBEAT" in os.environ:
        lifecycle.RelbotClient = ShortHeartbeatClient  # type: ignore[attr-defined]
    if "FAULTY_CLOCK" in os.environ:
        time.time = jumping(time.time, float(os.environ["FAULTY_CLOCK"]))
        discord.utils.utcnow = lambda: datetime.fromtimestamp(time.time(), UTC)
    settings = Settings.load()
    lifecycle.run(settings, token_of(settings))
