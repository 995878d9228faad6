"""The users, servers, channels and messages of the fake Discord."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from typing import Literal

from discord_server.api_errors import Json
from discord_server.component_rules import BUTTON, TEXT, walk
from discord_server.message_rules import COMPONENTS_V2, EPHEMERAL, LOADING, texts_of_embed


class Intents(IntFlag):
    """The events that a bot may subscribe to. https://docs.discord.com/developers/events/gateway#gateway-intents"""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


MAX_UPLOAD = 10 * 1024 * 1024
"""Bytes of the files of a message."""
PRIVILEGED = Intents.GUILD_MEMBERS | Intents.GUILD_PRESENCES | Intents.MESSAGE_CONTENT


class Permission(IntFlag):
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NOTHING = Permission(0)
EVERYTHING = Permission(sum(Permission) & ~Permission.MANAGE_MESSAGES & ~Permission.MANAGE_GUILD)


class ChannelType(IntEnum):
    TEXT = 0
    DM = 1
    GROUP = 3
    THREAD = 11
    FORUM = 15


class InteractionContext(IntEnum):
    """Where a command may be used. https://docs.discord.com/developers/interactions/application-commands"""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    kind: Literal["person", "bot", "webhook"] = "person"
    permissions: Permission = NOTHING
    """What this user may do besides what all may, in every channel."""
    roles: set[int] = field(default_factory=set)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(slots=True, eq=False)
class Guild:
    """A server, which the API calls a guild."""

    id: int
    name: str
    has_bot: bool
    """False where only a user installed the app: its commands work, and the bot sees nothing else."""
    owner: User
    bot: User
    bot_role: int
    """The id of the role that Discord makes for the bot when it is invited; it has the bot's name."""
    channels: list[Channel] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    """The names of further roles, by id."""

    @property
    def role_mention(self) -> str:
        return f"<@&{self.bot_role}>"

    def channel(self, name: str) -> Channel:
        return next(channel for channel in self.channels if channel.name == name)


@dataclass(slots=True, eq=False)
class Channel:
    id: int
    name: str
    kind: ChannelType
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: tuple[User, ...] = ()
    has_bot: bool = True
    bot_permissions: Permission = EVERYTHING
    user_permissions: Permission = EVERYTHING
    messages: dict[int, Message] = field(default_factory=dict)
    on_change: Callable[[Channel], None] = lambda _: None
    """Called when the bot's permissions, its tags or its state have changed."""
    owner: User | None = None
    """Who opened the thread; None is the server's owner."""
    tags: tuple[str, ...] = ()
    """Of a forum those that there are, of a post those that it has."""
    locked: bool = False
    archived: bool = False

    def tag(self, name: str) -> None:
        """Put a tag of the forum on a post."""
        self.tags = (*self.tags, name)
        self.on_change(self)

    def lock(self) -> None:
        self.locked = True
        self.on_change(self)

    @property
    def context(self) -> InteractionContext:
        if self.guild:
            return InteractionContext.GUILD
        return InteractionContext.BOT_DM if self.has_bot else InteractionContext.PRIVATE_CHANNEL

    @property
    def send_permission(self) -> Permission:
        """The permission that sending a message here requires."""
        return Permission.SEND_MESSAGES_IN_THREADS if self.kind == ChannelType.THREAD else Permission.SEND_MESSAGES

    def forbid(self, *permissions: str) -> None:
        """Take permissions from the bot, by name: `channel.forbid("send_messages")`."""
        for permission in permissions:
            self.bot_permissions &= ~Permission[permission.upper()]
        self.on_change(self)

    def allow(self, *permissions: str) -> None:
        for permission in permissions:
            self.bot_permissions |= Permission[permission.upper()]
        self.on_change(self)


@dataclass(frozen=True, slots=True)
class Button:
    label: str | None
    custom_id: str | None
    url: str | None
    disabled: bool


@dataclass(slots=True, eq=False)
class Message:
    """A message in its current state; edits change it in place."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    flags: int = 0
    allowed_mentions: Json | None = None
    """The latest that the bot sent; None where it sent none, which lets every mention ping."""
    reference: Message | None = None
    mentions_replied_user: bool = False
    mentions: tuple[User, ...] = ()
    mentioned_roles: tuple[int, ...] = ()
    mention_everyone: bool = False
    files: tuple[str, ...] = ()
    """The names of its attachments."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """What is in the files that the bot attached."""
    forwarded: Message | None = None
    """The message that it forwards."""
    visible_only_to: User | None = None
    """The one user who sees it, for an ephemeral message."""
    interaction: Json | None = None
    """The metadata of the interaction that it answers."""
    edited_at: datetime | None = None
    earlier: list[str] = field(default_factory=list)
    """Its text before each edit."""
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still shows "is thinking…"."""
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & COMPONENTS_V2)

    @property
    def text(self) -> str:
        """All its visible text without buttons, a line for each part."""
        displays = [c["content"] for _, c in walk(self.components) if c.get("type") == TEXT]
        embeds = [text for embed in self.embeds for text in texts_of_embed(embed)]
        return "\n".join(part for part in (self.content, *embeds, *displays) if part)

    @property
    def buttons(self) -> list[Button]:
        return [
            Button(c.get("label"), c.get("custom_id"), c.get("url"), bool(c.get("disabled")))
            for _, c in walk(self.components)
            if c.get("type") == BUTTON
        ]

    @property
    def fields(self) -> Json:
        return {"content": self.content, "embeds": self.embeds, "components": self.components, "flags": self.flags}

    def visible_to(self, user: User) -> bool:
        return not self.deleted and self.visible_only_to in (None, user)

    def apply_edit(self, payload: Json) -> None:
        """Set the fields that an edit contains; the others stay."""
        if not self.loading:
            self.earlier.append(self.text)
            self.edited_at = datetime.now(UTC)
        self.set_fields(payload)

    def set_fields(self, payload: Json) -> None:
        if "content" in payload:
            self.content = payload["content"] or ""
        if "embeds" in payload:
            self.embeds = payload["embeds"] or []
        if "components" in payload:
            self.components = numbered(payload["components"] or [])
        if "allowed_mentions" in payload:
            self.allowed_mentions = payload["allowed_mentions"]
        self.flags = (self.flags & ~LOADING) | ((payload.get("flags") or 0) & COMPONENTS_V2)


def numbered(components: list[Json]) -> list[Json]:
    """A copy of the components in which each has an id, as Discord assigns them where the sender did not."""
    components = copy.deepcopy(components)
    taken = {component["id"] for _, component in walk(components) if component.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for _, component in walk(components):
        component["id"] = component.get("id") or next(free)
        if (emoji := component.get("emoji")) and emoji.get("id") is None:
            emoji.pop("id", None)  # an emoji of Unicode has none
    return components


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a user has chosen for an option of a command."""

    id: int
    name: str
    data: bytes
    address: str
    """Where Discord keeps it."""
