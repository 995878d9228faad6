"""The connection of each shard to the gateway, kept for as long as the bot runs, whatever happens to it.

It replaces `AutoShardedClient.connect` and `discord.shard.Shard` (discord.py 2.7.1), rather than looping around or
guarding them, for these reasons:

- `Shard.reconnect` catches no `ReconnectWebSocket`, with which `DiscordWebSocket.poll_event` reports every end of a
  connection before HELLO: the client closes, and its `connect` raises it.
- Any other exception, such as one for a frame that is not JSON, does the same.
- If an attempt to RESUME fails with a network error, it gives up the session, and with it the events in between; if the
  gateway closes the attempt, it is repeated at once and for ever, without a pause.
- `launch_shard` calls itself for every failed attempt, so that an outage of 80 minutes exceeds the recursion limit.
- It waits without end for a gateway that acknowledges heartbeats but never confirms the session.
- All shards share one queue, so that a pause of one delays the others.

A client that was closed cannot connect again, and a new one has lost the session; and each of these points would need a
guard of its own within discord.py. `DiscordWebSocket`, which speaks the protocol, is used as it is.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import discord
from yarl import URL

from relbot.discord.connection.gateway_socket import GatewayAddresses, GatewayClosed, GatewaySocket
from relbot.discord.connection.pacing import Backoff, SessionStarts
from relbot.discord.logs import describe_error
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.errors.discord import DiscordError, GatewayRefused, TokenRefused

_log = logging.getLogger(__name__)

_AUTHENTICATION_FAILED = 4004
FATAL_CODES = frozenset({_AUTHENTICATION_FAILED, 4010, 4011, 4012, 4013, 4014})
"""Close codes after which Discord wants no further attempt.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""
_SESSION_ENDED = frozenset({4007, 4009})
"""Close codes after which a session cannot be resumed: its sequence number is invalid, or it has timed out."""
_OPENING_TIMEOUT = 30.0
"""Seconds for the handshake and HELLO."""
_CONFIRMING_TIMEOUT = 60.0
"""Seconds from IDENTIFY or RESUME to READY or RESUMED."""
_MAX_RESUMES = 12
"""The most attempts at resuming a session. They take three minutes; Discord keeps a session for about as long."""


@dataclass(frozen=True, slots=True)
class ResumableSession:
    """The data that RESUME needs: the session's id, the number of its last received event, and its own address."""

    id: str
    sequence: int
    address: URL


class ShardConnection:
    """Connects one shard, and resumes its session if possible or else starts a new one."""

    def __init__(
        self,
        client: discord.Client,
        shard_id: int,
        address: URL,
        addresses: GatewayAddresses,
        starts: SessionStarts,
        status: GatewayStatus,
    ) -> None:
        self._client, self._shard_id, self._address = client, shard_id, address
        self._addresses, self._starts, self._status = addresses, starts, status
        self._backoff = Backoff()
        self._session: ResumableSession | None = None
        self._resumes = 0
        """Attempts at resuming the session since it was last confirmed."""
        self._established_at: float | None = None

    async def run(self) -> None:
        """Stay connected until cancelled. Raises TokenRefused, GatewayRefused and GatewayElsewhere, nothing else."""
        clock = asyncio.get_running_loop().time
        while True:
            self._established_at = None
            try:
                await self._connect()
            except DiscordError:
                raise
            except Exception as error:  # noqa: BLE001 - nothing that is received may end the bot
                self._take_in(error)
                if self._established_at is not None:
                    self._backoff.succeeded(clock() - self._established_at)
                delay = self._backoff.delay()
                how = "resuming" if self._session else "a new session"
                _log.warning("Shard %d: %s; %s in %.1f s", self._shard_id, _reason(error), how, delay)
                await asyncio.sleep(delay)

    async def _connect(self) -> None:
        """Open a connection and receive on it until it ends, which always raises an exception."""
        if self._session is None:
            async with self._starts.turn():
                socket = await self._open(self._address)
        else:
            self._resumes += 1
            # If the session's own address does not answer, every other attempt goes to the general one.
            resume_there = self._resumes % 2 or self._session.address == self._address
            socket = await self._open(self._session.address if resume_there else self._address, self._session)
        try:
            await self._receive(socket)
        except asyncio.CancelledError:
            await _end_session(socket)
            raise
        finally:
            self._status.lost(self._shard_id)
            if socket.established and socket.session_id and socket.sequence is not None:
                self._session = ResumableSession(
                    socket.session_id, socket.sequence, self._addresses.checked(socket.gateway)
                )
            socket.abandon()

    async def _open(self, address: URL, session: ResumableSession | None = None) -> GatewaySocket:
        async with asyncio.timeout(_OPENING_TIMEOUT):
            return await GatewaySocket.from_client(
                self._client,
                initial=True,  # else discord.py would wait for 5 s; `SessionStarts` waits if needed
                gateway=address,
                shard_id=self._shard_id,
                resume=session is not None,
                session=session.id if session else None,
                sequence=session.sequence if session else None,
            )

    async def _receive(self, socket: GatewaySocket) -> None:
        async with asyncio.timeout(_CONFIRMING_TIMEOUT):
            while not socket.established:
                await socket.poll_event()
        self._established_at = asyncio.get_running_loop().time()
        self._status.established(self._shard_id)
        self._resumes = 0
        self._addresses.checked(socket.gateway)
        while True:
            await socket.poll_event()

    def _take_in(self, error: Exception) -> None:
        """Give up the session if it cannot be resumed. Raises TokenRefused, GatewayRefused if the end is final."""
        if isinstance(error, GatewayClosed):
            _raise_if_fatal(error.code)
            if error.invalidated or error.code in _SESSION_ENDED:
                self._session = None
        elif _is_unauthorised(error):
            raise TokenRefused from None
        if self._resumes >= _MAX_RESUMES:
            self._session, self._resumes = None, 0


