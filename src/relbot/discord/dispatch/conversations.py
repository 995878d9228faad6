"""Conversations by user and channel, and the question that a reply to an answer follows up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from relbot.answer import Answer
from relbot.discord.dispatch.dispatcher import Busy
from relbot.discord.expiring_cache import ExpiringCache

_CAPACITY = 1000
_TTL = 600.0
"""Seconds: a conversation ends after ten minutes without a question, or when a thousand others are more recent."""


class ConversationKey(NamedTuple):
    """Public and private questions of one user in one channel are separate conversations."""

    user_id: int
    channel_id: int
    private: bool


class Conversation(Protocol):
    """The engine's conversation: each question may refer to the ones before it."""

    def ask(self, text: str, limit: int = 3) -> Answer: ...


class UserConversation:
    """One user's conversation in a channel; its questions are answered one at a time, as the dispatcher runs jobs."""

    def __init__(self, conversation: Conversation, previous_question: str | None = None) -> None:
        self._conversation, self._previous_question = conversation, previous_question
        self._lock = threading.Lock()
        self.last_answer_id: int | None = None
        """The id of the message that holds the latest answer."""
        self.stuck = False
        """Whether a question in it got its worker stuck; the next question then starts a new conversation."""

    def ask(self, question: str) -> Answer:
        """Raises Busy where the question before is still running, so that one user never blocks several workers."""
        if not self._lock.acquire(blocking=False):
            raise Busy
        try:
            if self._previous_question:
                self._conversation.ask(self._previous_question, limit=1)
                self._previous_question = None
            return self._conversation.ask(question)
        finally:
            self._lock.release()


class UserConversations:
    """The recent conversations.

    None is shared between users, and a private one never supplies context to an answer that all can read. A reply to
    somebody else's answer follows up the question shown with that answer.
    """

    def __init__(self, start: Callable[[], Conversation]) -> None:
        self._start = start
        self._recent: ExpiringCache[ConversationKey, UserConversation] = ExpiringCache(_CAPACITY, _TTL)

    def get(
        self, key: ConversationKey, replied_to: int | None = None, replied_question: str | None = None
    ) -> UserConversation:
        """The conversation of this key; a new one where there is none, it is stuck, or an older answer is replied to.

        `replied_to` is the id of the message replied to, `replied_question` the question that it answers.
        """
        conversation = self._recent.get(key)
        if (
            conversation is None
            or conversation.stuck
            or (replied_question and replied_to != conversation.last_answer_id)
        ):
            conversation = UserConversation(self._start(), replied_question)
            self._recent.put(key, conversation)
        return conversation
