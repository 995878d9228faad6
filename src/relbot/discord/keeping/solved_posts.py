"""Detects that a forum post has been solved, and offers the answer that a member gave there, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

import discord

from relbot.corpus.taught import FOLDER
from relbot.discord.commands.message_text import lasting_words, message_text, why_not
from relbot.discord.dispatch.permissions import may_post
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, DELIVERY_TIMEOUT
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.keeping.offers import offer_layout
from relbot.discord.messages.unasked import asks, is_tagged_solved
from relbot.discord.teaching.state_file import StateFile
from relbot.errors import RelbotError
from relbot.query.request.utterance import cleared
from relbot.query.small_talk.recognition import small_talk
from relbot.settings import Settings
from relbot.state import posted

_log = logging.getLogger(__name__)

_READ = 100
"""How many of a post's first messages are read: as many as one request returns."""


class SolvedPosts:
    """Follows the forums of the servers. It needs the intent for message content, to read the answers."""

    def __init__(self, client: discord.Client, service: Service, state: StateFile, settings: Settings) -> None:
        self._client, self._service, self._state, self._settings = client, service, state, settings

    async def on_update(self, before: discord.Thread, post: discord.Thread) -> None:
        """Offer the answer of a post that has just been tagged as solved."""
        if is_tagged_solved(before) or not is_tagged_solved(post) or not self._may_offer(post):
            return
        try:
            await self._offer(post)
        except (Busy, RelbotError, *DELIVERY_ERRORS) as error:
            _log.info("The answer of a solved post is not offered: %s", type(error).__name__)

    def _may_offer(self, post: discord.Thread) -> bool:
        """Return whether somebody can accept an offer, and the bot may post there and would use the answer there."""
        policy = self._service.servers.of(post.guild.id, post.parent_id)
        gives_taught = policy.collections is None or FOLDER in policy.collections
        is_open = not post.archived and not post.locked and may_post(post)
        has_teachers = len(self._client.guilds) == 1 or any(map(post.guild.get_role, self._settings.teacher_role_ids))
        reads = self._client.intents.message_content and isinstance(post.parent, discord.ForumChannel)
        return reads and policy.answers != "off" and gives_taught and is_open and has_teachers

    async def _offer(self, post: discord.Thread) -> None:
        """Find the answer and offer it. Raises Busy, RelbotError, and one of DELIVERY_ERRORS."""
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            messages = [message async for message in post.history(limit=_READ, oldest_first=True)]
        answers = [message for message in messages if _may_answer(message, post)]
        question = _question(post, messages)
        best = await self._service.engine.best_text(question, [lasting_words(message) for message in answers])
        if best is None or not await self._state.run(lambda c: posted.take_offer(c, post.id, datetime.now(UTC))):
            return
        answer = answers[best]
        view = offer_layout(question, answer.author.display_name, answer.id)
        async with asyncio.timeout(DELIVERY_TIMEOUT):
            await post.send(view=view, reference=answer.to_reference(fail_if_not_exists=False), silent=True)


def _question(post: discord.Thread, messages: Sequence[discord.Message]) -> str:
    """Return the question of a post: its title or, if that does not ask one, its first message."""
    said = [message_text(message) for message in messages if message.id == post.id]
    return next((cleared(text) for text in (post.name, *said) if asks(text)), post.name)


def _may_answer(message: discord.Message, post: discord.Thread) -> bool:
    """Return whether a message can be an answer: from a person who did not ask, in words that state something."""
    words = message_text(message)
    by_another = message.author.id != post.owner_id and not message.is_system()
    return by_another and why_not(message) is None and not small_talk(words) and not asks(words)
