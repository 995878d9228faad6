"""One answer path for every kind of request: acknowledge, run the job in the dispatcher, deliver the outcome."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus

import discord
from discord import ui

from relbot.answer import Answer, Contents, Surroundings
from relbot.answering.timeline import Event
from relbot.discord.dispatch.ask_request import AskRequest
from relbot.discord.dispatch.conversations import ConversationKey, UserConversation, UserConversations
from relbot.discord.dispatch.cooldown import Cooldown
from relbot.discord.dispatch.dispatcher import Busy, Dispatcher, WorkerStuck
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, Reply
from relbot.discord.logs import describe_error
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.engine import Relbot
from relbot.errors import IndexUnusable
from relbot.settings import Settings

_log = logging.getLogger(__name__)


class Service:
    """Answers the requests of users. Called from the event loop alone; the engine runs in the dispatcher's worker."""

    def __init__(self, engine: Relbot, settings: Settings) -> None:
        self._engine = engine
        self._dispatcher = Dispatcher(settings.queue, settings.patience)
        self._cooldown = Cooldown(settings.cooldown)
        self._conversations = UserConversations(engine.conversation)
        self._feedback_enabled = settings.feedback is not None
        self._in_flight = 0
        """Requests that are being handled."""
        self._idle = asyncio.Event()
        self._shutting_down = False

    async def ask(self, request: AskRequest, reply: Reply) -> None:
        """Answer a question, or say why not."""
        if not request.text.strip():
            await self.decline(reply, notices.notice(notices.EMPTY_QUESTION))
        elif seconds := self._cooldown.acquire(request.user_id):
            await self.decline(reply, notices.cooldown_notice(seconds))
        else:
            key = ConversationKey(request.user_id, request.channel_id, request.private)
            conversation = self._conversations.get(key, request.replied_to, request.replied_question)
            answer_id = await self.handle(reply, lambda: self._answer(request, conversation))
            conversation.last_answer_id = answer_id or conversation.last_answer_id

    async def handle(self, reply: Reply, work: Callable[[], Awaitable[ui.LayoutView]]) -> int | None:
        """Carry out any request to its end, whatever goes wrong in `work`, which returns the message to send.

        Returns the id of the message sent, or None where it could not be delivered.
        """
        if self._shutting_down:
            await self.decline(reply, notices.notice(notices.SHUTTING_DOWN))
            return None
        with self._counted_in_flight():
            try:
                await reply.acknowledge()
                return await self._deliver(reply, await self._outcome(work))
            except DELIVERY_ERRORS as error:
                _log_undelivered(error)
                return None

    async def decline(self, reply: Reply, view: ui.LayoutView) -> None:
        """Turn the request away with this message."""
        try:
            await reply.decline(view)
        except DELIVERY_ERRORS as error:
            _log_undelivered(error)

    async def decline_after_error(self, reply: Reply, error: BaseException) -> None:
        """Turn away a request that failed before it could be handled, and log the error as an incident."""
        await self.decline(reply, _incident(error, notices.INTERNAL_ERROR))

    async def passage(self, passage_id: str) -> Surroundings | None:
        """A passage with its neighbours, None where it is no longer in the sources. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine.passage(passage_id))

    async def contents(self) -> Contents:
        """What is indexed now. Raises Busy, IndexUnusable."""
        return await self._dispatcher.run(lambda: self._engine.contents)

    async def timeline(self, span: str | None, words: str | None) -> tuple[Event, ...]:
        """The dated sentences of a span of time, with some words. Raises Busy, IndexUnusable, SpanUnreadable."""
        return await self._dispatcher.run(lambda: self._engine.timeline(span, words))

    async def run_in_worker(self, job: Callable[[], None]) -> None:
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

    @contextmanager
    def _counted_in_flight(self) -> Iterator[None]:
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def _answer(self, request: AskRequest, conversation: UserConversation) -> ui.LayoutView:
        _log.debug("Asked: %r", request.text)
        started = time.perf_counter()
        try:
            answer = await self._dispatcher.run(lambda: conversation.ask(request.text))
        except WorkerStuck:
            conversation.stuck = True
            raise
        _log_answer(answer, time.perf_counter() - started)
        return answer_layout(answer, shareable=request.shareable, votes=self._feedback_enabled)

    async def _outcome(self, work: Callable[[], Awaitable[ui.LayoutView]]) -> ui.LayoutView:
        """The message that the work returns, or one that says why it failed."""
        try:
            return await work()
        except Busy:
            _log.warning("Busy: a request was turned away")
            return notices.notice(notices.BUSY)
        except Exception as error:  # noqa: BLE001 - the user gets an incident number, the log has the error
            text = notices.INDEX_UNREADABLE if isinstance(error, IndexUnusable) else notices.INTERNAL_ERROR
            return _incident(error, text)

    async def _deliver(self, reply: Reply, view: ui.LayoutView) -> int:
        try:
            return await reply.send(view)
        except discord.HTTPException as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            # Discord rejects the rendered answer: a bug in here, and the user should not wait for ever.
            return await reply.send(_incident(error, notices.INTERNAL_ERROR))


def _log_answer(answer: Answer, seconds: float) -> None:
    milliseconds = round(1000 * seconds, 1)
    outcome = "Answered" if answer.answered else "Refused"
    fields = {"milliseconds": milliseconds, "confidence": round(answer.confidence, 3), "generation": answer.generation}
    _log.info("%s in %.1f ms (%.2f)", outcome, milliseconds, answer.confidence, extra=fields)


def _incident(error: BaseException, text: str) -> ui.LayoutView:
    """Log the error under a random number, and return the notice that names the number."""
    number = secrets.token_hex(4)
    _log.error("Incident %s: %s", number, describe_error(error), extra={"incident": number})
    return notices.incident_notice(text, number)


def _log_undelivered(error: Exception) -> None:
    """The message was deleted meanwhile, a permission is missing, the interaction has expired: no reply is possible."""
    code = getattr(error, "code", 0)
    _log.log(logging.INFO if code else logging.WARNING, "Not delivered: %s %s", type(error).__name__, code or "")
