"""What the bot does about a message: answer it, answer it unasked, edit its answer, or leave it alone."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import discord

from relbot.discord.commands.mentions import request_from_message
from relbot.discord.dispatch.permissions import may_post
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, MessageReply
from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.dispatch.service import Service
from relbot.discord.dispatch.thread_reply import ThreadReply, can_open_thread
from relbot.discord.messages.recent_questions import RECENT, RecentQuestions
from relbot.discord.messages.unasked import OpenQuestions
from relbot.discord.server_settings import Policy
from relbot.evaluation.bars import bar_for

_log = logging.getLogger(__name__)


class MessageHandlers:
    """Handles messages as they are written, edited and deleted."""

    def __init__(self, client: discord.Client, service: Service) -> None:
        self._client, self._service = client, service
        self._open, self._recent = OpenQuestions(), RecentQuestions()

    async def on_message(self, message: discord.Message) -> None:
        policy = self._service.servers.at(message)
        if self._client.intents.message_content and policy.answers == "sure":
            self._open.follow(message)
        request = request_from_message(message, self._client.user) if self._client.user else None
        if request and policy.answers != "off":
            await self._answer(message, request, policy)
        elif request is None and policy.answers == "sure" and self._client.intents.message_content:
            await self._answer_if_sure(message, policy)

    async def on_edit(self, message: discord.Message) -> None:
        """Ask an edited question again and edit its answer; a question that did not mention the bot before is new."""
        if message.edited_at is None or (datetime.now(UTC) - message.created_at).total_seconds() > RECENT:
            return  # Discord also reports that a link in the message is now embedded
        policy = self._service.servers.at(message)
        request = request_from_message(message, self._client.user) if self._client.user else None
        if request is None or policy.answers == "off":
            return
        if not self._recent.is_known(message.id):
            await self._answer(message, request, policy)
        elif request.text and (reply := await self._recent.reply_to_edit(message.id, request.text)):
            await self._service.ask(replace(_placed(request, reply, policy), is_edit=True), reply)

    async def on_delete(self, message_ids: Iterable[int]) -> None:
        """Delete the answers to questions that were deleted soon after they were asked, since they repeat the words."""
        for message_id in message_ids:
            self._open.settle(message_id)
            if reply := await self._recent.reply_to_deleted(message_id):
                with suppress(*DELIVERY_ERRORS):  # e.g. a moderator was quicker, or the channel is gone
                    await reply.take_back()

    async def _answer(self, message: discord.Message, request: AskRequest, policy: Policy) -> None:
        if not may_post(message.channel):
            _log.info("A question is not answered, as the bot may not write in its channel")
            return
        reply = _reply(message, request, policy)
        asked = self._recent.remember(message.id, request.text, reply)
        try:
            await self._service.ask(_placed(request, reply, policy), reply)
        finally:
            asked.answered.set()

    async def _answer_if_sure(self, message: discord.Message, policy: Policy) -> None:
        request, bar = self._open.question(message), bar_for(policy.expected_right)
        if request and bar and may_post(message.channel):
            reply = _reply(message, request, policy)
            wanted = self._open.watch(message)
            await self._service.answer_if_sure(_placed(request, reply, policy), reply, bar.least_confidence, wanted)


def _reply(message: discord.Message, request: AskRequest, policy: Policy) -> MessageReply:
    opens_thread = policy.in_threads and request.text and can_open_thread(message)
    return ThreadReply(message, request.text) if opens_thread else MessageReply(message)


def _placed(request: AskRequest, reply: MessageReply, policy: Policy) -> AskRequest:
    """Return the question with its collections and the channel of its conversation.

    If the answer opens a thread, that is the thread, which has the id of the question's message.
    """
    channel = reply.message_id if isinstance(reply, ThreadReply) else request.channel_id
    return replace(request, channel_id=channel, collections=policy.collections, may_choose=policy.offers_choices)
