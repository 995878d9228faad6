"""A request, and its handling to the end: acknowledging it, working on it, and delivering an outcome in any case."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, get_args

import discord
from discord import ui

from relbot.discord.dispatch.replies import DELIVERY_ERRORS, InteractionReply, Reply
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.logs import describe_error
from relbot.discord.rendering import notices
from relbot.errors.index import IndexUnusable

_log = logging.getLogger(__name__)

Outcome = Literal["answered", "refused", "small talk", "hasty", "busy", "crowded", "failed", "undelivered"]
"""`refused`: the sources do not answer. `hasty`: within the person's cooldown. `busy`: the queue was full, or it took
too long. `crowded`: more was asked in the channel than Discord lets the bot post. `failed`: an incident in the log.
`undelivered`: Discord did not accept the reply, whatever it was."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_THREAD_ARCHIVED = 50083
"""Discord's error code for a thread that was closed meanwhile, and that only moderators may open again."""

Observer = Callable[[Outcome, float], None]
"""Called with an outcome, and the seconds that an answer, refusal or small talk took; 0 for other outcomes."""


@dataclass(frozen=True, slots=True)
class AskRequest:
    """What a user asked, by whichever command, message or menu entry."""

    text: str
    user_id: int
    channel_id: int
    private: bool = False
    """Whether the answer is for the user alone."""
    server_id: int | None = None
    shareable: bool = False
    """Whether a private answer may be shared with the channel afterwards."""
    replied_to: int | None = None
    """The id of the bot's message that this replies to."""
    replied_question: str | None = None
    """The question that the message replied to answers."""
    collections: frozenset[str] | None = None
    """The collections to answer from; None for all sources."""
    may_choose: bool = True
    """Whether sentences are offered to choose from if no answer is sure."""
    stands_alone: bool = False
    """Whether it starts a new conversation, since its words are not the user's own but offered or somebody else's."""
    is_edit: bool = False
    """Whether it is asked again in other words, and its answer is to be edited."""
    notice: str | None = None
    """What to say instead of an answer if no question could be read; None for the usual notice."""


class Requests:
    """The requests in flight. Called from the event loop alone."""

    def __init__(self) -> None:
        self._in_flight = 0
        """Requests that are being handled."""
        self._idle = asyncio.Event()
        self.is_shutting_down = False
        self.observe: Observer = lambda _outcome, _seconds: None
        """Called with the outcome of each request."""

    async def handle(
        self, reply: Reply, work: Callable[[], Awaitable[ui.LayoutView]], may_say: Callable[[], bool] = lambda: True
    ) -> int | None:
        """Carry out any request to its end, whatever goes wrong in `work`, which returns the message to send.

        Returns the id of the message sent, or None where it could not be delivered, or where the work failed and
        `may_say` is false.
        """
        if self.is_shutting_down:
            await self.turn_away(reply, notices.notice(notices.SHUTTING_DOWN), may_say)
            return None
        with self.counted():
            try:
                await reply.acknowledge()
                view = await self._outcome(work, may_say)
                return await _deliver(reply, view) if view else None
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

    async def refuse(self, interaction: discord.Interaction[Any], sentence: str) -> None:
        """Turn a command or a click away with a sentence that only its user sees."""
        await self.decline(InteractionReply(interaction, private=True), notices.notice(sentence))

    async def turn_away(self, reply: Reply, view: ui.LayoutView, may_say: Callable[[], bool]) -> None:
        """The same, but silently if nothing may be said."""
        if may_say():
            await self.decline(reply, view)

    async def decline_after_error(self, reply: Reply, error: BaseException) -> None:
        """Turn away a request that failed before it could be handled, and log the error as an incident."""
        await self.decline(reply, incident(error, notices.INTERNAL_ERROR))

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what runs within as a request in flight, so that shutting down waits for it."""
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def finish(self, within: float) -> None:
        """Turn new requests away, and wait up to `within` seconds for those in flight."""
        self.is_shutting_down = True
        _log.info("Shutting down, with %d requests in flight", self._in_flight)
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._in_flight:
                    self._idle.clear()
                    await self._idle.wait()

    async def _outcome(
        self, work: Callable[[], Awaitable[ui.LayoutView]], may_say: Callable[[], bool]
    ) -> ui.LayoutView | None:
        """Return the message of the work, or one that says why it failed; None if that may not be said."""
        try:
            return await work()
        except Busy:
            self.observe("busy", 0)
            _log.warning("Busy: a request was turned away")
            view = notices.notice(notices.BUSY)
        except Exception as error:  # noqa: BLE001 - the user gets an incident number, the log has the error
            self.observe("failed", 0)
            text = notices.INDEX_UNREADABLE if isinstance(error, IndexUnusable) else notices.INTERNAL_ERROR
            view = incident(error, text)
        return view if may_say() else None


def incident(error: BaseException, text: str) -> ui.LayoutView:
    """Log the error under a random number, and return the notice that names the number."""
    number = secrets.token_hex(4)
    _log.error("Incident %s: %s", number, describe_error(error), extra={"incident": number})
    return notices.incident_notice(text, number)


async def _deliver(reply: Reply, view: ui.LayoutView) -> int:
    try:
        return await reply.send(view)
    except discord.HTTPException as error:
        if error.status != HTTPStatus.BAD_REQUEST or error.code == _THREAD_ARCHIVED:
            raise
        # Discord rejects the rendered answer: a bug in relbot, but the user should not wait for ever.
        return await reply.send(incident(error, notices.INTERNAL_ERROR))


def _log_undelivered(error: Exception) -> None:
    """Log that no reply is possible: the message was deleted, a permission is missing, the interaction has expired."""
    code = getattr(error, "code", 0)
    _log.log(logging.INFO if code else logging.WARNING, "Not delivered: %s %s", type(error).__name__, code or "")
