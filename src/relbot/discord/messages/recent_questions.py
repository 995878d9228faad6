"""Questions of the last minute: if one is edited, so is its answer, once; if one is deleted, so is its answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from relbot.discord.dispatch.replies import MessageReply
from relbot.discord.expiring_cache import ExpiringCache

RECENT = 60.0
"""Seconds after a question within which an edit or a deletion counts; later the talk has moved on."""
_CAPACITY = 1000
"""The most questions that are remembered."""


@dataclass(slots=True)
class AskedQuestion:
    """A question as it was asked, with the replies to it."""

    text: str
    reply: MessageReply
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    was_edited: bool = False


class RecentQuestions:
    """The questions of the last minute, by the ids of their messages. Called from the event loop alone."""

    def __init__(self) -> None:
        self._asked: ExpiringCache[int, AskedQuestion] = ExpiringCache(_CAPACITY, RECENT)

    def remember(self, message_id: int, text: str, reply: MessageReply) -> AskedQuestion:
        self._asked.put(message_id, asked := AskedQuestion(text, reply))
        return asked

    def is_known(self, message_id: int) -> bool:
        return self._asked.get(message_id) is not None

    async def reply_to_edit(self, message_id: int, text: str) -> MessageReply | None:
        """Return the reply to edit, once the first answer is there; None if nothing is to be done."""
        asked = self._asked.get(message_id)
        if asked is None or asked.was_edited or asked.text == text:
            return None
        asked.was_edited = True
        await asked.answered.wait()
        return asked.reply

    async def reply_to_deleted(self, message_id: int) -> MessageReply | None:
        """Return the reply to take back, once the answer is there; None if there is none."""
        asked = self._asked.get(message_id)
        if asked is None:
            return None
        self._asked.remove(message_id)
        await asked.answered.wait()
        return asked.reply
