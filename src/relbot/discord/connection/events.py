"""What the gateway tells: each message and interaction is heard once, and none is so odd that it ends the bot.

Discord tells again what it is not sure was heard, after a resumed connection for instance. And discord.py ends the
whole client where an event lacks a field that it reads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from typing import Any

from relbot.discord.expiring_cache import Recent

_log = logging.getLogger(__name__)

Parser = Callable[[Any], None]

_ONCE = frozenset({"MESSAGE_CREATE", "INTERACTION_CREATE"})
_REMEMBERED, _SECONDS = 2_000, 900.0
"""Ids heard of late, half a megabyte of them: what is told again comes soon after, and Discord itself takes one answer
to a message."""


def hear_once(parsers: MutableMapping[str, Parser]) -> None:
    """Guard discord.py's parsers, by the name of their event, in place. READY stays: without it nothing else works."""
    heard: Recent[int, bool] = Recent(_REMEMBERED, _SECONDS)
    for event, parse in list(parsers.items()):
        if event != "READY":
            parsers[event] = _guarded(event, parse, heard if event in _ONCE else None)


def _guarded(event: str, parse: Parser, heard: Recent[int, bool] | None) -> Parser:
    def guarded(data: Any) -> None:
        try:
            if heard is not None:
                number = int(data["id"])
                if heard.find(number):
                    _log.info("%s was told twice", event)
                    return
                heard.keep(number, True)
                if not isinstance(data.get("token", ""), str):  # else only an attempt to answer would tell
                    raise TypeError
            parse(data)
        except Exception as error:  # noqa: BLE001 - whatever is odd in one event, the next is heard
            _log.warning("%s could not be read (%s) and is let go", event, type(error).__name__)

    return guarded
