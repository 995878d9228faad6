"""Who is talking about what: a person's conversation in a channel, and what a reply to an answer goes on from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from relbot.answer import Answer
from relbot.discord.dispatch.dispatcher import Busy
from relbot.discord.expiring_cache import Recent

MOST = 1000
SECONDS = 600.0
"""A conversation is forgotten after ten minutes in which nothing was asked, or when a thousand others were later."""


Where = tuple[int, int, bool]
"""Person, channel, and whether in private."""


class Conversation(Protocol):
    """The engine's memory of what was asked."""

    def ask(self, text: str, limit: int = 3) -> Answer: ...


class Talk:
    """One person's conversation; questions in it are answered one after another, as the desk does all its work."""

    def __init__(self, conversation: Conversation, goes_on_from: str | None = None) -> None:
        self._conversation, self._goes_on_from = conversation, goes_on_from
        self._turn = threading.Lock()
        self.last_answer: int | None = None
        """The id of the message that holds the latest answer."""
        self.stuck = False
        """Whether a question in it did not come to its end in time; then the next one begins a new conversation."""

    def ask(self, question: str) -> Answer:
        """Raises Busy where the question before is stuck, so that one person's do not hold up hand after hand."""
        if not self._turn.acquire(blocking=False):
            raise Busy
        try:
            if self._goes_on_from:
                self._conversation.ask(self._goes_on_from, limit=1)
                self._goes_on_from = None
            return self._conversation.ask(question)
        finally:
            self._turn.release()


class Talks:
    """The conversations of late.

    Each is its person's alone, and what was asked in private stays apart: no answer that all can read leans on it.
    A reply to somebody else's answer goes on from the question which that answer shows.
    """

    def __init__(self, begin: Callable[[], Conversation]) -> None:
        self._begin = begin
        self._recent: Recent[Where, Talk] = Recent(MOST, SECONDS)

    def of(self, where: Where, replied: int | None = None, replied_question: str | None = None) -> Talk:
        """The conversation there; a new one after a reply to any answer but the latest in it."""
        talk = self._recent.find(where)
        if talk is None or talk.stuck or (replied_question and replied != talk.last_answer):
            talk = Talk(self._begin(), replied_question)
            self._recent.keep(where, talk)
        return talk
