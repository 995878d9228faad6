"""The words of a message, which may have to be fetched first: mentions become names, custom emoji are removed, and
timestamps are removed or, in words that are kept, become dates.

https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import discord

from relbot.discord.dispatch.replies import DELIVERY_ERRORS
from relbot.humanize import quantity

_MARKUP = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})|/(?P<command>[\w -]{1,100}):\d{1,20}"
    r"|a?:\w{1,40}:\d{1,20}|t:-?\d{1,20}(?::\w)?|id:\w{1,20})>"
)
_SPACES = re.compile(r"[ \t]{2,}")
_FETCH_TIMEOUT = 1.5
"""Seconds allowed for fetching a message, out of the three in which Discord wants an answer."""
_TIMESTAMP = re.compile(r"<t:(?P<seconds>-?\d{1,11})(?::\w)?>")
_PEOPLE_ONLY = "Only what a person wrote can be an answer, and that message is a bot's."


def plain_text(text: str, names: Mapping[int, str] | None = None) -> str:
    """Return the text with mentions of users, roles and channels replaced by their names.

    `names` holds the names by id. Mentions without a name are removed, as are custom emoji and timestamps.
    """

    def word(markup: re.Match[str]) -> str:
        number = markup["user"] or markup["role"] or markup["channel"]
        return ((names or {}).get(int(number)) if number else markup["command"]) or " "

    return _SPACES.sub(" ", _MARKUP.sub(word, text)).strip()


def message_text(message: discord.Message, *, without: discord.abc.User | None = None) -> str:
    """Return the words of a message and of one that it forwards; mentions of `without` and its role are removed."""
    names = _names_in(message)
    if without:
        names.pop(without.id, None)
        role = message.guild.self_role if message.guild else None
        names.pop(role.id if role else 0, None)
    forwarded = [snapshot.content for snapshot in message.message_snapshots if snapshot.content]
    return plain_text("\n".join([message.content, *forwarded]), names)


def _names_in(message: discord.Message) -> dict[int, str]:
    """Return the names of the users, roles and channels that a message mentions, by id."""
    names = {user.id: user.display_name for user in message.mentions}
    names |= {role.id: role.name for role in message.role_mentions}
    return names | {channel.id: channel.name for channel in message.channel_mentions}


def holds_more_than_words(message: discord.Message) -> bool:
    """Return whether a message has content that is not read: a file, a picture, a voice message, a sticker, a poll."""
    parts: tuple[discord.Message | discord.MessageSnapshot, ...] = (message, *message.message_snapshots)
    return any(part.attachments or part.stickers or part.embeds for part in parts) or message.poll is not None


async def fetched(channel: object, message_id: int) -> discord.Message | None:
    """Fetch a message of a channel; None if it is gone, may not be read, or does not arrive in time."""
    if not isinstance(channel, discord.abc.Messageable):
        return None
    try:
        async with asyncio.timeout(_FETCH_TIMEOUT):
            return await channel.fetch_message(message_id)
    except DELIVERY_ERRORS:
        return None


def lasting_words(message: discord.Message) -> str:
    """Return the words of a message as they can be understood elsewhere and later: with names and dates."""
    return plain_text(_TIMESTAMP.sub(_date, message.content), _names_in(message))


def why_not(message: discord.Message) -> str | None:
    """Return why a message cannot be an answer, in one sentence; None if it can."""
    if message.author.bot or message.webhook_id:
        return _PEOPLE_ONLY
    if any(map(str.isalnum, lasting_words(message))):
        return None
    if message.attachments:
        names = ", ".join(attachment.filename for attachment in message.attachments[:3])
        files = quantity(len(message.attachments), "file")
        return f"That message has no words, only {files} ({names}); I keep only words, so write them down first."
    return "That message has no words that I could keep."


def _date(match: re.Match[str]) -> str:
    try:
        moment = datetime.fromtimestamp(int(match["seconds"]), UTC)
    except (ValueError, OverflowError, OSError):  # the year is out of range
        return match[0]
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
