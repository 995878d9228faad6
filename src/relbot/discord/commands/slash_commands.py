"""The slash commands and the entry in a message's context menu."""

from __future__ import annotations

import discord
from discord import app_commands, ui

from relbot.discord.commands.button_handlers import may_share
from relbot.discord.commands.reindex import Rebuild
from relbot.discord.commands.timeline_command import timeline_page
from relbot.discord.dispatch.replies import InteractionReply
from relbot.discord.dispatch.service import Question, Service
from relbot.discord.rendering import notices

Interaction = discord.Interaction[discord.Client]
Tree = app_commands.CommandTree[discord.Client]

MOST_OF_A_QUESTION = 500
Narrowing = app_commands.Range[str, 1, 100]


def command_tree(client: discord.Client, service: Service, rebuild: Rebuild) -> Tree:
    """All commands, in servers, direct messages and wherever somebody who installed the app for themselves is."""
    everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    installs = app_commands.AppInstallationType(guild=True, user=True)
    tree = _Tree(client, allowed_contexts=everywhere, allowed_installs=installs)

    @tree.error
    async def _failed(interaction: Interaction, error: app_commands.AppCommandError) -> None:
        reply = InteractionReply(interaction, private=True)
        if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
            await service.decline(reply, notices.notice(notices.OLD_COMMAND))  # Discord's list is of another version
        else:
            await service.fail(reply, error.__cause__ or error)

    @tree.command(name="ask")
    @app_commands.describe(question="What you want to know", private="Only you see the answer")
    async def _ask(
        interaction: Interaction, question: app_commands.Range[str, 1, MOST_OF_A_QUESTION], private: bool = False
    ) -> None:
        """Ask a question, and get the sentence that answers it with its source"""
        await service.ask(_question(interaction, question, private), InteractionReply(interaction, private=private))

    @tree.context_menu(name="Ask relbot about this")
    async def _ask_about(interaction: Interaction, message: discord.Message) -> None:
        asked = _question(interaction, message.content, private=True)
        await service.ask(asked, InteractionReply(interaction, private=True))

    @tree.command(name="timeline")
    @app_commands.describe(
        span="A time, such as 1956..1961, before 1950 or in the sixties", word="Only sentences with this word"
    )
    async def _timeline(interaction: Interaction, span: Narrowing | None = None, word: Narrowing | None = None) -> None:
        """What happened when, in order of time"""
        await service.attend(InteractionReply(interaction, private=True), lambda: timeline_page(service, span, word))

    @tree.command(name="sources")
    async def _sources(interaction: Interaction) -> None:
        """What I have read, and how fresh it is"""

        async def work() -> ui.LayoutView:
            return notices.sources(await service.contents())

        await service.attend(InteractionReply(interaction, private=True), work)

    @tree.command(name="about")
    async def _about(interaction: Interaction) -> None:
        """What I am, and how I answer"""

        async def work() -> ui.LayoutView:
            return notices.about(await service.contents())

        await service.attend(InteractionReply(interaction, private=True), work)

    @tree.command(name="help")
    async def _help(interaction: Interaction) -> None:
        """The ways to ask me"""

        async def work() -> ui.LayoutView:
            return notices.help_page(client.user.name if client.user else "relbot")

        await service.attend(InteractionReply(interaction, private=True), work)

    @tree.command(name="reindex")
    @app_commands.default_permissions(manage_guild=True)  # hides it, no more: who may is asked on every call
    async def _reindex(interaction: Interaction) -> None:
        """Rebuild the index from its sources (only whoever runs this bot)"""
        reply = InteractionReply(interaction, private=True)
        await service.attend(reply, lambda: rebuild.asked_by(interaction.user.id, client, reply))

    return tree


class _Tree(app_commands.CommandTree[discord.Client]):
    """Lets whatever goes wrong with a command reach the handler of errors; else only discord.py's own errors do."""

    async def _call(self, interaction: Interaction) -> None:
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError as error:
            await self.on_error(interaction, error)
        except Exception as error:  # noqa: BLE001 - its data may lack whatever discord.py reads
            unread = app_commands.AppCommandError("the command could not be read")
            unread.__cause__ = error
            await self.on_error(interaction, unread)


def _question(interaction: Interaction, words: str, private: bool) -> Question:
    shareable = private and not interaction.context.dm_channel and may_share(interaction)
    return Question(words, interaction.user.id, interaction.channel_id or 0, private, shareable)
