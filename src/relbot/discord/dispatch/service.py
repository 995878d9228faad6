"""Answers questions: those that the bot is asked, in whichever way, and those that nobody asked it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace

from discord import ui

from relbot.answer import Answer, Citation
from relbot.discord.dispatch.channel_lines import ChannelCrowded, ChannelLines
from relbot.discord.dispatch.conversations import ConversationKey, UserConversation, UserConversations
from relbot.discord.dispatch.cooldown import Cooldown, NoticeLimits
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, Reply
from relbot.discord.dispatch.requests import AskRequest, Outcome, Requests, incident
from relbot.discord.engine_queue.dispatcher import Busy, WorkerStuck
from relbot.discord.engine_queue.queued_engine import QueuedEngine
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import answer_layout, choice_layout
from relbot.discord.rendering.truncation import truncate
from relbot.discord.server_settings import ServerSettings
from relbot.engine import Relbot
from relbot.evaluation.bars import choices_of
from relbot.query.dialogue.several_questions import MOST_QUESTIONS, split_questions, to_ask_again
from relbot.settings import Settings
from relbot.state.database import FILE as STATE_FILE
from relbot.state.gaps import GapKind, Refusal

_MOST_UNASKED = 3
"""The most unasked questions handled at a time; further ones are ignored, since those who ask the bot go first."""
_MAX_LEFT = 1000
"""The most characters of the notice that names the questions of a message to be asked again."""
_log = logging.getLogger(__name__)


class Service(Requests):
    """Answers the questions of users. Called from the event loop alone; the engine runs in the queue's worker."""

    def __init__(self, engine: Relbot, settings: Settings, note_gap: Callable[[Refusal], None]) -> None:
        """`note_gap` is called with each refusal, on the event loop."""
        super().__init__()
        self._note_gap = note_gap
        self.engine = QueuedEngine(engine, settings.queue, settings.patience)
        self._cooldown = Cooldown(settings.cooldown, _loop_time)
        self.lines = ChannelLines(_loop_time)
        """The lines of the channels, updated with what Discord says about its rate limits."""
        self._notice_limits = NoticeLimits(_loop_time)
        self.servers = ServerSettings(settings.state / STATE_FILE, settings.collections)
        """The settings made by those who manage the servers."""
        self._conversations = UserConversations(lambda collections: self.engine.within(collections).conversation())
        self._unasked = 0
        """Unasked questions that are being handled."""
        self._feedback_enabled = settings.feedback is not None

    async def ask(self, request: AskRequest, reply: Reply) -> None:
        """Answer the questions of a message one after another, or say why not."""
        may_say = self._may_say(request, reply)
        if not request.text.strip():
            sentence = request.notice or notices.EMPTY_QUESTION
            await self.turn_away(reply, notices.notice(sentence), may_say)
        elif not request.is_edit and (seconds := self._cooldown.acquire(request.user_id)):
            self.observe("hasty", 0)
            await self.turn_away(reply, notices.cooldown_notice(seconds), may_say)
        else:
            key = _key(request)
            if request.is_edit:
                self._conversations.take_back(key)
            conversation = self._conversations.get(
                key, request.replied_to, request.replied_question, begin_anew=request.stands_alone
            )
            conversation.before_message = conversation.questions
            questions = split_questions(request.text)
            for question in questions[:MOST_QUESTIONS]:
                answer_id = await self._ask_one(replace(request, text=question), conversation, reply, may_say)
                if answer_id:
                    self._conversations.remember(key, conversation, answer_id)
                reply = reply.next()
            if left := truncate(to_ask_again(questions), _MAX_LEFT):
                await self.turn_away(reply, notices.notice(left), may_say)

    async def answer_if_sure(
        self, request: AskRequest, reply: Reply, least_confidence: float, is_wanted: Callable[[], bool]
    ) -> None:
        """Answer a question that the bot was not asked, if it is sure enough and still wanted; else say nothing."""
        if self.is_shutting_down or self._unasked >= _MOST_UNASKED:
            return
        self._unasked += 1
        try:
            with self.counted():
                await self._answer_if_sure(request, reply, least_confidence, is_wanted)
        except (Busy, ChannelCrowded, *DELIVERY_ERRORS) as error:
            _log.info("An unasked question is left alone: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody has asked, so nobody is told
            incident(error, notices.INTERNAL_ERROR)
        finally:
            self._unasked -= 1

    async def _answer_if_sure(
        self, request: AskRequest, reply: Reply, least_confidence: float, is_wanted: Callable[[], bool]
    ) -> None:
        key = _key(request)
        conversation = UserConversation(self.engine.within(request.collections).conversation())
        answer = await self.engine.run(lambda: conversation.ask(request.text))
        is_sure = answer.answered and answer.reason is None and answer.confidence >= least_confidence
        _log.debug("Unasked: %r (%.2f)", request.text, answer.confidence)
        if is_sure and is_wanted():
            async with self.lines.turn(request.channel_id, request.user_id):
                if is_wanted():
                    answer_id = await reply.send(answer_layout(answer, votes=self._feedback_enabled))
                    _log_answer(answer, 0.0)
                    self._conversations.adopt(key, conversation, answer_id)

    async def note_voted_down(self, request: AskRequest) -> None:
        """Record a question whose answer was voted down. Raises Busy, IndexUnusable."""
        refusal = await self.engine.run(lambda: self._refusal(request, "The answer was voted down.", "voted down"))
        self._note_gap(refusal)

    def forget(self, user_id: int) -> None:
        """Drop the conversations of a person."""
        self._conversations.forget(user_id)

    async def shut_down(self, within: float) -> None:
        """Turn new requests away, and finish those in flight within the given seconds."""
        await self.finish(within)
        self.engine.close()
        self.servers.close()

    async def _ask_one(
        self, request: AskRequest, conversation: UserConversation, reply: Reply, may_say: Callable[[], bool]
    ) -> int | None:
        """Answer a question when it is its turn in the channel. Return the id of the answer's message, if any."""
        turn = self.lines.turn(request.channel_id, request.user_id) if reply.is_post else nullcontext()
        try:
            async with turn:
                return await self.handle(reply, lambda: self._answer(request, conversation), may_say)
        except ChannelCrowded:
            self.observe("crowded", 0)
            _log.info("A question was turned away, as more is asked in its channel than can be posted")
            await self.turn_away(reply, notices.notice(notices.BUSY), may_say)
            return None

    def _may_say(self, request: AskRequest, reply: Reply) -> Callable[[], bool]:
        """Return a check whether a notice may be posted, which counts it; always true if only the person reads it."""
        if request.is_edit:
            return lambda: False  # the existing answer stays
        if not reply.is_post:
            return lambda: True
        person, channel = request.user_id, request.channel_id
        return lambda: self.lines.has_room(channel) and self._notice_limits.acquire(person, channel)

    async def _answer(self, request: AskRequest, conversation: UserConversation) -> ui.LayoutView:
        _log.debug("Asked: %r", request.text)
        started = time.perf_counter()

        def job() -> tuple[Answer, tuple[str, ...], Refusal | None]:
            answer = conversation.ask(request.text)
            if answer.answered or answer.kind == "chat":
                return answer, (), None
            engine = self.engine.within(request.collections)
            suggestions = () if _offered(request, answer) else engine.suggestions_on(answer.question)
            return answer, suggestions, self._public_refusal(request, answer)

        try:
            answer, suggestions, refusal = await self.engine.run(job)
        except WorkerStuck:
            conversation.stuck = True
            raise
        seconds = time.perf_counter() - started
        self.observe(_log_answer(answer, seconds), seconds)
        if refusal:
            self._note_gap(refusal)
        if offered := _offered(request, answer):
            return choice_layout(answer, offered, request.user_id)
        return answer_layout(answer, shareable=request.shareable, votes=self._feedback_enabled, suggestions=suggestions)

    def _public_refusal(self, request: AskRequest, answer: Answer) -> Refusal | None:
        """Return the refusal of a question that was asked publicly in a server; None for any other."""
        question = answer.interpreted_as or answer.question
        if request.private or request.server_id is None or not question:
            return None
        return self._refusal(replace(request, text=question), answer.reason or "", "refused")

    def _refusal(self, request: AskRequest, reason: str, kind: GapKind) -> Refusal:
        engine, question, server = self.engine.within(request.collections), request.text, request.server_id or 0
        model, vector = engine.contents.model, engine.vector(question)
        return Refusal(question, reason, server, request.channel_id, kind, model, vector)


def _key(request: AskRequest) -> ConversationKey:
    return ConversationKey(request.user_id, request.channel_id, request.private, request.collections)


def _offered(request: AskRequest, answer: Answer) -> Sequence[Citation]:
    """Return the sentences to choose from if there is no answer."""
    return choices_of(answer) if request.may_choose else ()


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def _log_answer(answer: Answer, seconds: float) -> Outcome:
    milliseconds = round(1000 * seconds, 1)
    outcome: Outcome = "answered" if answer.answered else "small talk" if answer.kind == "chat" else "refused"
    fields = {"milliseconds": milliseconds, "confidence": round(answer.confidence, 3), "generation": answer.generation}
    _log.info("%s in %.1f ms (%.2f)", outcome.capitalize(), milliseconds, answer.confidence, extra=fields)
    return outcome
