"""The state of the fake Discord, and the operations on its messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord_server.api_errors import ApiError, FieldError, Json, raise_if_any
from discord_server.change_signal import ChangeSignal
from discord_server.entities import Channel, ChannelType, Guild, Intents, InteractionContext, Message, Permission, User
from discord_server.message_rules import COMPONENTS_V2, check_message
from discord_server.pings import EVERYONE, ROLE, USER
from discord_server.snowflakes import Snowflakes

Listener = Callable[[str, Message], None]


class DiscordState:
    """The state that REST, gateway and users share; `on_message` is called on every change of a message."""

    def __init__(self, bot_name: str, clock_ahead: float = 0.0) -> None:
        self.ids = Snowflakes(clock_ahead)
        self.changes = ChangeSignal()
        self.bot = User(self.ids.next(), bot_name, "bot")
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.typings: list[Channel] = []
        self._posted: dict[str | None, Message] = {}
        self.content_intent = False
        """Whether the application was granted the privileged intent to read all messages."""
        self.on_channel: Callable[[Channel], None] = lambda _channel: None
        self.on_thread: Callable[[Channel], None] = lambda _channel: None
        """Called for a thread that has been opened."""
        self.on_message: Listener = lambda _event, _message: None

    def add_channel(self, name: str, kind: ChannelType, id_: int | None = None, **fields: object) -> Channel:
        channel = Channel(id_ or self.ids.next(), name, kind, **fields)  # type: ignore[arg-type]
        channel.on_change = self.on_channel
        self.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels.append(channel)
        return channel

    def open_thread(self, parent: Channel, owner: User, name: str, id_: int, tags: tuple[str, ...] = ()) -> Channel:
        """A thread at a message, or a post in a forum; it has the id of its first message. Raises ApiError."""
        if id_ in self.channels:
            raise ApiError(160004)
        thread = self.add_channel(
            name, ChannelType.THREAD, id_, guild=parent.guild, parent=parent, owner=owner, tags=tags
        )
        self.on_thread(thread)
        return thread

    def dm_channel(self, user: User) -> Channel:
        """The channel between a user and the bot."""
        for channel in self.channels.values():
            if channel.kind == ChannelType.DM and channel.has_bot and channel.recipients == (user,):
                return channel
        return self.add_channel("", ChannelType.DM, recipients=(user,))

    def may_read(self, message: Message, content_intent: bool) -> bool:
        """Whether the bot gets the content of a message: it is its own, addressed to it, or the bot has the intent.

        https://docs.discord.com/developers/events/gateway#message-content-intent
        """
        addressed = message.author is self.bot or self.bot in message.mentions
        return content_intent or addressed or message.channel.context == InteractionContext.BOT_DM

    def send_user_message(
        self,
        channel: Channel,
        author: User,
        words: str,
        replies_to: Message | None,
        mentions_replied_user: bool,
        id_: int | None = None,
        **fields: Any,
    ) -> Message:
        """A user posts a message; `@name` becomes a mention, as the client makes it."""
        content = words
        for user in sorted(self.users.values(), key=lambda user: (len(user.name), user.id), reverse=True):
            content = content.replace(f"@{user.name}", user.mention)
        message = Message(
            id_ or self.ids.next(),
            channel,
            author,
            content,
            reference=replies_to,
            mentions_replied_user=mentions_replied_user,
            **fields,
        )
        return self.publish(message)

    def post(self, channel: Channel, payload: Json) -> Message:
        """The bot posts to a channel, once for each nonce. Raises ApiError.

        https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`
        """
        self.require_permission(channel, channel.send_permission)
        nonce = str(payload["nonce"]) if payload.get("enforce_nonce") else None
        if nonce in self._posted:
            return self._posted[nonce]
        replies_to = self._replied(channel, payload.get("message_reference"))
        check_message(payload)
        message = Message(self.ids.next(), channel, self.bot, reference=replies_to)
        allowed = payload.get("allowed_mentions")
        message.mentions_replied_user = replies_to is not None and (
            allowed is None or bool(allowed.get("replied_user"))
        )
        message.set_fields(payload | {"flags": (payload.get("flags") or 0) & COMPONENTS_V2})
        if nonce:
            self._posted[nonce] = message
        return self.publish(message)

    def publish(self, message: Message) -> Message:
        """Add a message to its channel; an ephemeral one is not dispatched."""
        self._find_mentions(message)
        message.channel.messages[message.id] = message
        self._notify("MESSAGE_CREATE", message)
        return message

    def edit_user_message(self, message: Message, words: str) -> None:
        """A user edits what they wrote; empty `words` stand for the update by which Discord shows a link's preview."""
        if words:
            message.apply_edit({"content": words.replace(f"@{self.bot.name}", self.bot.mention)})
            self._find_mentions(message)
        self._notify("MESSAGE_UPDATE", message)

    def edit(self, message: Message, payload: Json, *prefix: str) -> Message:
        """The bot edits a message. Raises ApiError."""
        check_message(payload, message.fields, *prefix)
        message.apply_edit(payload)
        self._find_mentions(message)
        self._notify("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self._notify("MESSAGE_DELETE", message)

    def channel(self, channel_id: int) -> Channel:
        """A channel that the bot can view. Raises ApiError."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(10003)
        self.require_permission(channel, Permission.VIEW_CHANNEL)
        return channel

    def message(self, channel_id: int, message_id: int) -> Message:
        """A public message: an ephemeral one can be reached through its interaction alone. Raises ApiError."""
        message = self.channel(channel_id).messages.get(message_id)
        if message is None or message.ephemeral:
            raise ApiError(10008)
        return message

    def require_permission(self, channel: Channel, permission: Permission) -> None:
        in_reach = channel.has_bot and (channel.guild is None or channel.guild.has_bot)
        if not in_reach or not channel.bot_permissions & Permission.VIEW_CHANNEL:
            raise ApiError(50001)
        if not channel.bot_permissions & permission:
            raise ApiError(50013)

    def _replied(self, channel: Channel, reference: Json | None) -> Message | None:
        if reference is None:
            return None
        if not channel.bot_permissions & Permission.READ_MESSAGE_HISTORY:
            raise ApiError(160002)
        earlier = channel.messages.get(int(reference["message_id"]))
        if earlier is None and reference.get("fail_if_not_exists", True):
            raise_if_any([FieldError(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
        return earlier

    def _find_mentions(self, message: Message) -> None:
        # Discord lists everybody whom the text mentions, whether or not that pings them.
        named = [self.users[int(number)] for number in USER.findall(message.text) if int(number) in self.users]
        if message.reference and message.mentions_replied_user:
            named.append(message.reference.author)
        message.mentions = tuple(dict.fromkeys(named))
        roles = {guild.bot_role} if (guild := message.channel.guild) else set()
        message.mentioned_roles = tuple(role for role in map(int, ROLE.findall(message.text)) if role in roles)
        message.mention_everyone = message.author is not self.bot and bool(EVERYONE.search(message.content))

    def _notify(self, event: str, message: Message) -> None:
        if not message.ephemeral:
            self.on_message(event, message)
        self.changes.notify()


def message_intent(channel: Channel) -> Intents:
    return Intents.GUILD_MESSAGES if channel.guild else Intents.DIRECT_MESSAGES
