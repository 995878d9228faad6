"""Conversations by user and channel, and the questions that a reply to an answer follows up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from relbot.answer import Answer
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.expiring_cache import ExpiringCache

_MAX_CONTEXT = 3
"""The most previous questions that give context to a follow-up in a chain of replies."""
_CAPACITY = 1000
_TTL = 600.0
"""Seconds: a conversation ends after ten minutes without a question, or when a thousand others are more recent."""


class ConversationKey(NamedTuple):
    """Identifies a conversation: a user's public and private questions in a channel are separate ones."""

    user_id: int
    channel_id: int
    private: bool
    collections: frozenset[str] | None = None
    """The collections it is answered from: what was found in one must not be said where that one may not be used."""


class Conversation(Protocol):
    """The engine's conversation: each question may refer to the previous ones."""

    def ask(self, text: str, limit: int = 3) -> Answer: ...


class UserConversation:
    """One user's conversation in a channel; its questions are answered one at a time, as jobs of the dispatcher."""

    def __init__(self, conversation: Conversation, previous_questions: tuple[str, ...] = ()) -> None:
        self._conversation, self._previous_questions = conversation, previous_questions
        self.questions = previous_questions
        """The latest questions answered in it, as they were understood, oldest first."""
        self.before_message = previous_questions
        """The same as it was before the latest message."""
        self._lock = threading.Lock()
        self.last_answer_id: int | None = None
        """The id of the message that holds the latest answer."""
        self.stuck = False
        """Whether a question in it got its worker stuck; the next question then starts a new conversation."""

    def ask(self, question: str) -> Answer:
        """Answer a question. Raises Busy if the previous one still runs, so that no user blocks several workers."""
        if not self._lock.acquire(blocking=False):
            raise Busy
        try:
            for previous in self._previous_questions:
                self._conversation.ask(previous, limit=1)
            self._previous_questions = ()
            answer = self._conversation.ask(question)
            if answer.answered:
                self.questions = (*self.questions, answer.interpreted_as or answer.question)[-_MAX_CONTEXT:]
            return answer
        finally:
            self._lock.release()


class UserConversations:
    """The recent conversations.

    No conversation is shared between users, and a private one never gives context to an answer that all can read. A
    reply to somebody else's answer follows up the chain of questions that led to it or, if that has expired, the
    question shown with the answer.
    """

    def __init__(self, start: Callable[[frozenset[str] | None], Conversation]) -> None:
        """`start` starts a conversation about some collections, None for all."""
        self._start = start
        self._recent: ExpiringCache[ConversationKey, UserConversation] = ExpiringCache(_CAPACITY, _TTL)
        self._chains: ExpiringCache[int, tuple[str, ...]] = ExpiringCache(_CAPACITY, _TTL)
        """The questions that led to a public answer, by the id of its message."""

    def get(
        self,
        key: ConversationKey,
        replied_to: int | None = None,
        replied_question: str | None = None,
        *,
        begin_anew: bool = False,
    ) -> UserConversation:
        """Return the conversation of this key.

        A new one starts if there is none, if it is stuck, if the message replies to an older answer, or if
        `begin_anew`. `replied_to` is the id of the message replied to, `replied_question` the question that it answers.
        """
        conversation = self._recent.get(key)
        if (
            conversation is None
            or conversation.stuck
            or begin_anew
            or (replied_question and replied_to != conversation.last_answer_id)
        ):
            chain = self._chains.get(replied_to) if replied_to else None
            questions = chain or ((replied_question,) if replied_question else ())
            conversation = UserConversation(self._start(key.collections), questions)
            self._recent.put(key, conversation)
        return conversation

    def take_back(self, key: ConversationKey) -> None:
        """Undo the latest message of a conversation, which is asked again in other words."""
        if conversation := self._recent.get(key):
            self._recent.put(key, UserConversation(self._start(key.collections), conversation.before_message))

    def adopt(self, key: ConversationKey, conversation: UserConversation, answer_id: int) -> None:
        """Store a conversation that was started elsewhere as the latest of its key."""
        self._recent.put(key, conversation)
        self.remember(key, conversation, answer_id)

    def forget(self, user_id: int) -> None:
        """End the conversations of a user."""
        self._recent.remove_where(lambda key: key.user_id == user_id)

    def remember(self, key: ConversationKey, conversation: UserConversation, answer_id: int) -> None:
        """Record which message holds the latest answer."""
        conversation.last_answer_id = answer_id
        if not key.private and conversation.questions:
            self._chains.put(answer_id, conversation.questions)
