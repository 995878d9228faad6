"""The words of a message that shall be kept as an answer. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import discord

from relbot.discord.commands.message_text import names_in, plain_text
from relbot.humanize import quantity

_TIMESTAMP = re.compile(r"<t:(?P<seconds>-?\d{1,11})(?::\w)?>")
_PEOPLE_ONLY = "Only what a person wrote can be an answer, and that message is a bot's."


def words_of(message: discord.Message) -> str:
    """With mentions by name and timestamps as dates: it must be understood elsewhere and later."""
    return plain_text(_TIMESTAMP.sub(_date, message.content), names_in(message))


def why_not(message: discord.Message) -> str | None:
    """Why a message cannot be an answer, in one sentence; None where it can."""
    if message.author.bot or message.webhook_id:
        return _PEOPLE_ONLY
    if any(map(str.isalnum, words_of(message))):
        return None
    if message.attachments:
        names = ", ".join(attachment.filename for attachment in message.attachments[:3])
        files = quantity(len(message.attachments), "file")
        return f"That message holds no words, only {files} ({names}); I keep words, so write them down and use that."
    return "That message holds no words that I could keep."


def _date(match: re.Match[str]) -> str:
    try:
        moment = datetime.fromtimestamp(int(match["seconds"]), UTC)
    except (ValueError, OverflowError, OSError):  # a year that there is not
        return match[0]
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
