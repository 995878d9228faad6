"""One answer path for every kind of request: acknowledge, run the job in the dispatcher, deliver the outcome."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus

import discord
import numpy as np
from discord import ui
from numpy.typing import NDArray

from relbot.answer import Answer, Citation, Contents, Surroundings
from relbot.answering.timeline import Event
from relbot.discord.dispatch.ask_request import AskRequest
from relbot.discord.dispatch.channel_lines import ChannelCrowded, ChannelLines
from relbot.discord.dispatch.conversations import ConversationKey, UserConversation, UserConversations
from relbot.discord.dispatch.cooldown import Cooldown
from relbot.discord.dispatch.dispatcher import Busy, Dispatcher, WorkerStuck
from relbot.discord.dispatch.notice_limits import NoticeLimits
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, Reply
from relbot.discord.logs import describe_error
from relbot.discord.outcome import Observer, Outcome
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import answer_layout, choice_layout
from relbot.discord.server_settings import Collections, ServerSettings
from relbot.engine import Relbot
from relbot.errors import IndexUnusable
from relbot.evaluation.bars import candidates
from relbot.query.request.utterance import split_questions
from relbot.settings import Settings
from relbot.state.database import FILE as STATE_FILE
from relbot.state.gaps import GapKind, Refusal

_ENGINES = 32
"""Sets of collections for which what is asked often is remembered."""
_MOST_UNASKED = 3
"""Unasked questions that are looked at at a time; further ones are left alone, since those who ask the bot go first."""
_log = logging.getLogger(__name__)


class Service:
    """Answers the requests of users. Called from the event loop alone; the engine runs in the dispatcher's worker."""

    def __init__(self, engine: Relbot, settings: Settings, note_gap: Callable[[Refusal], None]) -> None:
        """`note_gap` is called with each refusal, on the event loop."""
        self._note_gap = note_gap
        self._dispatcher = Dispatcher(settings.queue, settings.patience)
        self._cooldown = Cooldown(settings.cooldown, _loop_time)
        self.lines = ChannelLines(_loop_time)
        """Fed with what Discord says about its rate limits."""
        self._notice_limits = NoticeLimits(_loop_time)
        self.servers = ServerSettings(settings.state / STATE_FILE, settings.collections)
        """What those who manage the servers have decided."""
        self._engine_within = lru_cache(_ENGINES)(lambda among: engine if among is None else engine.within(among))
        self._conversations = UserConversations(lambda collections: self._engine_within(collections).conversation())
        self._unasked = 0
        """Unasked questions that are being looked at."""
        self._feedback_enabled = settings.feedback is not None
        self._in_flight = 0
        """Requests that are being handled."""
        self._idle = asyncio.Event()
        self._shutting_down = False
        self.observe: Observer = lambda _outcome, _seconds: None
        """Told how each request ended."""

    @property
    def queue_length(self) -> int:
        """Requests that wait for the engine, or that it works on."""
        return self._dispatcher.pending

    async def ask(self, request: AskRequest, reply: Reply) -> None:
        """Answer the questions of a message one after another, or say why not."""
        may_say = self._may_say(request, reply)
        if not request.text.strip():
            sentence = request.notice or notices.EMPTY_QUESTION
            await self._turn_away(reply, notices.notice(sentence), may_say)
        elif not request.is_edit and (seconds := self._cooldown.acquire(request.user_id)):
            self.observe("hasty", 0)
            await self._turn_away(reply, notices.cooldown_notice(seconds), may_say)
        else:
            key = _key(request)
            if request.is_edit:
                self._conversations.take_back(key)
            conversation = self._conversations.get(key, request.replied_to, request.replied_question)
            conversation.before_message = conversation.questions
            for question in split_questions(request.text):
                answer_id = await self._ask_one(replace(request, text=question), conversation, reply, may_say)
                if answer_id:
                    self._conversations.remember(key, conversation, answer_id)
                reply = reply.next()

    async def answer_if_sure(
        self, request: AskRequest, reply: Reply, least_confidence: float, is_wanted: Callable[[], bool]
    ) -> None:
        """Answer a question that the bot was not asked, where it is so sure and still wanted; else say nothing."""
        if self._shutting_down or self._unasked >= _MOST_UNASKED:
            return
        self._unasked += 1
        try:
            with self._counted_in_flight():
                await self._answer_if_sure(request, reply, least_confidence, is_wanted)
        except (Busy, ChannelCrowded, *DELIVERY_ERRORS) as error:
            _log.info("An unasked question is left alone: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody has asked, so nobody is told
            _incident(error, notices.INTERNAL_ERROR)
        finally:
            self._unasked -= 1

    async def _answer_if_sure(
        self, request: AskRequest, reply: Reply, least_confidence: float, is_wanted: Callable[[], bool]
    ) -> None:
        key = _key(request)
        conversation = UserConversation(self._engine_within(request.collections).conversation())
        answer = await self._dispatcher.run(lambda: conversation.ask(request.text))
        is_sure = answer.answered and answer.reason is None and answer.confidence >= least_confidence
        _log.debug("Unasked: %r (%.2f)", request.text, answer.confidence)
        if is_sure and is_wanted():
            async with self.lines.turn(request.channel_id, request.user_id):
                if is_wanted():
                    answer_id = await reply.send(answer_layout(answer, votes=self._feedback_enabled))
                    _log_answer(answer, 0.0)
                    self._conversations.adopt(key, conversation, answer_id)

    async def handle(
        self, reply: Reply, work: Callable[[], Awaitable[ui.LayoutView]], may_say: Callable[[], bool] = lambda: True
    ) -> int | None:
        """Carry out any request to its end, whatever goes wrong in `work`, which returns the message to send.

        Returns the id of the message sent, or None where it could not be delivered, or where the work failed and
        `may_say` is false.
        """
        if self._shutting_down:
            await self._turn_away(reply, notices.notice(notices.SHUTTING_DOWN), may_say)
            return None
        with self._counted_in_flight():
            try:
                await reply.acknowledge()
                view = await self._outcome(work, may_say)
                return await self._deliver(reply, view) if view else None
            except DELIVERY_ERRORS as error:
                self.observe("undelivered", 0)
                _log_undelivered(error)
                return None
            finally:
                reply.end()

    async def decline(self, reply: Reply, view: ui.LayoutView) -> None:
        """Turn the request away with this message."""
        try:
            await reply.decline(view)
        except DELIVERY_ERRORS as error:
            self.observe("undelivered", 0)
            _log_undelivered(error)

    async def decline_after_error(self, reply: Reply, error: BaseException) -> None:
        """Turn away a request that failed before it could be handled, and log the error as an incident."""
        await self.decline(reply, _incident(error, notices.INTERNAL_ERROR))

    # What follows is looked up among some collections, None for all sources.

    async def answer(self, question: str, among: Collections) -> Answer:
        """The answer to a question outside any conversation. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine_within(among).ask(question))

    async def passage(self, passage_id: str, among: Collections) -> Surroundings | None:
        """A passage with its neighbours, None where it is no longer in the sources. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine_within(among).passage(passage_id))

    async def quote(
        self, question: str, passage_id: str, parts: Sequence[tuple[int, int]], among: Collections
    ) -> Answer | None:
        """Parts of a passage as the answer to a question, None as above. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine_within(among).quote(question, passage_id, parts))

    async def contents(self, among: Collections) -> Contents:
        """What is indexed now. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine_within(among).contents)

    async def timeline(self, span: str | None, words: str | None, among: Collections) -> tuple[Event, ...]:
        """The dated sentences of a span of time, with some words. Raises Busy, IndexUnusable, SpanUnreadable."""
        return await self._dispatcher.run(lambda: self._engine_within(among).timeline(span, words))

    async def best_text(self, question: str, texts: Sequence[str]) -> int | None:
        """Which of some texts answers a question best, None where none does. Raises Busy."""
        return await self._dispatcher.run(lambda: self._engine_within(None).best_text(question, texts))

    async def vector(self, question: str) -> NDArray[np.float32]:
        """The meaning of a question. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine_within(None).vector(question))

    async def note_gap(
        self, question: str, reason: str, kind: GapKind, server: int, channel: int, among: Collections
    ) -> None:
        """Take down a question that was not answered, or not well. Raises Busy, IndexUnusable."""
        refusal = await self._dispatcher.run(lambda: self._refusal(question, reason, kind, server, channel, among))
        self._note_gap(refusal)

    def forget(self, user_id: int) -> None:
        """Drop the conversations of a person."""
        self._conversations.forget(user_id)

    async def run_in_worker(self, job: Callable[[], object]) -> None:
        """Run blocking work, such as writing a file, off the event loop. Raises Busy, and whatever the job raises."""
        await self._dispatcher.run(job)

    async def shut_down(self, within: float) -> None:
        """Turn new requests away, and finish those in flight within so many seconds."""
        self._shutting_down = True
        _log.info("Shutting down, with %d requests in flight", self._in_flight)
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._in_flight:
                    self._idle.clear()
                    await self._idle.wait()
        self._dispatcher.close()
        self.servers.close()

    @contextmanager
    def _counted_in_flight(self) -> Iterator[None]:
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def _ask_one(
        self, request: AskRequest, conversation: UserConversation, reply: Reply, may_say: Callable[[], bool]
    ) -> int | None:
        """Answer one question when it is its turn in the channel. Returns the id of the answer's message, if any."""
        turn = self.lines.turn(request.channel_id, request.user_id) if reply.is_post else nullcontext()
        try:
            async with turn:
                return await self.handle(reply, lambda: self._answer(request, conversation), may_say)
        except ChannelCrowded:
            self.observe("crowded", 0)
            _log.info("A question was turned away, as more is asked in its channel than can be posted")
            await self._turn_away(reply, notices.notice(notices.BUSY), may_say)
            return None

    def _may_say(self, request: AskRequest, reply: Reply) -> Callable[[], bool]:
        """Whether a notice may be posted, which uses it up; always where only the person reads it."""
        if request.is_edit:
            return lambda: False  # the answer that is there stays
        if not reply.is_post:
            return lambda: True
        person, channel = request.user_id, request.channel_id
        return lambda: self.lines.has_room(channel) and self._notice_limits.acquire(person, channel)

    async def _turn_away(self, reply: Reply, view: ui.LayoutView, may_say: Callable[[], bool]) -> None:
        if may_say():
            await self.decline(reply, view)

    async def _answer(self, request: AskRequest, conversation: UserConversation) -> ui.LayoutView:
        _log.debug("Asked: %r", request.text)
        started = time.perf_counter()

        def job() -> tuple[Answer, tuple[str, ...], Refusal | None]:
            answer = conversation.ask(request.text)
            if answer.answered or answer.kind == "chat":
                return answer, (), None
            engine = self._engine_within(request.collections)
            suggestions = () if _offered(request, answer) else engine.suggestions_on(answer.question)
            return answer, suggestions, self._public_refusal(request, answer)

        try:
            answer, suggestions, refusal = await self._dispatcher.run(job)
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
        """The refusal of a question that was asked before others in a server; None of any other."""
        question = answer.interpreted_as or answer.question
        if request.private or request.server_id is None or not question:
            return None
        reason, server, channel = answer.reason or "", request.server_id, request.channel_id
        return self._refusal(question, reason, "refused", server, channel, request.collections)

    def _refusal(
        self, question: str, reason: str, kind: GapKind, server: int, channel: int, among: Collections
    ) -> Refusal:
        engine = self._engine_within(among)
        return Refusal(question, reason, server, channel, kind, engine.contents.model, engine.vector(question))

    async def _outcome(
        self, work: Callable[[], Awaitable[ui.LayoutView]], may_say: Callable[[], bool]
    ) -> ui.LayoutView | None:
        """The message that the work returns, or one that says why it failed, None where that may not be said."""
        try:
            return await work()
        except Busy:
            self.observe("busy", 0)
            _log.warning("Busy: a request was turned away")
            view = notices.notice(notices.BUSY)
        except Exception as error:  # noqa: BLE001 - the user gets an incident number, the log has the error
            self.observe("failed", 0)
            text = notices.INDEX_UNREADABLE if isinstance(error, IndexUnusable) else notices.INTERNAL_ERROR
            view = _incident(error, text)
        return view if may_say() else None

    async def _deliver(self, reply: Reply, view: ui.LayoutView) -> int:
        try:
            return await reply.send(view)
        except discord.HTTPException as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            # Discord rejects the rendered answer: a bug in here, and the user should not wait for ever.
            return await reply.send(_incident(error, notices.INTERNAL_ERROR))


