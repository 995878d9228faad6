"""Simulated users, who use commands, write, reply and click buttons, and the replies they get."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from discord_server.api_errors import Json
from discord_server.command_rules import MESSAGE_MENU, SLASH
from discord_server.entities import Button, Channel, Intents, Message, User
from discord_server.interaction_events import (
    ActionUnavailable,
    button_data,
    completion_data,
    find_button,
    find_command,
    installed_for,
    interaction_event,
    menu_data,
    modal_data,
    slash_data,
)
from discord_server.interactions import Interaction, InteractionType

if TYPE_CHECKING:
    from discord_server.server import FakeDiscord

Until = Literal["answered", "acknowledged"]


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's response to a command, a menu entry or a button."""

    interaction: Interaction

    @property
    def acknowledged_after(self) -> float | None:
        """Seconds from the event to its acknowledgement."""
        return self._after(self.interaction.acknowledged_at)

    @property
    def answered_after(self) -> float | None:
        """Seconds from the event to the first message with content."""
        return self._after(self.interaction.answered_at)

    @property
    def message(self) -> Message:
        """The message that answered, in its current state: later edits show in it."""
        message = self.interaction.answer or self.interaction.original
        assert message is not None, "there is no message"
        return message

    @property
    def followups(self) -> list[Message]:
        return self.interaction.followups

    @property
    def modal(self) -> Json | None:
        return self.interaction.modal

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def buttons(self) -> list[Button]:
        return self.message.buttons

    @property
    def ephemeral(self) -> bool:
        return self.message.ephemeral

    def _after(self, moment: float | None) -> float | None:
        return None if moment is None else moment - self.interaction.sent_at


class NoResponse(AssertionError):
    """The bot did not respond in time; `reply` has the state of the interaction."""

    def __init__(self, reply: Reply, reason: str) -> None:
        super().__init__(reason)
        self.reply = reply


