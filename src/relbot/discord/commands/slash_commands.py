"""The slash commands and the entry in the context menu of messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import discord
from discord import app_commands, ui

from relbot.answering.timeline import Event
from relbot.discord.commands.message_text import message_text, plain_text
from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.commands.setup_command import add_setup
from relbot.discord.commands.sharing import request_from_interaction
from relbot.discord.dispatch.replies import InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.buttons import SpanReference, open_button
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.info_layout import about_layout, help_layout, sources_layout
from relbot.discord.rendering.layout import MAX_TEXT, Item, layout, text
from relbot.discord.rendering.notices import UNKNOWN_COMMAND, notice
from relbot.discord.rendering.truncation import truncate
from relbot.discord.server_settings import Collections
from relbot.errors.request import SpanUnreadable
from relbot.humanize import quantity

Interaction = discord.Interaction[discord.Client]
Tree = app_commands.CommandTree[discord.Client]

QuestionText = app_commands.Range[str, 1, 500]
FilterText = app_commands.Range[str, 1, 100]
MAX_EVENTS = 10
"""The most events in a message: each takes three of Discord's 40 components, and ten need little scrolling."""
_MAX_HEADING, _MAX_DATE, _MAX_LOCATION = 200, 60, 100
_NO_EVENTS = "I found nothing dated in my sources that fits."


def command_tree(client: discord.Client, service: Service, rebuild: IndexRebuild) -> Tree:
    """Build the tree of all commands, offered in servers, in direct messages and wherever a user installed the app."""
    everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    installs = app_commands.AppInstallationType(guild=True, user=True)
    tree = _Tree(client, allowed_contexts=everywhere, allowed_installs=installs)

    @tree.error
    async def _on_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
        if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
            # The commands registered with Discord belong to another version.
            await service.refuse(interaction, UNKNOWN_COMMAND)
        else:
            await service.decline_after_error(InteractionReply(interaction, private=True), error.__cause__ or error)

    @tree.command(name="ask")
    @app_commands.describe(question="What you want to know", private="Only you see the answer")
    async def _ask(interaction: Interaction, question: QuestionText, private: bool = False) -> None:
        """Ask a question, and get the sentence that answers it with its source"""
        policy = service.servers.at(interaction)
        request = request_from_interaction(interaction, plain_text(question), policy, private=private)
        await service.ask(request, InteractionReply(interaction, private=private))

    @tree.context_menu(name="Ask relbot about this")
    async def _ask_about(interaction: Interaction, message: discord.Message) -> None:
        policy, question = service.servers.at(interaction), message_text(message, without=client.user)
        request = request_from_interaction(interaction, question, policy, private=True)
        await service.ask(replace(request, stands_alone=True), InteractionReply(interaction, private=True))

    @tree.command(name="timeline")
    @app_commands.describe(
        span="A time, such as 1956..1961, before 1950 or in the sixties", word="Only sentences with this word"
    )
    async def _timeline(
        interaction: Interaction, span: FilterText | None = None, word: FilterText | None = None
    ) -> None:
        """What happened when, in order of time"""
        among = service.servers.at(interaction).collections
        reply = InteractionReply(interaction, private=True)
        await service.handle(reply, lambda: _timeline_response(service, span, word, among))

    @tree.command(name="sources")
    async def _sources(interaction: Interaction) -> None:
        """What I have read, and how fresh it is"""

        async def work() -> ui.LayoutView:
            return sources_layout(await service.engine.contents(service.servers.at(interaction).collections))

        await service.handle(InteractionReply(interaction, private=True), work)

    @tree.command(name="about")
    async def _about(interaction: Interaction) -> None:
        """What I am, and how I answer"""

        async def work() -> ui.LayoutView:
            return about_layout(await service.engine.contents(service.servers.at(interaction).collections))

        await service.handle(InteractionReply(interaction, private=True), work)

    @tree.command(name="help")
    async def _help(interaction: Interaction) -> None:
        """How to ask me"""

        async def work() -> ui.LayoutView:
            return help_layout(client.user.name if client.user else "relbot")

        await service.handle(InteractionReply(interaction, private=True), work)

    @tree.command(name="reindex")
    @app_commands.default_permissions(manage_guild=True)  # only hides it: who may is checked on every call
    async def _reindex(interaction: Interaction) -> None:
        """Rebuild the index from its sources (only for whoever runs this bot)"""
        reply = InteractionReply(interaction, private=True)
        await service.handle(reply, lambda: rebuild.run_for(interaction.user.id, client, reply))

    add_setup(tree, service)
    return tree


class _Tree(app_commands.CommandTree[discord.Client]):
    """Passes every error of a command to the error handler; discord.py passes only its own."""

    async def _call(self, interaction: Interaction) -> None:
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError as error:
            await self.on_error(interaction, error)
        except Exception as error:  # noqa: BLE001 - the payload may lack whatever discord.py reads
            unreadable = app_commands.AppCommandError("the command could not be read")
            unreadable.__cause__ = error
            await self.on_error(interaction, unreadable)


async def _timeline_response(
    service: Service, span: str | None, words: str | None, among: Collections
) -> ui.LayoutView:
    """Show the dated sentences of a span with some words, or say why there are none. Raises Busy, IndexUnusable."""
    try:
        events = await service.engine.timeline(span, words, among)
    except SpanUnreadable as error:
        return notice(truncate(str(error), MAX_TEXT))
    return timeline_layout(events) if events else notice(_NO_EVENTS)


def timeline_layout(events: Sequence[Event]) -> ui.LayoutView:
    """Build the message for events in order of time; there must be at least one."""
    heading = f"**{quantity(len(events), 'date')}**"
    if len(events) > MAX_EVENTS:
        heading += f", of which these are the first {MAX_EVENTS}; a narrower span or a word shows others"
    return layout(text(heading), *_sections(events[:MAX_EVENTS], (MAX_TEXT - _MAX_HEADING) // MAX_EVENTS))


def _sections(events: Sequence[Event], limit: int) -> Iterator[Item]:
    # Numbered here because two events may be in one passage, and Discord rejects duplicate custom ids.
    for number, event in enumerate(events, start=1):
        citation = event.citation
        location = truncate(" › ".join((citation.document.title, *citation.section)), _MAX_LOCATION)
        head = f"**{truncate(event.marked_label, _MAX_DATE)}** · {location}\n> "
        sentence = truncate(event.sentence, limit - utf16_length(head))
        yield ui.Section(head + sentence, accessory=open_button(number, SpanReference.from_citation(citation)))
