"""Which messages are questions: direct messages, and those that mention the bot or its role. Pure."""

from __future__ import annotations

import discord

from relbot.discord.commands.message_text import holds_more_than_words, message_text
from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.rendering import notices
from relbot.discord.rendering.question_text import question_in
from relbot.query.small_talk.recognition import small_talk

_CLOSING = frozenset({"thanks", "acknowledgement", "praise", "bye", "apology"})
"""Kinds of small talk that end a conversation."""
_IGNORED = _CLOSING | {"insult", "nonsense"}
"""Kinds of small talk that are not answered in a channel, where others would have to read the reply."""


def request_from_message(message: discord.Message, bot: discord.abc.User) -> AskRequest | None:
    """Return the question that a message asks the bot; None if it does not address the bot or asks nothing.

    A mention of everyone or of a role that others have too addresses nobody in particular. Bots, webhooks and Discord's
    system messages (somebody joined, a message was pinned) are not answered.
    """
    by_role = _is_by_role(message)
    addressed = message.guild is None or bot in message.mentions or by_role
    if not (addressed and is_from_person(message)):
        return None
    replied = message.reference.resolved if message.reference else None
    replied = replied if isinstance(replied, discord.Message) else None
    answer = replied if replied and replied.author.id == bot.id else None
    text = message_text(message, without=bot)
    if asks_nothing(text or _without_mention(message, bot), direct=message.guild is None):
        return None
    question, notice = text, None
    if not text:
        hidden_by_role = by_role and bot not in message.mentions and not message.content
        question, notice = _instead(message, None if answer else replied, bot, hidden_by_role=hidden_by_role)
    return AskRequest(
        text=question,
        user_id=message.author.id,
        channel_id=message.channel.id,
        server_id=message.guild.id if message.guild else None,
        replied_to=answer.id if answer else None,
        replied_question=question_in(answer, interpreted=True) if answer else None,
        notice=notice,
    )


def is_from_person(message: discord.Message) -> bool:
    """Return whether a person wrote a message, rather than a bot, a webhook or Discord itself."""
    return not message.author.bot and message.webhook_id is None and not message.is_system()


def _is_by_role(message: discord.Message) -> bool:
    """Return whether a message mentions the role that Discord created for the bot when it was invited."""
    role = message.guild.self_role if message.guild else None
    return role is not None and role in message.role_mentions


def asks_nothing(text: str, *, direct: bool) -> bool:
    """Return whether a message is small talk that needs no answer: "thanks!", "lol", "ok"."""
    said = small_talk(text)
    if said is None or "?" in text:
        return False
    return said in (_CLOSING if direct else _IGNORED)


def _instead(
    message: discord.Message, replied: discord.Message | None, bot: discord.abc.User, *, hidden_by_role: bool
) -> tuple[str, str | None]:
    """Return the question that a message without words refers to, or, if there is none, what to say instead."""
    if hidden_by_role:
        return "", notices.MENTION_ME_NOT_MY_ROLE
    if replied and not replied.author.bot:
        question = message_text(replied, without=bot)
        return question, None if question else notices.CANNOT_SEE_THAT_MESSAGE
    return "", notices.WORDS_ONLY if holds_more_than_words(message) else None


def _without_mention(message: discord.Message, bot: discord.abc.User) -> str:
    """Return the text besides the mention, including custom emoji."""
    return message.content.replace(f"<@{bot.id}>", "").replace(f"<@!{bot.id}>", "").strip()
