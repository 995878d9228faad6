"""A fake Discord: one server on this machine that speaks REST and gateway to an unmodified client.

It enforces Discord's rules and lets a test act as the users. dpytest and distest were looked at first: one patches the
HTTP client and knows no interactions, the other needs two live bots.

It does not implement files of messages, roles other than that of the bot, voice, member lists, and Discord's limit of
one IDENTIFY in five seconds, so that a test may restart its bot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Literal, Self, TypeVar

from aiohttp import web

from discord_server.api_errors import Json
from discord_server.entities import Channel, ChannelType, Guild, Intents, Message, Upload, User
from discord_server.gateway import Gateway, Op
from discord_server.interactions import Interactions
from discord_server.outages import Outage
from discord_server.rate_limits import RateLimits
from discord_server.rest import PREFIX, InjectedFault, Request, RestApi
from discord_server.state import DiscordState
from discord_server.users import SimulatedUser

T = TypeVar("T")

TOKEN = "a-token-for-tests"
NONE = Intents(0)


class FakeDiscord:
    """`async with FakeDiscord() as discord:` and point a bot at `discord.environment`.

    Times are in seconds. `acknowledge_timeout` and `token_lifetime` default to Discord's 3 s and 15 min. `clock_ahead`
    is by how much its clock, which its ids contain, is ahead of this machine's; it may be negative. `rate_limited`
    enforces Discord's rate limits, which would slow most tests down.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        shards: int = 1,
        heartbeat_interval: float = 41.25,
        clock_ahead: float = 0.0,
        acknowledge_timeout: float = 3.0,
        token_lifetime: float = 900.0,
        granted: Intents = NONE,
        bot_name: str = "relbot",
        rate_limited: bool = False,
    ) -> None:
        self.token = token
        self.state = DiscordState(bot_name, clock_ahead)
        self.state.content_intent = bool(granted & Intents.MESSAGE_CONTENT)
        self.interactions = Interactions(self.state, acknowledge_timeout, token_lifetime)
        self.gateway = Gateway(self.state, token, shards, heartbeat_interval)
        self.gateway.granted |= granted
        self.rest = RestApi(self.state, self.interactions, token)
        self.rest.rate_limits = RateLimits() if rate_limited else None
        self.state.on_message = self.gateway.dispatch_message
        self.state.on_channel = self.gateway.dispatch_channel
        self.state.on_thread = self.gateway.dispatch_thread
        self.gateway_named: str | None = None
        """The gateway that `/gateway/bot` names in place of this one."""
        self.session_starts_left, self.session_starts_reset_after = 999, 0.0
        self.owner = self.add_user("owner")
        self.rest.owner = self.owner.account
        self.rest.gateway = self._gateway_for_bots
        self.uploads: dict[int, Upload] = {}
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.add_routes([*self.rest.routes(), web.get("/", self.gateway.handle), web.get("/uploads/{id}", self._upload)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.address = f"ws://127.0.0.1:{self._port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop_connection()
        if self._runner:
            await self._runner.cleanup()

    # Addresses

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_address(self) -> str:
        return self.gateway.address

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables that point a bot here, with the right token."""
        return {
            "RELBOT_DISCORD_API": self.api,
            "RELBOT_DISCORD_GATEWAY": self.gateway.address,
            "DISCORD_TOKEN": self.token,
        }

    # Users, servers and channels

    def upload(self, name: str, data: bytes) -> Upload:
        """A file to give as an option of a command."""
        id_ = self.state.ids.next()
        self.uploads[id_] = Upload(id_, name, data, f"http://127.0.0.1:{self._port}/uploads/{id_}")
        return self.uploads[id_]

    async def _upload(self, request: web.Request) -> web.Response:
        upload = self.uploads.get(int(request.match_info["id"]))
        return web.Response(body=upload.data) if upload else web.Response(status=404)

    @property
    def bot(self) -> User:
        return self.state.bot

    @property
    def default_channel(self) -> Channel:
        """Used where none is given: the first channel of the first server."""
        return next(iter(self.state.guilds.values())).channels[0]

    def add_guild(
        self,
        name: str = "server",
        channels: Sequence[str] = ("general",),
        threads: Sequence[str] = (),
        with_bot: bool = True,
        forums: Sequence[str] = (),
    ) -> Guild:
        """A server, its threads under its first channel; the nth one lies on shard n modulo their number.

        The posts of a forum may be tagged as "Solved ✅".
        """
        nth = len(self.state.guilds)
        ids = self.state.ids
        guild = Guild(ids.next_on_shard(nth), name, with_bot, self.owner.account, self.bot, ids.next())
        self.state.guilds[guild.id] = guild
        for channel in channels:
            self.state.add_channel(channel, ChannelType.TEXT, guild=guild)
        for thread in threads:
            self.state.add_channel(thread, ChannelType.THREAD, guild=guild, parent=guild.channels[0])
        for forum in forums:
            self.state.add_channel(forum, ChannelType.FORUM, guild=guild, tags=("Solved ✅", "Bug"))
        self.gateway.dispatch_guild(guild)
        return guild

    def add_user(self, name: str, kind: Literal["person", "bot", "webhook"] = "person") -> SimulatedUser:
        """A member of every server, who may also be another bot or a webhook."""
        user = User(self.state.ids.next(), name, kind)
        self.state.users[user.id] = user
        return SimulatedUser(self, user)

    def add_private_channel(self, *users: SimulatedUser) -> Channel:
        """A group of users without the bot, where a user-installed app can still be used."""
        recipients = tuple(user.account for user in users)
        return self.state.add_channel("private", ChannelType.GROUP, recipients=recipients, has_bot=False)

    def set_team(self, *users: SimulatedUser) -> None:
        """Make a team own the application; without users the owner owns it again."""
        self.rest.team = tuple(user.account for user in users)

    # Recorded activity

    @property
    def commands(self) -> list[Json]:
        return self.rest.commands

    @property
    def command_puts(self) -> list[list[Json]]:
        """The payload of each registration of the bot's commands."""
        return self.rest.command_puts

    @property
    def requests(self) -> list[Request]:
        return self.rest.requests

    @property
    def refusals(self) -> list[Request]:
        """The requests that were refused, by a rule or by an injected fault."""
        return [request for request in self.rest.requests if request.status >= 400]

    @property
    def typings(self) -> list[Channel]:
        """The channels in which the bot showed the typing indicator, in order."""
        return self.state.typings

    @property
    def heartbeat_lateness(self) -> list[float]:
        """Seconds by which each heartbeat was late."""
        return self.gateway.heartbeat_lateness

    def messages(self, channel: Channel) -> list[Message]:
        """All messages of a channel, ephemeral ones included."""
        return list(channel.messages.values())

    def visible_to(self, user: SimulatedUser, channel: Channel) -> list[Message]:
        return [message for message in channel.messages.values() if message.visible_to(user.account)]

    def trim_history(self, keep: int = 200) -> None:
        """Keep only the latest requests, messages and events, so that memory stays bounded in long runs."""
        del self.rest.requests[:-keep]
        for channel in self.state.channels.values():
            for old in list(channel.messages)[:-keep]:
                del channel.messages[old]
        self.gateway.trim_frames(keep)
        self.interactions.trim(keep)

    # Waiting

    async def wait_for(self, condition: Callable[[], T | None], within: float = 10.0) -> T:
        """The first true value of the condition, evaluated after every change. Raises TimeoutError."""
        return await self.state.changes.wait_for(condition, within)

    async def wait_ready(self, within: float = 30.0) -> None:
        """Wait until all shards of the bot are connected and ready. Raises TimeoutError."""
        await self.wait_for(
            lambda: {s.shard for s in self.gateway.connected_sessions} >= set(range(self.gateway.shards)), within
        )

    async def answer_to(self, message: Message, within: float = 10.0) -> Message:
        """The bot's first message that replies to this one or, failing that, comes after it in its channel."""

        def found() -> Message | None:
            later = [m for m in message.channel.messages.values() if m.author is self.bot and m.id > message.id]
            direct = [m for m in later if m.reference is message]
            return next(iter(direct or [m for m in later if m.reference is None]), None)

        return await self.wait_for(found, within)

    # Faults

    def fail_next_connections(self, *outages: Outage) -> None:
        """Let these happen to the next connections to the gateway, one each."""
        self.gateway.upcoming.extend(outages)

    async def close_connection(self, code: int, shard: int | None = None) -> None:
        """Close the connection of one shard, or of all, with this code."""
        await self.gateway.close(code, shard)

    def acknowledge_heartbeats(self, acknowledge: bool) -> None:
        self.gateway.acknowledges_heartbeats = acknowledge

    def drop_connection(self, shard: int | None = None) -> None:
        """Abort the connection of one shard, or of all; the bot may resume."""
        for connection in self.gateway.connections(shard):
            connection.drop()

    def request_reconnect(self, shard: int | None = None) -> None:
        self.gateway.send(Op.RECONNECT, None, shard)

    def invalidate_session(self, resumable: bool = False, shard: int | None = None) -> None:
        if not resumable:
            self.gateway.drop_sessions(shard)
        self.gateway.send(Op.INVALID_SESSION, resumable, shard)

    def fail_next(
        self,
        method: str,
        path: str,
        status: int,
        times: int = 1,
        retry_after: float = 0.05,
        via: bool = True,
        code: int = 0,
    ) -> InjectedFault:
        """Answer the next requests whose path the regular expression matches with 429 or another error, and its code.

        Without `via` a 429 looks like a ban by the network in front of Discord, which discord.py does not retry.
        """
        fault = InjectedFault(
            method, re.compile(path), status, times, retry_after, code, {"Via": "1.1 google"} if via else {}
        )
        self.rest.fault.append(fault)
        return fault

    def lose_next_response(self, method: str, path: str, status: int = 502, times: int = 1) -> InjectedFault:
        """Carry the next requests out, and answer them with a server error all the same."""
        fault = InjectedFault(method, re.compile(path), status, times, carried_out=True)
        self.rest.fault.append(fault)
        return fault

    def hang_next(self, method: str, path: str, seconds: float, times: int = 1) -> InjectedFault:
        """Leave the next requests without a response for so many seconds."""
        fault = InjectedFault(method, re.compile(path), 504, times, seconds, hangs=True)
        self.rest.fault.append(fault)
        return fault

    def hang_connection(self, shard: int | None = None) -> None:
        """Keep the current connections open, and neither receive nor send anything more on them."""
        for connection in self.gateway.connections(shard):
            connection.hang()

    def redeliver(self, event: str) -> None:
        """Dispatch to each shard once more its latest event of a type, such as MESSAGE_CREATE."""
        for session in self.gateway.connected_sessions:
            latest = next((frame for frame in reversed(session.sent) if frame["t"] == event), None)
            if latest:
                session.dispatch(event, latest["d"])

    def _gateway_for_bots(self) -> Json:
        starts = {"total": 1000, "remaining": self.session_starts_left, "max_concurrency": 1}
        limit = starts | {"reset_after": int(self.session_starts_reset_after * 1000)}
        address = self.gateway_named or self.gateway.address
        return {"url": address, "shards": self.gateway.shards, "session_start_limit": limit}
