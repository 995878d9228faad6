"""Guards around discord.py's event parsers: duplicates are dropped, and no malformed event ends the bot.

Discord repeats events that may not have arrived, for instance after a resumed connection. And discord.py ends the whole
client if an event lacks a field that it reads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from typing import Any

from relbot.discord.expiring_cache import ExpiringCache

_log = logging.getLogger(__name__)

Parser = Callable[[Any], None]

_DEDUPLICATED = frozenset({"MESSAGE_CREATE", "INTERACTION_CREATE"})
_CAPACITY, _TTL = 2_000, 900.0
"""How many ids of recent events are remembered (half a megabyte), and for how many seconds: repetitions come soon, and
Discord itself creates only one answer to a message."""


def guard_parsers(parsers: MutableMapping[str, Parser]) -> None:
    """Wrap discord.py's parsers, keyed by event name, in place. READY is left alone: nothing works without it."""
    seen: ExpiringCache[int, bool] = ExpiringCache(_CAPACITY, _TTL)
    for event, parse in list(parsers.items()):
        if event != "READY":
            parsers[event] = _guarded(event, parse, seen if event in _DEDUPLICATED else None)


def _guarded(event: str, parse: Parser, seen: ExpiringCache[int, bool] | None) -> Parser:
    def guarded(data: Any) -> None:
        try:
            if seen is not None:
                event_id = int(data["id"])
                if seen.get(event_id):
                    _log.info("Duplicate %s dropped", event)
                    return
                seen.put(event_id, True)
                if not isinstance(data.get("token", ""), str):  # discord.py would notice only when answering
                    raise TypeError
            parse(data)
        except Exception as error:  # noqa: BLE001 - a malformed event must not keep later ones from being parsed
            _log.warning("%s could not be parsed (%s) and is dropped", event, type(error).__name__)

    return guarded
