"""The gateway: one websocket per shard, with identify, heartbeats, intents, and resumable sessions.

https://docs.discord.com/developers/events/gateway
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import WSMsgType, web

from discord_server.api_errors import Json
from discord_server.entities import PRIVILEGED, Channel, Guild, Intents, Message, Permission
from discord_server.outages import Outage, Stage
from discord_server.payloads import channel_json, guild_json, message_event, user_json
from discord_server.snowflakes import shard_of
from discord_server.state import DiscordState, message_intent


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


AUTHENTICATION_FAILED, INVALID_SHARD, DISALLOWED_INTENTS = 4004, 4010, 4014
SESSION_ENDED = {4007, 4009}
"""Close codes that end the session: its sequence number is invalid, or it has timed out."""
GOING_AWAY = {1000, 1001}
"""Close codes with which a client ends its session, so that it cannot be resumed."""


@dataclass(slots=True, eq=False)
class Session:
    """The events dispatched to one shard, kept so that a dropped connection can be resumed."""

    shard: int
    shards: int
    intents: Intents
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sent: list[Json] = field(default_factory=list)
    kept_from: int = 0
    """Index of the first frame whose data is still kept."""
    connection: Connection | None = None

    def dispatch(self, event: str, data: Json) -> None:
        """Number an event, keep it, and send it if the shard is connected."""
        self.sent.append({"op": Op.DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data})
        if self.connection:
            self.connection.send(self.sent[-1])


class Connection:
    """One websocket, with a queue of frames to send, so that their order holds."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.last_heartbeat = time.monotonic()
        self.hangs = False
        self.outage: Outage | None = None
        """What is going to happen to it."""
        self._request = request
        self._outbox: asyncio.Queue[Json] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, frame: Json) -> None:
        if not self.hangs:
            self._outbox.put_nowait(frame)

    def at(self, stage: Stage) -> Outage | None:
        """What happens at this stage in place of going on, if anything does."""
        return self.outage if self.outage and self.outage.stage == stage else None

    async def suffer(self, outage: Outage) -> None:
        """Do to the connection what is prescribed."""
        match outage.kind:
            case "abort":
                self.drop()
            case "close":
                await self.socket.close(code=outage.code)
            case "garbage":
                with suppress(ConnectionError):  # the client is gone already
                    await self.socket.send_str("{not json")
            case "invalidate":
                self.send({"op": Op.INVALID_SESSION, "d": outage.code == 1, "s": None, "t": None})

    def drop(self) -> None:
        """Abort the connection without a close frame."""
        if self._request.transport:
            self._request.transport.abort()

    def hang(self) -> None:
        """Stay open, and neither receive nor send anything more."""
        self.hangs = True
        if self._request.transport:
            self._request.transport.pause_reading()

    def end(self) -> None:
        self._writer.cancel()
        if self.session and self.session.connection is self:
            self.session.connection = None

    async def _write(self) -> None:
        try:
            while True:
                await self.socket.send_str(json.dumps(await self._outbox.get()))
        except ConnectionError:
            return  # the client is gone; a resumed session gets its events again