def _raise_if_fatal(code: int | None) -> None:
    """Raise TokenRefused or GatewayRefused for a close code after which Discord wants no further attempt."""
    if code == _AUTHENTICATION_FAILED:
        raise TokenRefused from None
    if code in FATAL_CODES:
        raise GatewayRefused(code or 0) from None


def _is_unauthorised(error: BaseException) -> bool:
    """Return whether the API refused the token, which somebody may have reset while the bot runs."""
    cause: Any = error.__cause__ if isinstance(error, discord.GatewayNotFound) else error
    return isinstance(cause, discord.HTTPException) and cause.status == HTTPStatus.UNAUTHORIZED


async def _end_session(socket: GatewaySocket) -> None:
    """Close the socket in the way that ends the session, so that Discord shows the bot as offline at once."""
    try:
        async with asyncio.timeout(1):
            await socket.close(code=1000)
    except Exception as error:  # noqa: BLE001 - it ends anyway
        _log.debug("Closed without an answer (%s)", type(error).__name__)


def _reason(error: Exception) -> str:
    """Describe an error in a few words, or with its traceback if it is not a connection error."""
    expected = (GatewayClosed, OSError, discord.DiscordException)
    if isinstance(error, expected) or type(error).__module__.startswith("aiohttp"):
        return str(error) or type(error).__name__
    return describe_error(error)


async def stay_connected(client: discord.AutoShardedClient, addresses: GatewayAddresses, status: GatewayStatus) -> None:
    """Connect every shard, or those of `client.shard_ids`, and keep it connected until cancelled.

    Otherwise it ends only if no further attempt makes sense: raises TokenRefused, GatewayRefused, GatewayElsewhere.
    """
    recommended, returned = await _find_gateway(client)
    shards = client.shard_count or recommended
    address = addresses.first(returned)
    state = client._connection
    client.shard_count = state.shard_count = shards
    state.shard_ids = client.shard_ids or range(shards)
    status.shards = len(state.shard_ids)
    starts = SessionStarts(client.fetch_session_start_limits)
    connections = [ShardConnection(client, shard, address, addresses, starts, status) for shard in state.shard_ids]
    tasks = [asyncio.create_task(connection.run()) for connection in connections]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _find_gateway(client: discord.AutoShardedClient) -> tuple[int, str]:
    """Return the recommended number of shards and the gateway's address once Discord answers. Raises TokenRefused."""
    backoff = Backoff()
    while True:
        try:
            shards, address, _ = await client.http.get_bot_gateway()
        except Exception as error:  # noqa: BLE001 - whatever is answered in an outage must not end the bot
            if _is_unauthorised(error):
                raise TokenRefused from None
            delay = backoff.delay()
            _log.warning("Discord does not name its gateway (%s); again in %.1f s", type(error).__name__, delay)
            await asyncio.sleep(delay)
        else:
            return shards, address
