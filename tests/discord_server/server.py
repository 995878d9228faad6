"""A small Discord: one server on this machine that speaks REST and gateway to an unmodified client.

It enforces what Discord enforces and lets a test act as the people on the other side. dpytest and distest were
looked at first: one patches the HTTP client and knows no interactions, the other needs two live bots.

What it leaves out: rate limits of its own accord, files, roles, voice, member lists, and Discord's limit of one
IDENTIFY in five seconds, so that a test may restart its bot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Literal, Self, TypeVar

from aiohttp import web

from discord_server.gateway import Gateway, Op
from discord_server.interactions import Interactions
from discord_server.people import Person
from discord_server.rest import PREFIX, Arranged, Request, Rest
from discord_server.state import Channel, ChannelKind, Guild, Intents, Message, User
from discord_server.wire import Json
from discord_server.world import World

T = TypeVar("T")

TOKEN = "a-token-for-tests"
NONE = Intents(0)


class SmallDiscord:
    """`async with SmallDiscord() as discord:` and point a bot at `discord.environment`.

    Times are in seconds; `acknowledge_within` and `token_lives` are Discord's 3 s and 15 min unless told otherwise, and
    by `clock_ahead` its clock, which its ids tell, is ahead of this machine's (or behind it).
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        shards: int = 1,
        heartbeat_interval: float = 41.25,
        clock_ahead: float = 0.0,
        acknowledge_within: float = 3.0,
        token_lives: float = 900.0,
        granted: Intents = NONE,
        bot_name: str = "relbot",
    ) -> None:
        self.token = token
        self.world = World(bot_name, clock_ahead)
        self.world.content_intent = bool(granted & Intents.MESSAGE_CONTENT)
        self.interactions = Interactions(self.world, acknowledge_within, token_lives)
        self.gateway = Gateway(self.world, token, shards, heartbeat_interval)
        self.gateway.granted |= granted
        self.rest = Rest(self.world, self.interactions, token)
        self.world.on_message = self.gateway.tell_message
        self.owner = self.add_person("owner")
        self.rest.owner = self.owner.user
        self.rest.gateway = self._gateway_for_bots
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.add_routes([*self.rest.routes(), web.get("/", self.gateway.handle)])
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

    # Where it is

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_address(self) -> str:
        return self.gateway.address

    @property
    def environment(self) -> Mapping[str, str]:
        """What points a bot here, with the right token."""
        return {
            "RELBOT_DISCORD_API": self.api,
            "RELBOT_DISCORD_GATEWAY": self.gateway.address,
            "DISCORD_TOKEN": self.token,
        }

    # Who and what there is

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def first_channel(self) -> Channel:
        """Where people talk unless told otherwise: the first channel of the first server."""
        return next(iter(self.world.guilds.values())).channels[0]

    def add_guild(
        self,
        name: str = "server",
        channels: Sequence[str] = ("general",),
        threads: Sequence[str] = (),
        with_bot: bool = True,
    ) -> Guild:
        """A server, its threads under its first channel; the nth one lies on shard n modulo their number."""
        nth = len(self.world.guilds)
        guild = Guild(self.world.ids.next_on_shard(nth), name, with_bot, self.owner.user)
        self.world.guilds[guild.id] = guild
        for channel in channels:
            self.world.add_channel(channel, ChannelKind.TEXT, guild=guild)
        for thread in threads:
            self.world.add_channel(thread, ChannelKind.THREAD, guild=guild, parent=guild.channels[0])
        self.gateway.tell_guild(guild)
        return guild

    def add_person(self, name: str, kind: Literal["person", "bot", "webhook"] = "person") -> Person:
        """Somebody who is in every server; another bot or a webhook can be had as well."""
        user = User(self.world.ids.next(), name, kind)
        self.world.users[user.id] = user
        return Person(self, user)

    def add_private_channel(self, *people: Person) -> Channel:
        """A conversation among people without the bot, where a user-installed app can still be used."""
        recipients = tuple(person.user for person in people)
        return self.world.add_channel("private", ChannelKind.GROUP, recipients=recipients, has_bot=False)

    def make_team(self, *people: Person) -> None:
        """Let the application belong to a team in place of its owner."""
        self.rest.team = tuple(person.user for person in people)

    # What happened

    @property
    def commands(self) -> list[Json]:
        return self.rest.commands

    @property
    def command_puts(self) -> list[list[Json]]:
        """The payload of every time the bot set its commands."""
        return self.rest.command_puts

    @property
    def requests(self) -> list[Request]:
        return self.rest.requests

    @property
    def refusals(self) -> list[Request]:
        """The requests that were refused, whether by a rule or by arrangement."""
        return [request for request in self.rest.requests if request.status >= 400]

    @property
    def typings(self) -> list[Channel]:
        """The channels in which the bot showed that it types, in order."""
        return self.world.typings

    @property
    def heartbeat_lateness(self) -> list[float]:
        """Seconds by which each heartbeat came after it was due."""
        return self.gateway.heartbeat_lateness

    def messages(self, channel: Channel) -> list[Message]:
        """Everything in a channel, ephemeral messages of anybody included."""
        return list(channel.messages.values())

    def visible_to(self, person: Person, channel: Channel) -> list[Message]:
        return [message for message in channel.messages.values() if message.visible_to(person.user)]

    def forget_the_past(self, but: int = 200) -> None:
        """Keep the latest requests, messages and events only, so that it may run for long."""
        del self.rest.requests[:-but]
        for channel in self.world.channels.values():
            for old in list(channel.messages)[:-but]:
                del channel.messages[old]
        self.gateway.forget_frames(but)
        self.interactions.forget(but)

    # Waiting

    async def until(self, condition: Callable[[], T | None], within: float = 10.0) -> T:
        """The first true value of the condition, looked at whenever anything happened. Raises TimeoutError."""
        return await self.world.changes.until(condition, within)

    async def ready(self, within: float = 30.0) -> None:
        """Wait until the bot is connected with all shards and each was greeted. Raises TimeoutError."""
        await self.until(lambda: {s.shard for s in self.gateway.live} >= set(range(self.gateway.shards)), within)

    async def answer_to(self, message: Message, within: float = 10.0) -> Message:
        """The bot's first message that replies to this one or, failing that, stands after it in its channel."""

        def found() -> Message | None:
            later = [m for m in message.channel.messages.values() if m.author is self.bot and m.id > message.id]
            direct = [m for m in later if m.replies_to is message]
            return next(iter(direct or [m for m in later if m.replies_to is None]), None)

        return await self.until(found, within)

    # What goes wrong

    def drop_connection(self, shard: int | None = None) -> None:
        """Cut the wire of one shard, or of all; the bot may resume."""
        for connection in self.gateway.connections(shard):
            connection.drop()

    def ask_to_reconnect(self, shard: int | None = None) -> None:
        self.gateway.send(Op.RECONNECT, None, shard)

    def invalidate_session(self, resumable: bool = False, shard: int | None = None) -> None:
        if not resumable:
            self.gateway.forget_sessions(shard)
        self.gateway.send(Op.INVALID_SESSION, resumable, shard)

    def fail_next(
        self, method: str, path: str, status: int, times: int = 1, retry_after: float = 0.05, via: bool = True
    ) -> Arranged:
        """Answer the next requests whose path the regular expression finds with 429 or an error of the server.

        Without `via` a 429 looks like a ban by the network in front of Discord, which discord.py does not retry.
        """
        arranged = Arranged(method, re.compile(path), status, times, retry_after, {"Via": "1.1 google"} if via else {})
        self.rest.arranged.append(arranged)
        return arranged

    def lose_next(self, method: str, path: str, status: int = 502, times: int = 1) -> Arranged:
        """Do what the next requests ask, and answer them with an error of the server all the same."""
        arranged = Arranged(method, re.compile(path), status, times, carried_out=True)
        self.rest.arranged.append(arranged)
        return arranged

    def hang_next(self, method: str, path: str, seconds: float, times: int = 1) -> Arranged:
        """Leave the next requests without any answer for so long."""
        arranged = Arranged(method, re.compile(path), 504, times, seconds, hangs=True)
        self.rest.arranged.append(arranged)
        return arranged

    def hang_connection(self, shard: int | None = None) -> None:
        """Neither hear nor say anything more on the connections there are, which stay open."""
        for connection in self.gateway.connections(shard):
            connection.hang()

    def tell_again(self, event: str) -> None:
        """Tell each shard once more what it was told last of an event, such as MESSAGE_CREATE."""
        for session in self.gateway.live:
            told = next((frame for frame in reversed(session.sent) if frame["t"] == event), None)
            if told:
                session.tell(event, told["d"])

    def _gateway_for_bots(self) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway.address, "shards": self.gateway.shards, "session_start_limit": limit}
