"""Teaching answers, listing them and withdrawing them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import discord
from discord import ui

from relbot.corpus.taught import FOLDER
from relbot.discord.commands.message_text import fetched, lasting_words, message_text, why_not
from relbot.discord.dispatch.access import Interaction, may_teach
from relbot.discord.dispatch.replies import ACKNOWLEDGE_TIMEOUT, DELIVERY_ERRORS, InteractionReply
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.expiring_cache import ExpiringCache
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.discord.rendering.buttons import Actions
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.question_text import question_in
from relbot.discord.teaching.layouts import FORM_TIMEOUT, MAX_QUESTION, MAX_WORDS, TextForm, lessons_layout
from relbot.discord.teaching.state_file import StateFile, explained
from relbot.errors.corpus import SourceRejected
from relbot.errors.state import StateError, TaughtNotWritten
from relbot.query.request.utterance import cleared
from relbot.query.small_talk.recognition import small_talk
from relbot.settings import Settings
from relbot.state import gaps, taught
from relbot.state.taught import Lesson, StoredLesson

T = TypeVar("T")
Kept = Callable[[], Awaitable[object]]

NOT_TEACHER = "Only people named by whoever runs me may teach me answers."
_NO_QUESTION = "That is not a question I could be asked; write it as people would ask me."
_NO_WORDS = "That answer has no words that I could show."
_NOT_YOURS = "Only the author of these words, or those who teach me, can withdraw them."
_GONE = "That answer has already been withdrawn."
_KEPT_FOR_ELSEWHERE = (
    f"I keep that, and use it wherever `{FOLDER}` is among the sources; here it is not, but `/setup` can add it."
)
_WITHDRAWN = "Withdrawn: I no longer answer with these words."
_NONE_OF_THAT_MESSAGE = "I do not answer with the words of that message."
MESSAGE_GONE = "That message no longer exists."
_CAPACITY = 10_000
"""The most deleted messages that are remembered, each for as long as a form may be open."""


class LessonHandlers:
    """Handles teaching; only the user sees the replies. `changed` is called when sources were written or removed."""

    def __init__(self, service: Service, state: StateFile, settings: Settings, changed: Callable[[], None]) -> None:
        self._service, self._state, self._settings, self._changed = service, state, settings, changed
        self._deleted: ExpiringCache[int, bool] = ExpiringCache(_CAPACITY, FORM_TIMEOUT)
        """Ids of deleted messages: one that is deleted while its form is open must not be taught."""

    @property
    def actions(self) -> Actions:
        """The actions of the buttons of a list of taught answers."""
        return {
            r"taught:page:([0-9]{1,6})": lambda click, id_: self.show(click, int(id_[1])),
            r"taught:edit:([0-9]{1,18})": lambda click, id_: self.edit(click, int(id_[1])),
            r"taught:withdraw:([0-9]{1,18})": lambda click, id_: self.withdraw(click, int(id_[1])),
        }

    async def teach(self, interaction: Interaction, question: str, words: str) -> None:
        """Keep the user's words as the answer to a question."""
        await self._teach(interaction, self._lesson(interaction, question, words, interaction.user))

    async def ask_for_question(
        self, interaction: Interaction, message: discord.Message, question: str = "", kept: Kept | None = None
    ) -> None:
        """Show the form for the question that a message answers; `kept` is called once its words are kept.

        The form is filled in with `question` or, if the message replies to a question, with that.
        """
        refusal = NOT_TEACHER if not await may_teach(interaction, self._settings) else why_not(message)
        if refusal:
            return await self._service.refuse(interaction, refusal)
        lesson = self._lesson(interaction, "", lasting_words(message)[:MAX_WORDS], message.author, message)

        async def submitted(answer: Interaction, question: str) -> None:
            if await self._teach(answer, replace(lesson, question=question.strip())) and kept:
                with suppress(*DELIVERY_ERRORS):
                    await kept()

        asked = question or await _question_of(message, interaction.client.user)
        form = TextForm("Which question does it answer?", "Question", asked, MAX_QUESTION, submitted)
        return await self._show_form(interaction, form)

    async def edit(self, interaction: Interaction, id_: int) -> None:
        """Show the form for a new version of an answer, whose author is then the user who fills it in."""
        if not await may_teach(interaction, self._settings):
            return await self._service.refuse(interaction, NOT_TEACHER)
        found: list[StoredLesson] = []

        async def read() -> ui.LayoutView:
            newest = (await self._state.run(lambda connection: taught.versions(connection, id_)))[:1]
            found.extend(stored for stored in newest if stored.lesson.server == interaction.guild_id)
            return notice(_GONE)

        view = await explained(read)
        if not found:
            return await self._service.decline(InteractionReply(interaction, private=True), view)
        question = found[0].lesson.question

        async def submitted(answer: Interaction, words: str) -> None:
            await self.teach(answer, question, words)

        form = TextForm("A new version", "Answer", found[0].lesson.words, MAX_WORDS, submitted)
        return await self._show_form(interaction, form)

    async def show(self, interaction: Interaction, page: int) -> None:
        """Show the server's answers to those who teach, and to everybody else their own."""

        async def work() -> ui.LayoutView:
            teaches = await may_teach(interaction, self._settings)
            read, whose = (
                (taught.current, interaction.guild_id or 0) if teaches else (taught.by_author, interaction.user.id)
            )
            found = await self._state.run(lambda connection: read(connection, whose))
            return lessons_layout(found, page, only_own=not teaches)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def withdraw(self, interaction: Interaction, id_: int) -> None:
        """Withdraw an answer: if the user may teach, all its versions; if the user is its author, that version."""

        async def work() -> ui.LayoutView:
            teaches, author = await may_teach(interaction, self._settings), interaction.user.id
            server = interaction.guild_id

            def job(connection: sqlite3.Connection) -> str:
                versions = taught.versions(connection, id_)
                own = [stored for stored in versions if stored.id == id_ and stored.lesson.author == author]
                chosen = versions if teaches and versions and versions[0].lesson.server == server else own
                if chosen:
                    taught.withdraw(connection, self._settings.corpus, chosen)
                return _WITHDRAWN if chosen else _NOT_YOURS if versions else _GONE

            return notice(await self._change(job))

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def withdraw_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Withdraw the words of a message, if the user is its author or may teach."""

        async def work() -> ui.LayoutView:
            if message.author.id != interaction.user.id and not await may_teach(interaction, self._settings):
                return notice(_NOT_YOURS)
            return notice(_WITHDRAWN if await self._withdraw_messages([message.id]) else _NONE_OF_THAT_MESSAGE)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))

    async def messages_deleted(self, messages: Collection[int]) -> None:
        """Withdraw the answers taught with the words of messages that were deleted."""
        for message in messages:
            self._deleted.put(message, True)
        try:
            await self._withdraw_messages(messages)
        except (StateError, TaughtNotWritten, Busy) as error:
            self._state.report(error)

    async def forget(self, author: int) -> int:
        """Withdraw all words of a person. Return how many answers those were. Raises StateError, TaughtNotWritten."""
        return await self._withdraw(lambda connection: taught.by_author(connection, author))

    async def _teach(self, interaction: Interaction, lesson: Lesson) -> bool:
        """Keep an answer, and return whether that was done."""
        is_kept = False

        async def work() -> ui.LayoutView:
            nonlocal is_kept
            if not await may_teach(interaction, self._settings):
                return notice(NOT_TEACHER)
            if not any(map(str.isalnum, lesson.question)) or small_talk(lesson.question):
                return notice(_NO_QUESTION)
            if lesson.message and self._deleted.get(lesson.message):
                return notice(MESSAGE_GONE)
            try:
                await self._change(lambda connection: taught.teach(connection, self._settings.corpus, lesson))
            except SourceRejected:
                return notice(_NO_WORDS)
            is_kept = True
            vector = await self._service.engine.vector(lesson.question)
            self._state.note(lambda connection: gaps.close(connection, lesson.server, lesson.question, vector))
            among = self._service.servers.at(interaction).collections
            if among is not None and FOLDER not in among:
                return notice(_KEPT_FOR_ELSEWHERE)
            return answer_layout(await self._service.engine.answer(lesson.question, among), votes=False)

        await self._service.handle(InteractionReply(interaction, private=True), lambda: explained(work))
        return is_kept

    async def _withdraw_messages(self, messages: Collection[int]) -> bool:
        return bool(await self._withdraw(lambda connection: taught.by_message(connection, messages)))

    async def _withdraw(self, find: Callable[[sqlite3.Connection], Sequence[StoredLesson]]) -> int:
        """Withdraw the answers that `find` returns, and return how many there were."""

        def job(connection: sqlite3.Connection) -> Sequence[StoredLesson]:
            return taught.withdraw(connection, self._settings.corpus, find(connection))

        return len(await self._change(job))

    async def _change(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Run a job on the state file, and rebuild the index if the job has changed sources."""
        changed = await self._state.run(job)
        if changed:
            self._changed()
        return changed

    def _lesson(
        self,
        interaction: Interaction,
        question: str,
        words: str,
        author: discord.abc.User,
        message: discord.Message | None = None,
    ) -> Lesson:
        moment = message.created_at if message else datetime.now(UTC)
        return Lesson(
            question,
            words,
            author.id,
            author.display_name,
            moment.date(),
            interaction.guild_id or 0,
            message.id if message else None,
            message.jump_url if message else None,
        )

    async def _show_form(self, interaction: Interaction, form: TextForm) -> None:
        with suppress(*DELIVERY_ERRORS):
            async with asyncio.timeout(ACKNOWLEDGE_TIMEOUT):
                await interaction.response.send_modal(form)


async def _question_of(message: discord.Message, bot: discord.ClientUser | None) -> str:
    """Return the question that a message replies to, directly or in an answer of the bot; empty if there is none."""
    reference = message.reference
    asked = await fetched(message.channel, reference.message_id) if reference and reference.message_id else None
    return (question_in(asked) or cleared(message_text(asked, without=bot))) if asked else ""
