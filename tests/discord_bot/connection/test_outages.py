"""Outages of the gateway, hours of them in milliseconds: the bot stays, resumes, and answers every question once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discord_bot.connection.bot_in_process import connected_bot, no_log, no_threads
from discord_bot.connection.virtual_time import run_in_virtual_time
from discord_server import FakeDiscord, Message, Outage, SimulatedUser
from discord_server.gateway import Op, Session
from discord_server.outages import Stage
from relbot.discord.connection.shard_connection import FATAL_CODES
from relbot.errors.discord import GatewayElsewhere, GatewayRefused, TokenRefused

__all__ = ["no_log", "no_threads"]
pytestmark = pytest.mark.usefixtures("no_threads", "no_log")

EXAMPLES = int(os.environ.get("RELBOT_FUZZ", 10_000 if "RELBOT_THOROUGH" in os.environ else 12))
TRANSIENT = (1000, 1001, 1006, 1011, 1012, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
"""Close codes after which a bot should come back. 1006 cannot be sent; the connection is dropped for it."""
HOUR = 3600.0


closing = st.sampled_from([code for code in TRANSIENT if code != 1006])
outages = st.one_of(
    st.builds(Outage, st.just("handshake"), st.just("refuse"), st.sampled_from((401, 403, 429, 500, 502, 503, 504))),
    st.builds(Outage, st.just("handshake"), st.just("abort")),
    st.builds(Outage, st.sampled_from(("hello", "session")), st.just("close"), closing),
    st.builds(
        Outage, st.sampled_from(("hello", "session")), st.sampled_from(("abort", "silence", "garbage", "invalidate"))
    ),
    st.builds(Outage, st.sampled_from(("hello", "session")), st.just("invalidate"), st.just(1)),
)


@dataclass(frozen=True, slots=True)
class Break:
    """The connection ends in some way, or the gateway falls silent, and so do the next ones."""

    how: str
    code: int
    then: tuple[Outage, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    connected: bool
    """Whether to wait for a connection first, and for the answer; else it is asked into the outage."""


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


HOWS = ("drop", "close", "hang", "reconnect", "invalidate", "invalidate resumable", "garbage", "unacknowledged")
steps = st.one_of(
    st.builds(Break, st.sampled_from(HOWS), closing, st.lists(outages, max_size=5).map(tuple)),
    st.builds(Ask, st.booleans()),
    st.builds(Wait, st.floats(0, 2 * HOUR)),
)


class Story:
    """One script, played against one bot."""

    def __init__(self, discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        self.discord, self.connection = discord, connection
        connection.add_done_callback(lambda _: discord.state.changes.notify())
        self.person: SimulatedUser = discord.add_user("alice")
        self.asked: list[tuple[Message, Session | None]] = []
        """Each question, and the session that it was dispatched to."""

    async def play(self, step: Break | Ask | Wait) -> None:
        match step:
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Ask(connected=True):
                await self.ask_connected()
            case Ask():
                self.asked.append((await self.person.send_message("@relbot asked into it"), self.session()))
            case Break(how, code, then):
                self.discord.fail_next_connections(*then)
                await self.break_off(how, code)

    async def break_off(self, how: str, code: int) -> None:
        discord = self.discord
        match how:
            case "drop":
                discord.drop_connection()
            case "close":
                await discord.close_connection(code)
            case "hang":
                discord.hang_connection()
            case "reconnect":
                discord.request_reconnect()
            case "garbage":
                for connection in discord.gateway.connections():
                    await connection.suffer(Outage("hello", "garbage"))
            case "unacknowledged":
                discord.acknowledge_heartbeats(False)
            case _:
                discord.invalidate_session(resumable=how.endswith("resumable"))

    async def ask_connected(self) -> None:
        """Ask while connected, again where the session ends before the answer, and the question with it."""
        answered = False
        while not answered:
            await self.wait_until(self.is_connected)
            session = self.session()
            message = await self.person.send_message("@relbot asked while connected")
            self.asked.append((message, session))
            await self.wait_until(lambda sent=message, to=session: self.answers(sent) or self.session() is not to)  # type: ignore[misc]
            answered = bool(self.answers(message))

    def session(self) -> Session | None:
        """The session that events are dispatched to, whether or not it is connected."""
        return next(iter(self.discord.gateway._sessions.values()), None)

    async def wait_until(self, condition: Callable[[], object], within: float = 2 * HOUR) -> None:
        await self.discord.wait_for(lambda: self.connection.done() or bool(condition()), within)
        assert not self.connection.done(), self.connection.exception()

    def is_connected(self) -> bool:
        """Whether an event that is sent now arrives, as far as the gateway can tell."""
        return any(
            session.connection and not session.connection.hangs and not session.connection.socket.closed
            for session in self.discord.gateway.connected_sessions
        )

    def answers(self, message: Message) -> list[Message]:
        bot = self.discord.bot
        return [m for m in message.channel.messages.values() if m.author is bot and m.reference is message]

    async def end(self) -> None:
        """The outage is over: the bot is back, and no question is lost that the session kept, nor answered twice."""
        self.discord.gateway.upcoming.clear()
        self.discord.acknowledge_heartbeats(True)
        await self.ask_connected()
        for message, session in self.asked:
            if session and session is self.session():
                await self.wait_until(lambda sent=message: bool(self.answers(sent)))  # type: ignore[misc]
        await asyncio.sleep(120)
        for message, _ in self.asked:
            assert len(self.answers(message)) <= 1
        assert not self.connection.done()


async def tell(script: list[Any], state: Path) -> None:
    async with FakeDiscord() as discord:
        discord.add_guild()
        async with connected_bot(discord, state) as connection:
            story = Story(discord, connection)
            for step in script:
                await story.play(step)
            await story.end()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(script=st.lists(steps, min_size=1, max_size=8))
def test_whatever_happens_to_the_connection_the_bot_stays_and_answers_once(
    script: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_in_virtual_time(tell(script, tmp_path_factory.getbasetemp() / "outages"))


def played(tmp_path: Path, scenario: Callable[[FakeDiscord, asyncio.Task[None]], Awaitable[None]]) -> None:
    """Play a scenario against a bot that starts."""

    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            async with connected_bot(discord, tmp_path) as connection:
                await scenario(discord, connection)

    run_in_virtual_time(play())


def test_a_gateway_that_refuses_and_then_closes_before_hello_is_survived_and_the_session_resumed(
    tmp_path: Path,
) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        await discord.wait_ready()
        discord.fail_next_connections(
            Outage("handshake", "refuse", 502), Outage("hello", "close", 4008), Outage("hello", "close", 1000)
        )
        discord.drop_connection()
        asked = await discord.add_user("alice").send_message("@relbot asked meanwhile")
        await discord.answer_to(asked, within=60)
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 1)

    played(tmp_path, scenario)


@pytest.mark.parametrize("outage", [Outage("handshake", "refuse", 502), Outage("hello", "abort")])
@pytest.mark.parametrize("at_start", [True, False])
def test_hours_of_outage_are_waited_for_with_few_attempts(tmp_path: Path, at_start: bool, outage: Outage) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        if not at_start:
            await discord.wait_ready()
        discord.fail_next_connections(*[outage] * 10_000)
        discord.drop_connection()
        await asyncio.sleep(2 * HOUR)
        attempts = 10_000 - len(discord.gateway.upcoming)
        assert 2 * HOUR / 61 < attempts < 2 * HOUR / 30 + 20
        discord.gateway.upcoming.clear()
        await discord.wait_ready(within=120)
        assert not connection.done()

    played(tmp_path, scenario)


@pytest.mark.parametrize("code", sorted(FATAL_CODES))
@pytest.mark.parametrize("stage", ["hello", "session", "later"])
def test_it_ends_where_discord_wants_no_further_attempt_and_says_why(tmp_path: Path, code: int, stage: Stage) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        await discord.wait_ready()
        if stage in ("hello", "session"):
            discord.fail_next_connections(Outage(stage, "close", code))
            discord.drop_connection()
        else:
            await discord.close_connection(code)
        with pytest.raises(TokenRefused if code == 4004 else GatewayRefused) as ended:
            await asyncio.wait_for(connection, 60)
        assert str(ended.value).endswith(".")
        assert code == 4004 or f"(close code {code})" in str(ended.value)

    played(tmp_path, scenario)


def test_sessions_that_close_at_once_use_up_few_of_the_days_session_starts(tmp_path: Path) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        discord.session_starts_left, discord.session_starts_reset_after = 99, 22 * HOUR
        discord.fail_next_connections(*[Outage("session", "invalidate")] * 1000)
        await asyncio.sleep(22 * HOUR)
        assert 50 < discord.gateway.identifies <= 100

    played(tmp_path, scenario)


def test_with_no_session_start_left_it_waits_until_there_are_more(tmp_path: Path) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        discord.session_starts_left, discord.session_starts_reset_after = 0, 5 * HOUR
        await asyncio.sleep(5 * HOUR - 60)
        assert discord.gateway.identifies == 0
        await discord.wait_ready(within=120)

    played(tmp_path, scenario)


def test_the_token_is_sent_to_no_gateway_that_a_test_server_names_elsewhere(tmp_path: Path) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        with pytest.raises(GatewayElsewhere, match=r"wss://evil\.example/"):
            await asyncio.wait_for(connection, 60)
        assert discord.gateway.identifies == 0

    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            discord.gateway_named = "wss://evil.example/"
            async with connected_bot(discord, tmp_path) as connection:
                await scenario(discord, connection)

    run_in_virtual_time(play())


def test_nor_to_one_that_it_names_for_resuming(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeDiscord() as discord:
            discord.add_guild()
            discord.gateway.resume_address = "wss://evil.example/"
            async with connected_bot(discord, tmp_path) as connection:
                with pytest.raises(GatewayElsewhere):
                    await asyncio.wait_for(connection, 60)
            assert discord.gateway.resumes == 0

    run_in_virtual_time(play())


def test_a_gateway_that_asks_for_a_reconnect_gets_a_resumed_session(tmp_path: Path) -> None:
    async def scenario(discord: FakeDiscord, connection: asyncio.Task[None]) -> None:
        await discord.wait_ready()
        discord.gateway.send(Op.RECONNECT)
        await discord.wait_for(lambda: discord.gateway.resumes == 1)
        assert discord.gateway.identifies == 1

    played(tmp_path, scenario)