class Gateway:
    """Accepts bots with the right token and dispatches to each shard the events of its intents."""

    def __init__(self, state: DiscordState, token: str, shards: int, heartbeat_interval: float) -> None:
        self.shards, self.heartbeat_interval = shards, heartbeat_interval
        self.granted = ~PRIVILEGED
        """The intents that the application may use."""
        self.identifies = self.resumes = 0
        self.address = ""
        self.resume_address: str | None = None
        """The address that READY names for resuming, in place of this one."""
        self.upcoming: deque[Outage] = deque()
        """What happens to the next connections, one each."""
        self.acknowledges_heartbeats = True
        self._state, self._token = state, token
        self._sessions: dict[str, Session] = {}
        self._connections: list[Connection] = []
        self._lateness: list[float] = []

    @property
    def connected_sessions(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.connection]

    @property
    def heartbeat_lateness(self) -> list[float]:
        """Seconds by which each heartbeat was late, including those not yet received."""
        return self._lateness + [self._lateness_of(connection) for connection in self._connections]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it closes."""
        outage = self.upcoming.popleft() if self.upcoming else None
        if outage and outage.stage == "handshake":
            self._state.changes.notify()
            if outage.kind == "abort" and request.transport:
                request.transport.abort()
            return web.Response(status=outage.code or 502)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        connection.outage = outage
        self._connections.append(connection)
        try:
            if outage and (unsaid := connection.at("hello")):
                await self._suffer(connection, unsaid)
            else:
                interval = int(self.heartbeat_interval * 1000)
                connection.send({"op": Op.HELLO, "s": None, "t": None, "d": {"heartbeat_interval": interval}})
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    await self._receive(connection, json.loads(frame.data))
        finally:
            self._connections.remove(connection)
            connection.end()
            if connection.session and socket.close_code in GOING_AWAY:
                self._sessions.pop(connection.session.id, None)
            self._state.changes.notify()
        return socket

    def dispatch(self, event: str, guild_id: int | None, needs: Intents, data: Callable[[Session], Json]) -> None:
        """Dispatch to the shard of a server, or without one to that of direct messages, if it has the intents."""
        for session in list(self._sessions.values()):
            shard = 0 if guild_id is None else shard_of(guild_id, session.shards)
            if session.shard == shard and session.intents & needs == needs:
                session.dispatch(event, data(session))

    def dispatch_message(self, event: str, message: Message) -> None:
        channel, guild = message.channel, message.channel.guild
        if (
            not channel.has_bot
            or not channel.bot_permissions & Permission.VIEW_CHANNEL
            or (guild and not guild.has_bot)
        ):
            return
        guild_id = guild.id if guild else None

        def data(session: Session) -> Json:
            if event == "MESSAGE_DELETE":
                guild = {"guild_id": str(guild_id)} if guild_id else {}
                return guild | {"id": str(message.id), "channel_id": str(channel.id)}
            reads_all = bool(session.intents & Intents.MESSAGE_CONTENT)
            return message_event(message, self._state.bot.id, lambda m: self._state.may_read(m, reads_all))

        self.dispatch(event, guild_id, message_intent(channel), data)

    def dispatch_guild(self, guild: Guild) -> None:
        if guild.has_bot:
            self.dispatch("GUILD_CREATE", guild.id, Intents.GUILDS, lambda _: guild_json(guild, self._state.bot))

    def dispatch_thread(self, thread: Channel) -> None:
        """Tell that a thread was opened."""
        if thread.guild and thread.guild.has_bot:
            event = channel_json(thread, self._state.bot.id) | {"newly_created": True}
            self.dispatch("THREAD_CREATE", thread.guild.id, Intents.GUILDS, lambda _: event)

    def dispatch_channel(self, channel: Channel) -> None:
        """Tell that a channel has changed, its permissions for instance."""
        if channel.guild and channel.guild.has_bot:
            event = "THREAD_UPDATE" if channel.parent else "CHANNEL_UPDATE"
            payload = channel_json(channel, self._state.bot.id)
            self.dispatch(event, channel.guild.id, Intents.GUILDS, lambda _: payload)

    def send(self, op: Op, data: object = None, shard: int | None = None) -> None:
        for connection in self.connections(shard):
            connection.send({"op": op, "d": data, "s": None, "t": None})

    def connections(self, shard: int | None = None) -> list[Connection]:
        return [c for c in self._connections if c.session and shard in (None, c.session.shard)]

    def drop_sessions(self, shard: int | None = None) -> None:
        for session in [s for s in self._sessions.values() if shard in (None, s.shard)]:
            del self._sessions[session.id]

    async def close(self, code: int, shard: int | None = None) -> None:
        """Close the connections with a code, which may end their sessions."""
        closed = self.connections(shard)
        if code in SESSION_ENDED:
            self.drop_sessions(shard)
        for connection in closed:
            await connection.socket.close(code=code)

    def trim_frames(self, keep: int) -> None:
        """Free the data of all but the latest frames; frames keep their numbers, so that sessions stay resumable."""
        for session in self._sessions.values():
            for frame in session.sent[session.kept_from : -keep]:
                frame["d"] = None
            session.kept_from = max(session.kept_from, len(session.sent) - keep)

    async def _receive(self, connection: Connection, frame: Json) -> None:
        if connection.hangs:
            return
        match frame["op"]:
            case Op.HEARTBEAT:
                self._lateness.append(self._lateness_of(connection))
                connection.last_heartbeat = time.monotonic()
                if self.acknowledges_heartbeats:
                    connection.send({"op": Op.HEARTBEAT_ACK, "d": None, "s": None, "t": None})
            case Op.IDENTIFY | Op.RESUME if outage := connection.at("session"):
                self.identifies += frame["op"] == Op.IDENTIFY
                self.resumes += frame["op"] == Op.RESUME
                await self._suffer(connection, outage)
            case Op.IDENTIFY:
                await self._identify(connection, frame["d"])
            case Op.RESUME:
                await self._resume(connection, frame["d"])
        self._state.changes.notify()

    async def _suffer(self, connection: Connection, outage: Outage) -> None:
        if outage.code in SESSION_ENDED or (outage.kind == "invalidate" and outage.code != 1):
            self.drop_sessions()
        await connection.suffer(outage)
        self._state.changes.notify()

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies += 1
        shard, shards = data.get("shard") or (0, 1)
        intents = Intents(data["intents"])
        if data["token"] != self._token:
            await connection.socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
        elif not 0 <= shard < shards:
            await connection.socket.close(code=INVALID_SHARD, message=b"Invalid shard.")
        elif intents & ~self.granted:
            await connection.socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
        else:
            self.drop_sessions(shard)
            connection.session = session = Session(shard, shards, intents, connection=connection)
            self._sessions[session.id] = session
            for event, data in self._initial_events(session):
                session.dispatch(event, data)

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes += 1
        if data["token"] != self._token:
            await connection.socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return
        session = self._sessions.get(data["session_id"] or "")
        if session is None:
            connection.send({"op": Op.INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        connection.session, session.connection = session, connection
        for frame in session.sent[data["seq"] :]:
            connection.send(frame)
        session.dispatch("RESUMED", {})

    def _initial_events(self, session: Session) -> Iterator[tuple[str, Json]]:
        bot = self._state.bot
        guilds = [
            g for g in self._state.guilds.values() if g.has_bot and shard_of(g.id, session.shards) == session.shard
        ]
        yield (
            "READY",
            {
                "v": 10,
                "user": user_json(bot),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.resume_address or self.address,
                "shard": [session.shard, session.shards],
                "application": {"id": str(bot.id), "flags": 0},
            },
        )
        for guild in guilds if session.intents & Intents.GUILDS else ():
            yield "GUILD_CREATE", guild_json(guild, bot)

    def _lateness_of(self, connection: Connection) -> float:
        return max(0.0, time.monotonic() - connection.last_heartbeat - self.heartbeat_interval)
