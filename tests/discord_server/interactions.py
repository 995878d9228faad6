"""What a bot does with an interaction: acknowledge it once and in time, answer, follow up.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import IntEnum

from discord_server.api_errors import ApiError, FieldError, Json, raise_if_any
from discord_server.entities import Channel, Message, User
from discord_server.message_rules import COMPONENTS_V2, EPHEMERAL, LOADING, check_message
from discord_server.payloads import message_json, user_json
from discord_server.state import DiscordState


class InteractionType(IntEnum):
    COMMAND = 2
    COMPONENT = 3


class CallbackType(IntEnum):
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    MODAL = 9


ALLOWED_CALLBACKS = {
    InteractionType.COMMAND: {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE, CallbackType.MODAL},
    InteractionType.COMPONENT: set(CallbackType),
}


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing somebody asked of the bot, and what came of it."""

    id: int
    token: str
    kind: InteractionType
    user: User
    channel: Channel
    owners: dict[str, str]
    """Who installed the app, by the way it was installed."""
    source: Message | None
    """The message whose button was pressed."""
    sent_at: float = field(default_factory=time.monotonic)
    acknowledged_at: float | None = None
    answered_at: float | None = None
    callback: CallbackType | None = None
    original: Message | None = None
    answer: Message | None = None
    """The message that first said something: the original response, the changed source, or a follow-up."""
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def metadata(self) -> Json:
        told = {"id": str(self.id), "type": int(self.kind), "user": user_json(self.user)}
        extra = {"interacted_message_id": str(self.source.id)} if self.source else {}
        return told | extra | {"authorizing_integration_owners": self.owners}


class Interactions:
    """All interactions, and the two limits that Discord sets them, in seconds."""

    def __init__(self, state: DiscordState, acknowledge_timeout: float, token_lifetime: float) -> None:
        self.acknowledge_timeout, self.token_lifetime = acknowledge_timeout, token_lifetime
        self._state = state
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    @property
    def latest(self) -> int:
        """The id of the interaction that was begun last."""
        return next(reversed(self._by_id))

    def open(self, interaction: Interaction) -> None:
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def forget(self, but: int) -> None:
        """Keep the latest only."""
        for interaction in list(self._by_id.values())[:-but]:
            del self._by_id[interaction.id], self._by_token[interaction.token]

    def acknowledge(self, interaction_id: int, token: str, given: Json, now: float) -> Json:
        """The callback: once, within the deadline. Returns what `with_response` asks for. Raises ApiError."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise ApiError(10062)
        if interaction.callback is not None:
            raise ApiError(40060)
        if now - interaction.sent_at > self.acknowledge_timeout:
            raise ApiError(10062)
        callback, data = self._callback(interaction, given), given.get("data") or {}
        self._respond(interaction, callback, data, now)
        interaction.callback, interaction.acknowledged_at = callback, now
        interaction.acknowledged.set()
        self._state.changes.notify()
        return self._told(interaction, callback)

    def original(self, token: str) -> tuple[Interaction, Message]:
        """The message that the first response made, or was about. Raises ApiError."""
        interaction = self.acknowledged(token)
        if interaction.original is None or interaction.original.deleted:
            raise ApiError(10008)
        return interaction, interaction.original

    def acknowledged(self, token: str) -> Interaction:
        """The interaction behind a webhook's token, which works from the acknowledgement on. Raises ApiError."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.callback is None:
            raise ApiError(10015)
        if time.monotonic() - interaction.sent_at > self.token_lifetime:
            raise ApiError(50027)
        return interaction

    def message(self, token: str, message_id: str) -> tuple[Interaction, Message]:
        """A message of the interaction, by its id or as `@original`. Raises ApiError."""
        if message_id == "@original":
            return self.original(token)
        interaction = self.acknowledged(token)
        for message in (interaction.original, *interaction.followups):
            if message and str(message.id) == message_id and not message.deleted:
                return interaction, message
        raise ApiError(10008)

    def edit(self, token: str, message_id: str, given: Json) -> Message:
        """Change a message of the interaction; whether it is ephemeral stays as it was. Raises ApiError."""
        interaction, message = self.message(token, message_id)
        self._state.edit(message, given)
        self._answered(interaction, message)
        return message

    def follow_up(self, token: str, given: Json) -> Message:
        """A further message; after a deferral the first one takes the place of "is thinking…". Raises ApiError."""
        interaction = self.acknowledged(token)
        if interaction.original and interaction.original.loading:
            return self.edit(token, "@original", given)
        check_message(given)
        message = self._new_message(interaction, given, given.get("flags") or 0)
        interaction.followups.append(message)
        self._answered(interaction, message)
        return message

    def delete(self, token: str, message_id: str) -> None:
        interaction, message = self.message(token, message_id)
        self._state.delete(message)
        self._answered(interaction, message)

    def _callback(self, interaction: Interaction, given: Json) -> CallbackType:
        if given.get("type") not in ALLOWED_CALLBACKS[interaction.kind]:
            allowed = tuple(sorted(int(callback) for callback in ALLOWED_CALLBACKS[interaction.kind]))
            raise_if_any([FieldError(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")])
        return CallbackType(given["type"])

    def _respond(self, interaction: Interaction, callback: CallbackType, data: Json, now: float) -> None:
        match callback:
            case CallbackType.MESSAGE:
                check_message(data, None, "data")
                interaction.original = self._new_message(interaction, data, data.get("flags") or 0)
                self._answered(interaction, interaction.original, now)
            case CallbackType.DEFERRED_MESSAGE:
                # Of the flags only EPHEMERAL is heeded here; components v2 come with the edit.
                flags = LOADING | (data.get("flags") or 0) & EPHEMERAL
                interaction.original = self._new_message(interaction, {}, flags)
            case CallbackType.DEFERRED_UPDATE:
                interaction.original = interaction.source
            case CallbackType.UPDATE:
                interaction.original = interaction.source
                if interaction.source is None or interaction.source.deleted:
                    raise ApiError(10008)
                self._state.edit(interaction.source, data, "data")
                self._answered(interaction, interaction.source, now)
            case CallbackType.MODAL:
                interaction.modal = data
                interaction.answered_at = now
                interaction.answered.set()

    def _new_message(self, interaction: Interaction, given: Json, flags: int) -> Message:
        message = Message(
            self._state.ids.next(), interaction.channel, self._state.bot, interaction=interaction.metadata()
        )
        message.write(given)
        message.flags = flags & (EPHEMERAL | LOADING | COMPONENTS_V2)
        message.visible_only_to = interaction.user if message.ephemeral else None
        return self._state.publish(message)

    def _answered(self, interaction: Interaction, message: Message, now: float | None = None) -> None:
        if interaction.answered_at is None:
            interaction.answer, interaction.answered_at = message, now or time.monotonic()
            interaction.answered.set()

    def _told(self, interaction: Interaction, callback: CallbackType) -> Json:
        told: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        resource: Json = {"type": int(callback)}
        original = interaction.original
        if original:
            flags = {"response_message_loading": original.loading, "response_message_ephemeral": original.ephemeral}
            told |= flags | {"response_message_id": str(original.id)}
            if callback in (CallbackType.MESSAGE, CallbackType.UPDATE):
                resource["message"] = message_json(original, self._state.bot.id)
        return {"interaction": told, "resource": resource}
