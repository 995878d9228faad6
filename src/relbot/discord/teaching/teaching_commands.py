"""The commands and menu entries of teaching, added to those of asking."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord import app_commands

from relbot.discord.commands.message_text import plain_text
from relbot.discord.teaching.access import Interaction
from relbot.discord.teaching.forgetting import Forgetting
from relbot.discord.teaching.gap_handlers import GapHandlers
from relbot.discord.teaching.lesson_handlers import LessonHandlers

Tree = app_commands.CommandTree[discord.Client]

QuestionText = app_commands.Range[str, 1, 500]
AnswerText = app_commands.Range[str, 1, 4000]


@dataclass(frozen=True, slots=True)
class Teaching:
    """What the buttons and commands of teaching call."""

    gaps: GapHandlers
    lessons: LessonHandlers
    forgetting: Forgetting


def add_teaching_commands(tree: Tree, teaching: Teaching) -> None:
    """Add them: only in servers that the bot is in, but for `/forget-me`. Who may is checked on every use."""
    in_servers = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
    installed = app_commands.AppInstallationType(guild=True, user=False)

    @tree.command(name="gaps")
    @app_commands.describe(
        csv="Send all of them as a CSV file", weekly="Post a note about them in this channel every week, or no more"
    )
    @app_commands.default_permissions(manage_guild=True)
    async def _gaps(interaction: Interaction, csv: bool = False, weekly: bool | None = None) -> None:
        """What was asked here and left unanswered (whoever manages the server)"""
        if weekly is not None:
            await teaching.gaps.set_weekly(interaction, weekly)
        else:
            await (teaching.gaps.export(interaction) if csv else teaching.gaps.show(interaction, 0))

    @tree.command(name="teach")
    @app_commands.describe(question="As people ask it", answer="Your words, which I give as the answer")
    @app_commands.default_permissions(manage_messages=True)
    async def _teach(interaction: Interaction, question: QuestionText, answer: AnswerText) -> None:
        """Teach me the answer to a question (whoever is trusted with that)"""
        await teaching.lessons.teach(interaction, plain_text(question), plain_text(answer))

    @tree.command(name="taught")
    async def _taught(interaction: Interaction) -> None:
        """What I was taught, or which of your words I answer with"""
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
        """Delete what I keep of you: votes, answers with your words, our conversation"""
        await teaching.forgetting.forget(interaction)

    for command in (_gaps, _teach, _taught, _make_answer, _withdraw):
        command.allowed_contexts, command.allowed_installs = in_servers, installed
