"""Whom a message pings, by its mentions and its `allowed_mentions`.

https://docs.discord.com/developers/resources/message#allowed-mentions-object
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discord_server.api_errors import Json
from discord_server.entities import Message

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(?:everyone|here)")


@dataclass(frozen=True, slots=True)
class Pings:
    """False where nobody is pinged."""

    everyone: bool
    users: frozenset[int]
    roles: frozenset[int]

    def __bool__(self) -> bool:
        return self.everyone or bool(self.users) or bool(self.roles)


def would_ping(message: Message) -> Pings:
    """Whom the message pings. Markdown is not parsed: a mention within code counts too, to be strict.

    Without `allowed_mentions` every mention in the text pings, and a reply pings its author.
    """
    allowed: Json = {"parse": ["everyone", "users", "roles"], "replied_user": True}
    if message.allowed_mentions is not None:
        allowed = message.allowed_mentions
    parse = allowed.get("parse") or []
    users = _named(USER, message.text, "users" in parse, allowed.get("users"))
    if message.reference and allowed.get("replied_user"):
        users |= {message.reference.author.id}
    roles = _named(ROLE, message.text, "roles" in parse, allowed.get("roles"))
    return Pings("everyone" in parse and bool(EVERYONE.search(message.text)), frozenset(users), frozenset(roles))


def _named(pattern: re.Pattern[str], text: str, all_of_them: bool, some: object) -> set[int]:
    written = {int(number) for number in pattern.findall(text)}
    listed = {int(number) for number in some} if isinstance(some, list) else set()
    return written if all_of_them else written & listed
