"""Everything there is in the small Discord, and what happens to messages in it."""

from __future__ import annotations

from collections.abc import Callable

from discord_server.changes import Changes
from discord_server.message_rules import COMPONENTS_V2, check_message
from discord_server.pings import EVERYONE, USER
from discord_server.snowflakes import Snowflakes
from discord_server.state import Channel, ChannelKind, Context, Guild, Intents, Message, Permission, User
from discord_server.wire import Fault, Json, Refusal, refuse_if_any

Listener = Callable[[str, Message], None]


class World:
    """The state that REST, gateway and people share; `on_message` hears what happens to messages."""

    def __init__(self, bot_name: str, clock_ahead: float = 0.0) -> None:
        self.ids = Snowflakes(clock_ahead)
        self.changes = Changes()
        self.bot = User(self.ids.next(), bot_name, "bot")
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.typings: list[Channel] = []
        self._posted: dict[str | None, Message] = {}
        self.content_intent = False
        """Whether the application was granted the privileged intent to read all messages."""
        self.on_message: Listener = lambda _event, _message: None

    def add_channel(self, name: str, kind: ChannelKind, **fields: object) -> Channel:
        channel = Channel(self.ids.next(), name, kind, **fields)  # type: ignore[arg-type]
        self.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels.append(channel)
        return channel

    def direct_messages(self, user: User) -> Channel:
        """The channel between a person and the bot."""
        for channel in self.channels.values():
            if channel.kind == ChannelKind.DM and channel.has_bot and channel.recipients == (user,):
                return channel
        return self.add_channel("", ChannelKind.DM, recipients=(user,))

    def may_read(self, message: Message, content_intent: bool) -> bool:
        """Whether the bot is told what a message says: its own, to it, or with the intent.

        https://docs.discord.com/developers/events/gateway#message-content-intent
        """
        mine = message.author is self.bot or self.bot in message.mentions
        return content_intent or mine or message.channel.context == Context.BOT_DM

    def say(
        self, channel: Channel, author: User, words: str, replies_to: Message | None, pings_replied: bool
    ) -> Message:
        """A person writes, with `@name` for a mention as the client turns it into one."""
        content = words
        for user in sorted(self.users.values(), key=lambda user: (len(user.name), user.id), reverse=True):
            content = content.replace(f"@{user.name}", user.mention)
        message = Message(self.ids.next(), channel, author, content, replies_to=replies_to, pings_replied=pings_replied)
        return self.publish(message)

    def post(self, channel: Channel, given: Json) -> Message:
        """The bot posts to a channel, with the same nonce once. Raises Refusal.

        https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`
        """
        self.demand(channel, channel.to_send)
        nonce = str(given["nonce"]) if given.get("enforce_nonce") else None
        if nonce in self._posted:
            return self._posted[nonce]
        replies_to = self._replied(channel, given.get("message_reference"))
        check_message(given)
        message = Message(self.ids.next(), channel, self.bot, replies_to=replies_to)
        allowed = given.get("allowed_mentions")
        message.pings_replied = replies_to is not None and (allowed is None or bool(allowed.get("replied_user")))
        message.write(given | {"flags": (given.get("flags") or 0) & COMPONENTS_V2})
        if nonce:
            self._posted[nonce] = message
        return self.publish(message)

    def publish(self, message: Message) -> Message:
        """A message appears in its channel; nobody is told of an ephemeral one."""
        self._find_mentions(message)
        message.channel.messages[message.id] = message
        self._tell("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, given: Json, *prefix: str) -> Message:
        """The bot changes a message. Raises Refusal."""
        check_message(given, message.fields, *prefix)
        message.take(given)
        self._find_mentions(message)
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self._tell("MESSAGE_DELETE", message)

    def channel(self, channel_id: int) -> Channel:
        """A channel the bot may look into. Raises Refusal."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refusal(10003)
        self.demand(channel, Permission.VIEW_CHANNEL)
        return channel

    def message(self, channel_id: int, message_id: int) -> Message:
        """A message that others see too: an ephemeral one is reached by its interaction alone. Raises Refusal."""
        message = self.channel(channel_id).messages.get(message_id)
        if message is None or message.ephemeral:
            raise Refusal(10008)
        return message

    def demand(self, channel: Channel, permission: Permission) -> None:
        in_reach = channel.has_bot and (channel.guild is None or channel.guild.has_bot)
        if not in_reach or not channel.bot_may & Permission.VIEW_CHANNEL:
            raise Refusal(50001)
        if not channel.bot_may & permission:
            raise Refusal(50013)

    def _replied(self, channel: Channel, reference: Json | None) -> Message | None:
        if reference is None:
            return None
        if not channel.bot_may & Permission.READ_MESSAGE_HISTORY:
            raise Refusal(160002)
        earlier = channel.messages.get(int(reference["message_id"]))
        if earlier is None and reference.get("fail_if_not_exists", True):
            refuse_if_any([Fault(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
        return earlier

    def _find_mentions(self, message: Message) -> None:
        # The list names those whom the text mentions, whether or not that pings them.
        named = [self.users[int(number)] for number in USER.findall(message.text) if int(number) in self.users]
        if message.replies_to and message.pings_replied:
            named.append(message.replies_to.author)
        message.mentions = tuple(dict.fromkeys(named))
        message.mention_everyone = message.author is not self.bot and bool(EVERYONE.search(message.content))

    def _tell(self, event: str, message: Message) -> None:
        if not message.ephemeral:
            self.on_message(event, message)
        self.changes.happened()


def message_intent(channel: Channel) -> Intents:
    return Intents.GUILD_MESSAGES if channel.guild else Intents.DIRECT_MESSAGES
