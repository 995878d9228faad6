"""Who is talking about what: a person's conversation in a channel, and what a reply to an answer goes on from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from relbot.answer import Answer
from relbot.discord.recent import Recent

MOST = 1000
SECONDS = 600.0
"""A conversation is forgotten after ten minutes in which nothing was asked, or when a thousand others were later."""


Where = tuple[int, int, bool]
"""Person, channel, and whether in private."""


class Conversation(Protocol):
    """The engine's memory of what was asked."""

    def ask(self, text: str, limit: int = 3) -> Answer: ...


class Talk:
    """One person's conversation; questions in it are answered one after another."""

    def __init__(self, conversation: Conversation, goes_on_from: str | None = None) -> None:
        self._conversation, self._goes_on_from = conversation, goes_on_from
        self._turn = threading.Lock()
        self.last_answer: int | None = None
        """The id of the message that holds the latest answer."""

    def ask(self, question: str) -> Answer:
        with self._turn:
            if self._goes_on_from:
                self._conversation.ask(self._goes_on_from, limit=1)
                self._goes_on_from = None
            return self._conversation.ask(question)


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
        if talk is None or (replied_question and replied != talk.last_answer):
            talk = Talk(self._begin(), replied_question)
            self._recent.keep(where, talk)
        return talk
