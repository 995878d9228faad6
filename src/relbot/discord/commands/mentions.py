"""Which messages are questions: direct messages, and those that mention the bot. Pure."""

from __future__ import annotations

import re

import discord

from relbot.discord.dispatch.ask_request import AskRequest
from relbot.discord.rendering.answer_layout import question_in


def request_from_message(message: discord.Message, bot: discord.abc.User) -> AskRequest | None:
    """The question that a message asks the bot, None where the bot is not addressed.

    A mention of everyone or of a role addresses nobody in particular. Bots, webhooks and system messages of Discord
    (somebody joined, a message was pinned) are not answered.
    """
    addressed = message.guild is None or bot in message.mentions
    from_user = not message.author.bot and message.webhook_id is None and not message.is_system()
    if not (addressed and from_user):
        return None
    replied = message.reference.resolved if message.reference else None
    answer = replied if isinstance(replied, discord.Message) and replied.author.id == bot.id else None
    return AskRequest(
        text=re.sub(rf"<@!?{bot.id}>", " ", message.content).strip(),
        user_id=message.author.id,
        channel_id=message.channel.id,
        replied_to=answer.id if answer else None,
        replied_question=question_in(answer, interpreted=True) if answer else None,
    )