class SimulatedUser:
    """A user of Discord, as a test drives one."""

    def __init__(self, discord: FakeDiscord, user: User) -> None:
        self._discord = discord
        self.account = user

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def mention(self) -> str:
        return self.account.mention

    @property
    def dm_channel(self) -> Channel:
        """The channel between this user and the bot."""
        return self._discord.state.dm_channel(self.account)

    async def slash(
        self,
        command: str,
        *,
        channel: Channel | None = None,
        until: Until = "answered",
        within: float = 10.0,
        **options: Any,
    ) -> Reply:
        """Use a slash command and wait for its answer; `about_channel` is an option called "channel".

        Raises NoResponse, ActionUnavailable.
        """
        where = channel or self._discord.default_channel
        if about := options.pop("about_channel", None):
            options["channel"] = about
        found = find_command(self._discord.commands, SLASH, command, where, self.account)
        return await self._interact(InteractionType.COMMAND, where, slash_data(found, options), None, until, within)

    async def complete(self, command: str, option: str, typed: str, *, channel: Channel | None = None) -> list[str]:
        """What Discord offers while an option is typed. Raises NoResponse."""
        where = channel or self._discord.default_channel
        found = find_command(self._discord.commands, SLASH, command, where, self.account)
        data = completion_data(found, option, typed)
        reply = await self._interact(InteractionType.AUTOCOMPLETE, where, data, None, "answered", 10.0)
        return [str(choice["value"]) for choice in reply.interaction.choices]

    async def open_post(self, forum: Channel, title: str, text: str, tags: tuple[str, ...] = ()) -> Message:
        """Write a post in a forum; returns its first message, whose channel is the post."""
        state, id_ = self._discord.state, self._discord.state.ids.next()
        post = state.open_thread(forum, self.account, title, id_, tags)
        return state.send_user_message(post, self.account, text, None, mentions_replied_user=False, id_=id_)

    async def edit(self, message: Message, text: str) -> None:
        """Edit one's own message; without a text, Discord adds the preview of a link to it."""
        self._discord.state.edit_user_message(message, text)

    async def use_menu(self, entry: str, message: Message, *, until: Until = "answered", within: float = 10.0) -> Reply:
        """Use an entry of the context menu of a message. Raises NoResponse, ActionUnavailable."""
        self._require_visible(message)
        found = find_command(self._discord.commands, MESSAGE_MENU, entry, message.channel, self.account)
        data = menu_data(found, message, self._discord.bot.id)
        return await self._interact(InteractionType.COMMAND, message.channel, data, None, until, within)

    async def click(
        self, message: Message | Reply, button: str, *, until: Until = "answered", within: float = 10.0
    ) -> Reply:
        """Click a button by its label or custom id. Raises NoResponse, ActionUnavailable."""
        clicked = message.message if isinstance(message, Reply) else message
        self._require_visible(clicked)
        data = button_data(find_button(clicked, button))
        return await self._interact(InteractionType.COMPONENT, clicked.channel, data, clicked, until, within)

    async def submit(self, form: Reply, *, within: float = 10.0, **values: str) -> Reply:
        """Submit the form that a reply showed, with these texts by label. Raises NoResponse, ActionUnavailable."""
        assert form.modal is not None, "there is no form"
        where = form.interaction.channel
        data = modal_data(form.modal, values)
        return await self._interact(InteractionType.MODAL_SUBMIT, where, data, None, "answered", within)

    async def click_forged(
        self, message: Message | Reply, custom_id: str, *, label: str = "forged", within: float = 10.0
    ) -> Reply:
        """Click a button that the bot never created, as if it were on this message. Raises NoResponse."""
        real = message.message if isinstance(message, Reply) else message
        button = {"type": 2, "style": 2, "label": label, "custom_id": custom_id, "id": 999}
        forged = dataclasses.replace(
            real, components=[*real.components, {"type": 1, "id": 998, "components": [button]}]
        )
        data = button_data(Button(label, custom_id, None, disabled=False))
        return await self._interact(InteractionType.COMPONENT, real.channel, data, forged, "answered", within)

    async def send_message(self, text: str, channel: Channel | None = None, files: tuple[str, ...] = ()) -> Message:
        """Write to a channel, attaching files; `@name` mentions the user of that name, the latest of several."""
        where = channel or self._discord.default_channel
        return self._discord.state.send_user_message(
            where, self.account, text, None, mentions_replied_user=False, files=files
        )

    async def forward(self, message: Message, channel: Channel) -> Message:
        """Forward a message to a channel, the one with the bot for instance."""
        return self._discord.state.send_user_message(
            channel, self.account, "", None, mentions_replied_user=False, forwarded=message
        )

    async def reply_to(self, message: Message | Reply, text: str, ping: bool = True) -> Message:
        """Reply to a message; `ping=False` is the reply with the mention switched off."""
        earlier = message.message if isinstance(message, Reply) else message
        self._require_visible(earlier)
        if earlier.ephemeral:
            raise ActionUnavailable("An ephemeral message cannot be replied to.")
        return self._discord.state.send_user_message(
            earlier.channel, self.account, text, earlier, mentions_replied_user=ping
        )

    async def send_direct_message(self, text: str) -> Message:
        """Write a direct message."""
        return await self.send_message(text, self.dm_channel)

    async def delete(self, message: Message) -> None:
        """Delete a message, as its author or a moderator can."""
        self._discord.state.delete(message)

    def visible_messages(self, channel: Channel) -> list[Message]:
        return self._discord.visible_to(self, channel)

    def _require_visible(self, message: Message) -> None:
        if not message.visible_to(self.account):
            raise ActionUnavailable(f"{self.account.name} does not see this message.")

    async def _interact(
        self, kind: InteractionType, channel: Channel, data: Json, source: Message | None, until: Until, within: float
    ) -> Reply:
        state, owners = self._discord.state, installed_for(channel, self.account)
        interaction = Interaction(
            state.ids.next(), secrets.token_urlsafe(32), kind, self.account, channel, owners, source
        )
        self._discord.interactions.open(interaction)
        event = interaction_event(interaction, data, self._discord.bot.id)
        guild_id = channel.guild.id if channel.guild else None
        self._discord.gateway.dispatch("INTERACTION_CREATE", guild_id, Intents(0), lambda _: event)
        return await self._wait(Reply(interaction), until, within)

    async def _wait(self, reply: Reply, until: Until, within: float) -> Reply:
        deadline = self._discord.interactions.acknowledge_timeout
        try:
            await asyncio.wait_for(reply.interaction.acknowledged.wait(), deadline)
            if until == "answered":
                await asyncio.wait_for(reply.interaction.answered.wait(), within)
        except TimeoutError:
            if reply.interaction.acknowledged.is_set():
                reason = f"no answer in {within} s"
            else:
                reason = f"the application did not respond within {deadline} s"
            raise NoResponse(reply, reason) from None
        return reply
