"""What happens when somebody presses a button under an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import discord
from discord import ui

from relbot.discord.dispatch.replies import InteractionReply, SharedReply
from relbot.discord.dispatch.service import Service
from relbot.discord.expiring_cache import Recent
from relbot.discord.feedback import Feedback, append, voter
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import closest_layout, passage_layout, question_of
from relbot.discord.rendering.buttons import Direction, Place, Press, ShowAll, places_in

_REMEMBERED, _SECONDS = 1000, 3600.0
"""Presses of late that a second one must not repeat."""


class ButtonPresses:
    """Answers presses, each for the person who pressed alone, except for showing an answer to all."""

    def __init__(self, service: Service, feedback: Path | None) -> None:
        self._service, self._feedback = service, feedback
        self._shown: Recent[int, bool] = Recent(_REMEMBERED, _SECONDS)
        self._voted: Recent[str, Direction] = Recent(_REMEMBERED, _SECONDS)

    async def open(self, press: Press, place: Place) -> None:
        async def work() -> ui.LayoutView:
            found = await self._service.passage(place.passage_id)
            return passage_layout(found, place) if found else notices.notice(notices.CHANGED)

        await self._service.attend(InteractionReply(press, private=True), work)

    async def closest(self, press: Press, places: Sequence[Place]) -> None:
        async def work() -> ui.LayoutView:
            found = [(await self._service.passage(place.passage_id), place) for place in places]
            still_there = [(surroundings, place) for surroundings, place in found if surroundings]
            return closest_layout(still_there) if still_there else notices.notice(notices.CHANGED)

        await self._service.attend(InteractionReply(press, private=True), work)

    async def show_all(self, press: Press) -> None:
        """Post a private answer once for everybody, and take the button for it away."""
        answer = press.message
        if answer is None:
            return
        if not may_share(press):
            await self._service.decline(InteractionReply(press, private=True), notices.notice(notices.NOT_SHARED))
        elif self._shown.find(answer.id):
            await self._service.decline(InteractionReply(press, private=True), notices.notice(notices.SHOWN))
        else:
            self._shown.keep(answer.id, True)
            view = without_share_button(answer)

            async def work() -> ui.LayoutView:
                return view

            if await self._service.attend(SharedReply(press, view), work) is None:
                self._shown.forget(answer.id)

    async def unknown(self, press: Press) -> None:
        """Answer a button that is none of today's, such as one that an earlier version made."""
        await self._service.decline(InteractionReply(press, private=True), notices.notice(notices.OLD_BUTTON))

    async def vote(self, press: Press, direction: Direction, generation: str) -> None:
        async def work() -> ui.LayoutView:
            file, message = self._feedback, press.message
            if file is None or message is None:
                return notices.notice(notices.VOTES_OFF)
            who = voter(press.user.id, message.id)
            if self._voted.find(who) != direction:
                passages = [place.passage_id for place in places_in(message)]
                feedback = Feedback(direction, question_of(message), passages, generation, message.id, who)
                await self._service.write(lambda: append(file, feedback))
                self._voted.keep(who, direction)
            return notices.notice(notices.VOTED)

        await self._service.attend(InteractionReply(press, private=True), work)


def may_share(interaction: Press) -> bool:
    """Whether this person could write here themselves."""
    if interaction.guild_id is None:
        return True
    may = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    writes = may.send_messages_in_threads if in_thread else may.send_messages
    return writes and (interaction.is_guild_integration() or may.use_external_apps)


def without_share_button(answer: discord.Message) -> ui.LayoutView:
    """The same message, as it can be shown to all."""
    view = ui.LayoutView.from_message(answer, timeout=None)
    for item in list(view.walk_children()):
        if isinstance(item, ui.ActionRow):
            for button in item.children:
                if isinstance(button, ui.Button) and button.custom_id == ShowAll().custom_id:
                    item.remove_item(button)
            if not item.children:
                (item.parent if isinstance(item.parent, ui.Container) else view).remove_item(item)
    view.stop()  # its buttons are found by their ids, so discord.py need not remember it
    return view