def _key(request: AskRequest) -> ConversationKey:
    return ConversationKey(request.user_id, request.channel_id, request.private, request.collections)


def _offered(request: AskRequest, answer: Answer) -> Sequence[Citation]:
    """The sentences to choose from, where the answer is none."""
    return candidates(answer) if request.may_choose else ()


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def _log_answer(answer: Answer, seconds: float) -> Outcome:
    milliseconds = round(1000 * seconds, 1)
    outcome: Outcome = "answered" if answer.answered else "small talk" if answer.kind == "chat" else "refused"
    fields = {"milliseconds": milliseconds, "confidence": round(answer.confidence, 3), "generation": answer.generation}
    _log.info("%s in %.1f ms (%.2f)", outcome.capitalize(), milliseconds, answer.confidence, extra=fields)
    return outcome


def _incident(error: BaseException, text: str) -> ui.LayoutView:
    """Log the error under a random number, and return the notice that names the number."""
    number = secrets.token_hex(4)
    _log.error("Incident %s: %s", number, describe_error(error), extra={"incident": number})
    return notices.incident_notice(text, number)


def _log_undelivered(error: Exception) -> None:
    """The message was deleted meanwhile, a permission is missing, the interaction has expired: no reply is possible."""
    code = getattr(error, "code", 0)
    _log.log(logging.INFO if code else logging.WARNING, "Not delivered: %s %s", type(error).__name__, code or "")
