"""What the buttons under an offer do: the message is taught as its menu does it, or the offer is taken away."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from relbot.discord.commands.fetching import fetched
from relbot.discord.dispatch.replies import ACKNOWLEDGE_TIMEOUT, DELIVERY_ERRORS, InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.keeping.buttons import Decision
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.question_text import question_in
from relbot.discord.teaching.access import Interaction, may_teach
from relbot.discord.teaching.lesson_handlers import MESSAGE_GONE, NOT_TEACHER, LessonHandlers
from relbot.settings import Settings


class KeptAnswers:
    """Handles the decision on an offer; every reply is to the user alone."""

    def __init__(self, service: Service, lessons: LessonHandlers, settings: Settings) -> None:
        self._service, self._lessons, self._settings = service, lessons, settings

    async def decide(self, interaction: Interaction, decision: Decision, message_id: int) -> None:
        """Those who teach keep the words or take the offer away; the author of the words can do that too."""
        offer, message = interaction.message, await fetched(interaction.channel, message_id)
        if offer is None:
            return
        is_author = message is not None and message.author.id == interaction.user.id
        if not (decision == "no" and is_author) and not await may_teach(interaction, self._settings):
            await self._decline(interaction, NOT_TEACHER)
        elif decision == "no":
            with suppress(*DELIVERY_ERRORS):
                async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
                    await interaction.response.defer()
                await offer.delete()
        elif message is None:
            await self._decline(interaction, MESSAGE_GONE)
        else:
            await self._lessons.ask_for_question(interaction, message, question_in(offer), offer.delete)

    async def _decline(self, interaction: Interaction, sentence: str) -> None:
        await self._service.decline(InteractionReply(interaction, private=True), notice(sentence))
