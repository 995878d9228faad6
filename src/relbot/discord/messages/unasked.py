"""Questions in help channels and forum posts that do not address the bot, and whether they are still open."""

from __future__ import annotations

import re
from collections.abc import Callable

import discord

from relbot.discord.commands.mentions import is_from_person
from relbot.discord.commands.message_text import message_text
from relbot.discord.dispatch.requests import AskRequest
from relbot.discord.expiring_cache import ExpiringCache
from relbot.query.question_words import AUXILIARY, QUESTION_OPENING
from relbot.query.request.utterance import cleared
from relbot.query.small_talk.recognition import small_talk

_CAPACITY, _TTL = 10_000, 86_400.0
"""How many settled messages and posts are remembered, and for how many seconds."""
_MIN_WORDS = 3
_MARK = re.compile(r"\w[\"'”’)\]]{0,3}\s?\?(?!\w)")
"""A question mark after a word, but not one within an address."""
_TELLS = re.compile(r"\s+(?:i|we|he|she|they|you|it|this|that|the|an?)\b", re.IGNORECASE)
"""The word after "when", "what" or "how" in a statement: "When I came, …", "What a day", but not "how do I"."""
_AUXILIARY = re.compile(AUXILIARY, re.IGNORECASE)
_SOLVED = frozenset({"solved", "resolved", "answered", "closed", "fixed", "done"})
"""Names of forum tags that mark a post as solved, in any case and with any emoji around them."""


def asks(text: str) -> bool:
    """Return whether a message asks something, rather than stating it."""
    if small_talk(text) or len(text.split()) < _MIN_WORDS:
        return False
    whole = cleared(text)
    opening = QUESTION_OPENING.match(whole)
    if _MARK.search(text) or opening is None:
        return _MARK.search(text) is not None
    tells = not _AUXILIARY.match(whole) and _TELLS.match(whole, opening.end())
    return not tells and not whole.endswith(("!", "…"))


class OpenQuestions:
    """Follows the channels where the bot answers when it is sure. Called from the event loop alone."""

    def __init__(self) -> None:
        self._settled: ExpiringCache[int, bool] = ExpiringCache(_CAPACITY, _TTL)
        """Ids of messages and posts that a person has answered, or that are gone."""
        self._posts: ExpiringCache[int, bool] = ExpiringCache(_CAPACITY, _TTL)
        """Ids of the forum posts that were followed from their beginning."""

    def question(self, message: discord.Message) -> AskRequest | None:
        """Return the question that a message asks everybody; None if it asks nothing, or addresses somebody.

        Among threads only forum posts count, and in these only the messages of their author.
        """
        if (
            message.guild is None
            or not is_from_person(message)
            or message.reference
            or message.mentions
            or message.role_mentions
        ):
            return None
        text = message_text(message)
        if isinstance(message.channel, discord.Thread):
            if not isinstance(message.channel.parent, discord.ForumChannel):
                return None
            if message.id == message.channel.id:
                self._posts.put(message.id, True)
                text = next(filter(asks, (message.channel.name, text)), "")
            elif message.author.id != message.channel.owner_id or not self._posts.get(message.channel.id):
                return None
        if not asks(text) or not self.is_open(message):
            return None
        return AskRequest(text, message.author.id, message.channel.id)

    def follow(self, message: discord.Message) -> None:
        """Record a person's message: a reply settles a message, and anybody but its author settles a forum post."""
        if message.author.bot:
            return
        if message.reference and message.reference.message_id:
            self.settle(message.reference.message_id)
        if isinstance(message.channel, discord.Thread) and message.author.id != message.channel.owner_id:
            self.settle(message.channel.id)

    def settle(self, message_or_post: int) -> None:
        """Record that a message or post is no longer open: it was answered, or deleted."""
        self._settled.put(message_or_post, True)

    def is_open(self, message: discord.Message) -> bool:
        """Return whether nobody has answered yet, and the post is neither solved nor closed."""
        if self._settled.get(message.id) or self._settled.get(message.channel.id):
            return False
        return not (isinstance(message.channel, discord.Thread) and _is_solved(message.channel))

    def watch(self, message: discord.Message) -> Callable[[], bool]:
        """Return a function that tells at any later time whether the question of a message is still open."""
        return lambda: self.is_open(message)


def _is_solved(post: discord.Thread) -> bool:
    """Return whether a forum post is locked, archived, or tagged as solved."""
    return post.locked or post.archived or is_tagged_solved(post)


def is_tagged_solved(post: discord.Thread) -> bool:
    """Return whether a forum post is tagged as solved."""
    names = ("".join(filter(str.isalpha, tag.name)).casefold() for tag in post.applied_tags)
    return any(name in _SOLVED for name in names)
