"""One handler and one answer path for every way in: acknowledge, do the work at the desk, say what came of it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus

import discord
from discord import ui

from relbot.answer import Answer, Contents, Surroundings
from relbot.answering.timeline import Event
from relbot.discord.dispatch.conversations import Talk, Talks
from relbot.discord.dispatch.cooldown import Cooldown
from relbot.discord.dispatch.dispatcher import Busy, Desk, Stuck
from relbot.discord.dispatch.replies import UNDELIVERED, Reply
from relbot.discord.logs import described
from relbot.discord.rendering import notices
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.engine import Relbot
from relbot.errors import IndexUnusable
from relbot.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked, however they asked it."""

    words: str
    person: int
    channel: int
    private: bool = False
    """Whether the answer goes to the person alone."""
    shareable: bool = False
    """Whether a private answer may be shown to all afterwards."""
    replied: int | None = None
    """The message that this replies to."""
    replied_question: str | None = None
    """The question that the message replied to answers, where it is an answer."""


class Service:
    """What the bot does for people. Used from the event loop alone; the engine is asked at the desk."""

    def __init__(self, engine: Relbot, settings: Settings) -> None:
        self._engine = engine
        self._desk = Desk(settings.queue, settings.patience)
        self._cooldown = Cooldown(settings.cooldown)
        self._talks = Talks(engine.conversation)
        self._votes = settings.feedback is not None
        self._in_hand = 0
        self._idle = asyncio.Event()
        self._leaving = False

    async def ask(self, question: Question, reply: Reply) -> None:
        """Answer a question, or say why not."""
        if not question.words.strip():
            await self.decline(reply, notices.notice(notices.EMPTY))
        elif seconds := self._cooldown.wait(question.person):
            await self.decline(reply, notices.wait(seconds))
        else:
            place = (question.person, question.channel, question.private)
            talk = self._talks.of(place, question.replied, question.replied_question)
            talk.last_answer = await self.attend(reply, lambda: self._answered(question, talk)) or talk.last_answer

    async def attend(self, reply: Reply, work: Callable[[], Awaitable[ui.LayoutView]]) -> int | None:
        """Carry anything that people ask for through, whatever goes wrong in it.

        Returns the id of the message that answers, or None where it could not be delivered.
        """
        if self._leaving:
            await self.decline(reply, notices.notice(notices.LEAVING))
            return None
        with self.held():
            try:
                await reply.acknowledge()
                return await self._said(reply, await self._done(work))
            except UNDELIVERED as error:
                log_undelivered(error)
                return None

    async def decline(self, reply: Reply, view: ui.LayoutView) -> None:
        """Say so much, and no more."""
        try:
            await reply.decline(view)
        except UNDELIVERED as error:
            log_undelivered(error)

    async def fail(self, reply: Reply, error: BaseException) -> None:
        """Say that something went wrong before the work was begun; the log has what."""
        await self.decline(reply, _incident(error, notices.FAULT))

    async def passage(self, passage_id: str) -> Surroundings | None:
        """A passage with its neighbours, None where it is in the sources no more. Raises Busy, IndexUnusable."""
        return await self._desk.run(lambda: self._engine.passage(passage_id))

    async def contents(self) -> Contents:
        """What is indexed now. Raises Busy, IndexUnusable."""
        return await self._desk.run(lambda: self._engine.contents)

    async def timeline(self, span: str | None, words: str | None) -> tuple[Event, ...]:
        """The dated sentences of a span, with some words. Raises Busy, IndexUnusable, SpanUnreadable."""
        return await self._desk.run(lambda: self._engine.timeline(span, words))

    async def write(self, work: Callable[[], None]) -> None:
        """Write something down, off the event loop. Raises Busy, and whatever the work raises."""
        await self._desk.run(work)

    async def leave(self, within: float) -> None:
        """Take nothing new, and finish what is in hand within so many seconds."""
        self._leaving = True
        _log.info("Leaving, with %d in hand", self._in_hand)
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._in_hand:
                    self._idle.clear()
                    await self._idle.wait()
        self._desk.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Counted as in hand."""
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._idle.set()

    async def _answered(self, question: Question, talk: Talk) -> ui.LayoutView:
        _log.debug("Asked: %r", question.words)
        began = time.perf_counter()
        try:
            answer = await self._desk.run(lambda: talk.ask(question.words))
        except Stuck:
            talk.stuck = True
            raise
        _report(answer, time.perf_counter() - began)
        return answer_layout(answer, shareable=question.shareable, votes=self._votes)

    async def _done(self, work: Callable[[], Awaitable[ui.LayoutView]]) -> ui.LayoutView:
        try:
            return await work()
        except Busy:
            _log.warning("Busy: a question was turned away")
            return notices.notice(notices.BUSY)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and the log has it
            return _incident(error, notices.NO_INDEX if isinstance(error, IndexUnusable) else notices.FAULT)

    async def _said(self, reply: Reply, view: ui.LayoutView) -> int:
        try:
            return await reply.say(view)
        except discord.HTTPException as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            # Discord does not take what was made of the answer: a fault here, and nobody should wait for ever.
            return await reply.say(_incident(error, notices.FAULT))


def _report(answer: Answer, seconds: float) -> None:
    milliseconds = round(1000 * seconds, 1)
    outcome = "Answered" if answer.answered else "Refused"
    figures = {"milliseconds": milliseconds, "confidence": round(answer.confidence, 3), "generation": answer.generation}
    _log.info("%s in %.1f ms (%.2f)", outcome, milliseconds, answer.confidence, extra=figures)


def _incident(error: BaseException, words: str) -> ui.LayoutView:
    number = secrets.token_hex(4)
    _log.error("Incident %s: %s", number, described(error), extra={"incident": number})
    return notices.incident(words, number)


def log_undelivered(error: Exception) -> None:
    """A message was deleted meanwhile, a permission was lost, an interaction has lapsed: nobody can be told."""
    code = getattr(error, "code", 0)
    _log.log(logging.INFO if code else logging.WARNING, "Not delivered: %s %s", type(error).__name__, code or "")
