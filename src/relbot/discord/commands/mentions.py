"""Which messages are questions: direct messages, and those that mention the bot or its role. Pure."""

from __future__ import annotations

import discord

from relbot.discord.commands.message_text import holds_more_than_words, message_text
from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.rendering import notices
from relbot.discord.rendering.question_text import question_in
from relbot.query.small_talk.recognition import small_talk

_CLOSING = frozenset({"thanks", "acknowledgement", "praise", "bye", "apology"})
"""Small talk after which nothing is left to say."""
_IGNORED = _CLOSING | {"insult", "nonsense"}
"""Small talk that is not answered among others, who would have to read it."""


def request_from_message(message: discord.Message, bot: discord.abc.User) -> AskRequest | None:
    """The question that a message asks the bot, None where the bot is not addressed or nothing is asked of it.

    A mention of everyone or of a role that others have too addresses nobody in particular. Bots, webhooks and system
    messages of Discord (somebody joined, a message was pinned) are not answered.
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
    """Whether neither a bot, a webhook nor Discord itself wrote a message."""
    return not message.author.bot and message.webhook_id is None and not message.is_system()


def _is_by_role(message: discord.Message) -> bool:
    """Whether the message mentions the role that Discord made for the bot when it was invited."""
    role = message.guild.self_role if message.guild else None
    return role is not None and role in message.role_mentions


def asks_nothing(text: str, *, direct: bool) -> bool:
    """Whether a message is small talk that wants no answer: "thanks!", "lol", "ok"."""
    said = small_talk(text)
    if said is None or "?" in text:
        return False
    return said in (_CLOSING if direct else _IGNORED)


def _instead(
    message: discord.Message, replied: discord.Message | None, bot: discord.abc.User, *, hidden_by_role: bool
) -> tuple[str, str | None]:
    """The question that a message without words points to, and if there is none, what to say about that."""
    if hidden_by_role:
        return "", notices.MENTION_ME_NOT_MY_ROLE
    if replied and not replied.author.bot:
        question = message_text(replied, without=bot)
        return question, None if question else notices.CANNOT_SEE_THAT_MESSAGE
    return "", notices.WORDS_ONLY if holds_more_than_words(message) else None


def _without_mention(message: discord.Message, bot: discord.abc.User) -> str:
    """What is written beside the mention, custom emoji included."""
    return message.content.replace(f"<@{bot.id}>", "").replace(f"<@!{bot.id}>", "").strip()
