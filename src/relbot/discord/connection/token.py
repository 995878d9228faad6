"""The bot's token, checked before anything is imported that takes a second or two."""

from __future__ import annotations

import re

from relbot.errors.discord import TokenMissing, TokenRefused
from relbot.secret import Secret
from relbot.settings import Settings

_TOKEN = re.compile(r"[!-~]+")
"""Characters of a token, all of which fit into an HTTP header."""


def token_of(settings: Settings) -> Secret:
    """Return the token of the settings. Raises TokenMissing, and TokenRefused for characters that no token has."""
    if not settings.discord_token:
        raise TokenMissing
    if not _TOKEN.fullmatch(settings.discord_token.reveal()):
        raise TokenRefused
    return settings.discord_token
