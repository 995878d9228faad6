"""The offer to keep a message as an answer: its layout, and what its buttons do."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from discord import ui

from relbot.discord.commands.message_text import fetched
from relbot.discord.dispatch.access import Interaction, may_teach
from relbot.discord.dispatch.replies import ACKNOWLEDGE_TIMEOUT, DELIVERY_ERRORS
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.buttons import ActionButton, Actions
from relbot.discord.rendering.layout import GREY, button_row, layout, text
from relbot.discord.rendering.question_text import question_in, question_text
from relbot.discord.rendering.truncation import truncate
from relbot.discord.teaching.lesson_handlers import MESSAGE_GONE, NOT_TEACHER, LessonHandlers
from relbot.settings import Settings

_MAX_NAME = 60


def offer_layout(question: str, author: str, message_id: int) -> ui.LayoutView:
    """Build the offer; `author` is the name of the person whose message answers the question."""
    name = truncate(author, _MAX_NAME)
    offer = (
        f"**Keep this answer?** Whoever asks that would get {name}’s words, unchanged and with their name."
        f" Those who teach me decide, and {name} can withdraw them at any time."
    )
    buttons = [
        ActionButton(f"keep:yes:{message_id}", "Keep it", main=True),
        ActionButton(f"keep:no:{message_id}", "No"),
    ]
    return layout(question_text(question), text(offer), *button_row(buttons), colour=GREY)


class KeptAnswers:
    """Handles the decision on an offer; only the user sees the replies."""

    def __init__(self, service: Service, lessons: LessonHandlers, settings: Settings) -> None:
        self._service, self._lessons, self._settings = service, lessons, settings

    @property
    def actions(self) -> Actions:
        """The actions of the buttons."""
        return {r"keep:(yes|no):([0-9]{1,20})": lambda click, id_: self.decide(click, id_[1], int(id_[2]))}

    async def decide(self, interaction: Interaction, decision: str, message_id: int) -> None:
        """Keep the words or remove the offer, if the user may teach; the author of the words may remove it too."""
        offer, message = interaction.message, await fetched(interaction.channel, message_id)
        if offer is None:
            return
        is_author = message is not None and message.author.id == interaction.user.id
        if not (decision == "no" and is_author) and not await may_teach(interaction, self._settings):
            await self._service.refuse(interaction, NOT_TEACHER)
        elif decision == "no":
            with suppress(*DELIVERY_ERRORS):
                async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
                    await interaction.response.defer()
                await offer.delete()
        elif message is None:
            await self._service.refuse(interaction, MESSAGE_GONE)
        else:
            await self._lessons.ask_for_question(interaction, message, question_in(offer), offer.delete)
