"""The commands and menu entries for teaching, added to those for asking."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord
from discord import app_commands, ui

from relbot.discord.commands.message_text import plain_text
from relbot.discord.dispatch.access import Interaction
from relbot.discord.dispatch.replies import InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.notices import notice
from relbot.discord.teaching.gaps import GapHandlers
from relbot.discord.teaching.lesson_handlers import LessonHandlers
from relbot.discord.teaching.state_file import explained
from relbot.humanize import quantity
from relbot.state.feedback import FeedbackFile

Tree = app_commands.CommandTree[discord.Client]
QuestionText = app_commands.Range[str, 1, 500]
AnswerText = app_commands.Range[str, 1, 4000]


class Forgetting:
    """Deletes a person's votes, taught words and conversations."""

    def __init__(self, service: Service, lessons: LessonHandlers, feedback: FeedbackFile | None) -> None:
        self._service, self._lessons, self._feedback = service, lessons, feedback

    async def forget(self, interaction: Interaction) -> None:
        """Delete what is kept about the user, and say what that was."""

        async def work() -> ui.LayoutView:
            user_id = interaction.user.id
            self._service.forget(user_id)
            votes = await asyncio.to_thread(self._feedback.forget, user_id) if self._feedback else 0
            lessons = await self._lessons.forget(user_id)
            return notice(_forgotten(votes, lessons))

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))


def _forgotten(votes: int, lessons: int) -> str:
    """Return what a forgotten person is told: how much was deleted, and what is kept."""
    return (
        f"Deleted: {quantity(votes, 'vote')}, {quantity(lessons, 'answer')} in your words, and what I remembered of"
        " our conversations. Questions that I could not answer are kept without who asked them."
    )


@dataclass(frozen=True, slots=True)
class Teaching:
    """The handlers that the buttons and commands for teaching call."""

    gaps: GapHandlers
    lessons: LessonHandlers
    forgetting: Forgetting


def add_teaching_commands(tree: Tree, teaching: Teaching) -> None:
    """Add the commands, offered only in the bot's servers except for `/forget-me`. Rights are checked on every use."""
    in_servers = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
    installed = app_commands.AppInstallationType(guild=True, user=False)

    @tree.command(name="gaps")
    @app_commands.describe(
        csv="Send all of them as a CSV file", weekly="Post a note about them here every week, or stop that"
    )
    @app_commands.default_permissions(manage_guild=True)
    async def _gaps(interaction: Interaction, csv: bool = False, weekly: bool | None = None) -> None:
        """What was asked here and left unanswered (only for those who may manage the server)"""
        if weekly is not None:
            await teaching.gaps.set_weekly(interaction, weekly)
        else:
            await (teaching.gaps.export(interaction) if csv else teaching.gaps.show(interaction, 0))

    @tree.command(name="teach")
    @app_commands.describe(question="As people ask it", answer="Your words, which I give as the answer")
    @app_commands.default_permissions(manage_messages=True)
    async def _teach(interaction: Interaction, question: QuestionText, answer: AnswerText) -> None:
        """Teach me the answer to a question (only for those trusted with that)"""
        await teaching.lessons.teach(interaction, plain_text(question), plain_text(answer))

    @tree.command(name="taught")
    async def _taught(interaction: Interaction) -> None:
        """What I was taught, or which of your words I use as answers"""
        await teaching.lessons.show(interaction, 0)

    @tree.context_menu(name="Make this the answer")
    @app_commands.default_permissions(manage_messages=True)
    async def _make_answer(interaction: Interaction, message: discord.Message) -> None:
        await teaching.lessons.ask_for_question(interaction, message)

    @tree.context_menu(name="Withdraw this answer")
    async def _withdraw(interaction: Interaction, message: discord.Message) -> None:
        await teaching.lessons.withdraw_message(interaction, message)

    @tree.command(name="forget-me")
    async def _forget(interaction: Interaction) -> None:
        """Delete what I keep about you: votes, answers in your words, our conversation"""
        await teaching.forgetting.forget(interaction)

    for command in (_gaps, _teach, _taught, _make_answer, _withdraw):
        command.allowed_contexts, command.allowed_installs = in_servers, installed
