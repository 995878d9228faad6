"""`/forget-me`: deletes what is kept of a person."""

from __future__ import annotations

import asyncio

from discord import ui

from relbot.discord.dispatch.replies import InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.notices import notice
from relbot.discord.teaching.access import Interaction
from relbot.discord.teaching.lesson_handlers import LessonHandlers
from relbot.discord.teaching.state_file import explained
from relbot.humanize import quantity
from relbot.state.feedback import FeedbackFile


class Forgetting:
    """Deletes a person's votes, taught words and conversations."""

    def __init__(self, service: Service, lessons: LessonHandlers, feedback: FeedbackFile | None) -> None:
        self._service, self._lessons, self._feedback = service, lessons, feedback

    async def forget(self, interaction: Interaction) -> None:
        """Delete what is kept of whoever uses the command, and say what that was."""

        async def work() -> ui.LayoutView:
            user_id = interaction.user.id
            self._service.forget(user_id)
            votes = await asyncio.to_thread(self._feedback.forget, user_id) if self._feedback else 0
            lessons = await self._lessons.forget(user_id)
            return notice(forgotten(votes, lessons))

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))


def forgotten(votes: int, lessons: int) -> str:
    """What a person is told who was forgotten: how much was deleted, and what is kept."""
    return (
        f"Deleted: {quantity(votes, 'vote')}, {quantity(lessons, 'answer')} with your words, and what I remembered of"
        " our conversations. Questions that I could not answer are kept without who asked them."
    )
