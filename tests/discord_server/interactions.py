"""The life of an interaction: the bot acknowledges it once and in time, answers, follows up.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import IntEnum

from discord_server.api_errors import ApiError, FieldError, Json, raise_if_any
from discord_server.command_rules import choice_errors
from discord_server.entities import Channel, Message, User
from discord_server.message_rules import COMPONENTS_V2, EPHEMERAL, LOADING, check_message
from discord_server.payloads import message_json, user_json
from discord_server.state import DiscordState


class InteractionType(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


ALLOWED_CALLBACKS = {
    InteractionType.COMMAND: {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE, CallbackType.MODAL},
    InteractionType.COMPONENT: set(CallbackType) - {CallbackType.CHOICES},
    InteractionType.AUTOCOMPLETE: {CallbackType.CHOICES},
    InteractionType.MODAL_SUBMIT: {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE},
}


@dataclass(slots=True, eq=False)
class Interaction:
    """One use of a command, menu entry or button, and how the bot responded."""

    id: int
    token: str
    kind: InteractionType
    user: User
    channel: Channel
    owners: dict[str, str]
    """Who installed the app, by type of installation."""
    source: Message | None
    """The message whose button was clicked."""
    sent_at: float = field(default_factory=time.monotonic)
    acknowledged_at: float | None = None
    answered_at: float | None = None
    callback: CallbackType | None = None
    original: Message | None = None
    answer: Message | None = None
    """The first message with content: the original response, the edited source, or a follow-up."""
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    """What an option may be completed to."""
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def metadata(self) -> Json:
        payload = {"id": str(self.id), "type": int(self.kind), "user": user_json(self.user)}
        extra = {"interacted_message_id": str(self.source.id)} if self.source else {}
        return payload | extra | {"authorizing_integration_owners": self.owners}


class Interactions:
    """All interactions, with the time limits for acknowledging them and for using their tokens, in seconds."""

    def __init__(self, state: DiscordState, acknowledge_timeout: float, token_lifetime: float) -> None:
        self.acknowledge_timeout, self.token_lifetime = acknowledge_timeout, token_lifetime
        self._state = state
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    @property
    def latest(self) -> int:
        """The id of the latest interaction."""
        return next(reversed(self._by_id))

    def open(self, interaction: Interaction) -> None:
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def trim(self, keep: int) -> None:
        """Keep only the latest."""
        for interaction in list(self._by_id.values())[:-keep]:
            del self._by_id[interaction.id], self._by_token[interaction.token]

    def acknowledge(self, interaction_id: int, token: str, payload: Json, now: float) -> Json:
        """The callback: once, within the deadline. Returns what `with_response` asks for. Raises ApiError."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise ApiError(10062)
        if interaction.callback is not None:
            raise ApiError(40060)
        if now - interaction.sent_at > self.acknowledge_timeout:
            raise ApiError(10062)
        callback, data = self._callback(interaction, payload), payload.get("data") or {}
        self._respond(interaction, callback, data, now)
        interaction.callback, interaction.acknowledged_at = callback, now
        interaction.acknowledged.set()
        self._state.changes.notify()
        return self._callback_response(interaction, callback)

    def original(self, token: str) -> tuple[Interaction, Message]:
        """The message that the first response created or edited. Raises ApiError."""
        interaction = self.acknowledged(token)
        if interaction.original is None or interaction.original.deleted:
            raise ApiError(10008)
        return interaction, interaction.original

    def acknowledged(self, token: str) -> Interaction:
        """The interaction of a webhook token, which is valid from the acknowledgement on. Raises ApiError."""
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

    def edit(self, token: str, message_id: str, payload: Json) -> Message:
        """Change a message of the interaction; whether it is ephemeral stays as it was. Raises ApiError."""
        interaction, message = self.message(token, message_id)
        self._state.edit(message, payload)
        self._mark_answered(interaction, message)
        return message

    def follow_up(self, token: str, payload: Json) -> Message:
        """A further message; after a deferral the first one takes the place of "is thinking…". Raises ApiError."""
        interaction = self.acknowledged(token)
        if interaction.original and interaction.original.loading:
            return self.edit(token, "@original", payload)
        check_message(payload)
        message = self._new_message(interaction, payload, payload.get("flags") or 0)
        interaction.followups.append(message)
        self._mark_answered(interaction, message)
        return message

    def delete(self, token: str, message_id: str) -> None:
        interaction, message = self.message(token, message_id)
        self._state.delete(message)
        self._mark_answered(interaction, message)

    def _callback(self, interaction: Interaction, payload: Json) -> CallbackType:
        if payload.get("type") not in ALLOWED_CALLBACKS[interaction.kind]:
            allowed = tuple(sorted(int(callback) for callback in ALLOWED_CALLBACKS[interaction.kind]))
            raise_if_any([FieldError(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")])
        return CallbackType(payload["type"])

    def _respond(self, interaction: Interaction, callback: CallbackType, data: Json, now: float) -> None:
        match callback:
            case CallbackType.MESSAGE:
                check_message(data, None, "data")
                interaction.original = self._new_message(interaction, data, data.get("flags") or 0)
                self._mark_answered(interaction, interaction.original, now)
            case CallbackType.DEFERRED_MESSAGE:
                # A deferral accepts no flag but EPHEMERAL; components v2 come with the edit.
                flags = LOADING | (data.get("flags") or 0) & EPHEMERAL
                interaction.original = self._new_message(interaction, {}, flags)
            case CallbackType.DEFERRED_UPDATE:
                interaction.original = interaction.source
            case CallbackType.UPDATE:
                interaction.original = interaction.source
                if interaction.source is None or interaction.source.deleted:
                    raise ApiError(10008)
                self._state.edit(interaction.source, data, "data")
                self._mark_answered(interaction, interaction.source, now)
            case CallbackType.CHOICES:
                interaction.choices = data.get("choices") or []
                raise_if_any(choice_errors(interaction.choices))
                interaction.answered_at = now
                interaction.answered.set()
            case CallbackType.MODAL:
                interaction.modal = data
                interaction.answered_at = now
                interaction.answered.set()

    def _new_message(self, interaction: Interaction, payload: Json, flags: int) -> Message:
        message = Message(
            self._state.ids.next(), interaction.channel, self._state.bot, interaction=interaction.metadata()
        )
        message.set_fields(payload)
        message.contents = payload.get("uploaded") or {}
        message.flags = flags & (EPHEMERAL | LOADING | COMPONENTS_V2)
        message.visible_only_to = interaction.user if message.ephemeral else None
        return self._state.publish(message)

    def _mark_answered(self, interaction: Interaction, message: Message, now: float | None = None) -> None:
        if interaction.answered_at is None:
            interaction.answer, interaction.answered_at = message, now or time.monotonic()
            interaction.answered.set()

    def _callback_response(self, interaction: Interaction, callback: CallbackType) -> Json:
        payload: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        resource: Json = {"type": int(callback)}
        original = interaction.original
        if original:
            flags = {"response_message_loading": original.loading, "response_message_ephemeral": original.ephemeral}
            payload |= flags | {"response_message_id": str(original.id)}
            if callback in (CallbackType.MESSAGE, CallbackType.UPDATE):
                resource["message"] = message_json(original, self._state.bot.id)
        return {"interaction": payload, "resource": resource}
