"""Which messages are questions: direct messages, and those that mention the bot. Pure."""

from __future__ import annotations

import re

import discord

from relbot.discord.dispatch.service import Question
from relbot.discord.rendering.answer_layout import question_of


def question_in(message: discord.Message, bot: discord.abc.User) -> Question | None:
    """The question of a message, None where the bot is not meant.

    A mention of everyone or of a role means nobody in particular. Bots, webhooks and notes by Discord itself (somebody
    joined, a message was pinned) are not answered.
    """
    meant = message.guild is None or bot in message.mentions
    by_a_person = not message.author.bot and message.webhook_id is None and not message.is_system()
    if not (meant and by_a_person):
        return None
    replied = message.reference.resolved if message.reference else None
    answer = replied if isinstance(replied, discord.Message) and replied.author.id == bot.id else None
    return Question(
        words=re.sub(rf"<@!?{bot.id}>", " ", message.content).strip(),
        person=message.author.id,
        channel=message.channel.id,
        replied=answer.id if answer else None,
        replied_question=question_of(answer, understood=True) if answer else None,
    )
