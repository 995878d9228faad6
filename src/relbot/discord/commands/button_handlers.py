"""What the buttons under an answer do when clicked."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import discord
from discord import ui

from relbot.discord.commands.sharing import may_share, request_from_interaction, without_share_button
from relbot.discord.dispatch.replies import InteractionReply, ReplacingReply, SharedReply
from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.expiring_cache import ExpiringCache
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import answer_layout, closest_layout, passage_layout
from relbot.discord.rendering.buttons import (
    ASK,
    CHOOSE,
    CLOSEST,
    OPEN,
    SHARE,
    STATEMENTS,
    VOTE,
    Actions,
    ButtonInteraction,
    SpanReference,
    VoteDirection,
    buttons_in,
    is_answer,
    references_in,
)
from relbot.discord.rendering.question_text import question_in
from relbot.discord.rendering.statement_list import page_layout
from relbot.discord.server_settings import Collections
from relbot.errors.state import FeedbackUnusable
from relbot.state.feedback import Feedback, FeedbackFile, Vote

_log = logging.getLogger(__name__)

_CAPACITY, _TTL = 1000, 3600.0
"""How many recent clicks are remembered, and for how many seconds, so that a second click does not repeat them."""


class ButtonHandlers:
    """Handles clicks. Replies are visible only to the user who clicked, except for a shared answer."""

    def __init__(self, service: Service, feedback: FeedbackFile | None) -> None:
        self._service, self._feedback = service, feedback
        self._shared: ExpiringCache[int, bool] = ExpiringCache(_CAPACITY, _TTL)
        """By message id."""
        self._votes: ExpiringCache[tuple[int, int], VoteDirection] = ExpiringCache(_CAPACITY, _TTL)
        """By user and message id."""

    @property
    def actions(self) -> Actions:
        """The actions of the buttons under answers."""
        parse = SpanReference.parse
        return {
            OPEN: lambda click, id_: self.open_passage(click, parse(id_[1])),
            CLOSEST: lambda click, id_: self.show_closest(click, [parse(each) for each in id_[1][1:].split(":")]),
            STATEMENTS: lambda click, id_: self.show_statements(click, int(id_[1])),
            ASK: lambda click, id_: self.ask(click, _label(click, id_[0])),
            CHOOSE: lambda click, id_: self.choose(click, parse(id_[2]), int(id_[1])),
            SHARE: lambda click, _: self.share(click),
            VOTE: lambda click, id_: self.vote(click, cast(VoteDirection, id_[1]), id_[2]),
        }

    async def open_passage(self, interaction: ButtonInteraction, reference: SpanReference) -> None:
        among = self._service.servers.at(interaction).collections

        async def work() -> ui.LayoutView:
            found = await self._service.engine.passage(reference.passage_id, among)
            return passage_layout(found, reference) if found else notices.notice(notices.PASSAGE_CHANGED)

        await self._service.handle(InteractionReply(interaction, private=True), work)

    async def show_closest(self, interaction: ButtonInteraction, references: Sequence[SpanReference]) -> None:
        among = self._service.servers.at(interaction).collections

        async def work() -> ui.LayoutView:
            looked_up = [(await self._service.engine.passage(each.passage_id, among), each) for each in references]
            found = [(surroundings, reference) for surroundings, reference in looked_up if surroundings]
            return closest_layout(found) if found else notices.notice(notices.PASSAGE_CHANGED)

        await self._service.handle(InteractionReply(interaction, private=True), work)

    async def show_statements(self, interaction: ButtonInteraction, first: int) -> None:
        """Ask the message's question again, outside any conversation, and show the statements from index `first` on."""
        among = self._service.servers.at(interaction).collections

        async def work() -> ui.LayoutView:
            question = question_in(interaction.message, interpreted=True) if interaction.message else ""
            answer = await self._service.engine.answer(question, among)
            if first < len(answer.statements) > 1:
                return page_layout(answer, first)
            return answer_layout(answer, votes=False)  # the sources have changed, and the answer is no longer a list

        await self._service.handle(InteractionReply(interaction, private=True), work)

    async def ask(self, interaction: ButtonInteraction, question: str) -> None:
        """Ask a question that was offered; its answer can be shared, as that of a private question can."""
        policy = self._service.servers.at(interaction)
        request = request_from_interaction(interaction, question, policy, private=True)
        await self._service.ask(replace(request, stands_alone=True), InteractionReply(interaction, private=True))

    async def choose(self, interaction: ButtonInteraction, reference: SpanReference, asker: int) -> None:
        """Take a sentence for the answer, and record the choice.

        If the asker chooses, the answer replaces the sentences to choose from, for everybody who sees them. Anybody
        else gets it in private, and can show it to everyone.
        """
        policy, message = self._service.servers.at(interaction), interaction.message
        if message is None:
            return
        if policy.answers == "off":
            await self._service.refuse(interaction, notices.SWITCHED_OFF)
            return
        question, person = question_in(message, interpreted=True), interaction.user
        is_asker = person.id == asker
        only_they_see = message.flags.ephemeral or not is_asker
        shareable = only_they_see and not interaction.context.dm_channel and may_share(interaction)

        async def work() -> ui.LayoutView:
            answer = await self._service.engine.quote(
                question, reference.passage_id, reference.spans, policy.collections
            )
            if answer is None:
                return notices.notice(notices.PASSAGE_CHANGED)
            said = [statement.text for statement in answer.statements]
            try:
                await self._record(interaction, message, "chosen", [reference.passage_id], said, answer.generation)
            except (FeedbackUnusable, Busy) as error:  # the answer matters more
                _log.warning("A choice was not noted: %s", str(error) or type(error).__name__)
            by, votes = person.display_name, self._feedback is not None
            return answer_layout(answer, chosen_by=by, shareable=shareable, votes=votes)

        if is_asker:  # if this fails, the sentences stay
            await self._service.handle(ReplacingReply(interaction, private=True), work, may_say=lambda: False)
        else:
            await self._service.handle(InteractionReply(interaction, private=True), work)

    async def share(self, interaction: ButtonInteraction) -> None:
        """Post a private answer publicly, once, and remove the button for it."""
        answer = interaction.message
        if answer is None:
            return
        if not may_share(interaction):
            await self._service.refuse(interaction, notices.SHARING_FORBIDDEN)
        elif self._shared.get(answer.id):
            await self._service.refuse(interaction, notices.ALREADY_SHARED)
        else:
            self._shared.put(answer.id, True)
            view = without_share_button(answer)

            async def work() -> ui.LayoutView:
                return view

            if await self._service.handle(SharedReply(interaction, view), work) is None:
                self._shared.remove(answer.id)

    async def unknown(self, interaction: ButtonInteraction) -> None:
        """Answer a button that this version does not know, e.g. one from an earlier version."""
        await self._service.refuse(interaction, notices.UNKNOWN_BUTTON)

    async def vote(self, interaction: ButtonInteraction, direction: VoteDirection, generation: str) -> None:
        among = self._service.servers.at(interaction).collections

        async def work() -> ui.LayoutView:
            message = interaction.message
            if self._feedback is None or message is None:
                return notices.notice(notices.FEEDBACK_DISABLED)
            vote = interaction.user.id, message.id
            if self._votes.get(vote) != direction:
                references = references_in(message)
                passages = [reference.passage_id for reference in references]
                answers = await self._quoted(references, among) if is_answer(message) else []
                await self._record(interaction, message, direction, passages, answers, generation)
                self._votes.put(vote, direction)
                await self._note_gap(interaction, message, direction, among)
            return notices.notice(notices.VOTE_RECORDED)

        await self._service.handle(InteractionReply(interaction, private=True), work)

    async def _record(
        self,
        interaction: ButtonInteraction,
        message: discord.Message,
        vote: Vote,
        passages: Sequence[str],
        answers: Sequence[str],
        generation: str,
    ) -> None:
        """Write a vote down, with the question as it can be asked by itself. Raises FeedbackUnusable, Busy."""
        file, question = self._feedback, question_in(message, interpreted=True)
        if file is None:
            return

        def record() -> None:
            voter = file.voter(interaction.user.id, message.id)
            file.append(Feedback(vote, question, passages, answers, generation, message.id, voter))

        await self._service.engine.run(record)

    async def _quoted(self, references: Sequence[SpanReference], among: Collections) -> list[str]:
        """Return the referenced parts of the passages that still exist."""
        looked_up = [(await self._service.engine.passage(each.passage_id, among), each) for each in references]
        return [
            found.passage.quote[start:end] for found, reference in looked_up if found for start, end in reference.spans
        ]

    async def _note_gap(
        self, interaction: ButtonInteraction, message: discord.Message, direction: VoteDirection, among: Collections
    ) -> None:
        """Record a question whose answer was voted down, if everybody could see both."""
        question = question_in(message, interpreted=True)
        if direction == "down" and interaction.guild_id and question and not message.flags.ephemeral:
            person, server, channel = interaction.user.id, interaction.guild_id, interaction.channel_id or 0
            request = AskRequest(question, person, channel, server_id=server, collections=among)
            await self._service.note_voted_down(request)


def _label(interaction: ButtonInteraction, custom_id: str) -> str:
    """Return the label of the button that was clicked."""
    buttons = buttons_in(interaction.message) if interaction.message else []
    return next((button.label or "" for button in buttons if button.custom_id == custom_id), "")
