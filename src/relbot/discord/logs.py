"""Logging to stderr, in lines for people or in JSON for machines.

The standard library does all of it; structlog and python-json-logger were looked at, and would save ten lines.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from relbot.errors import RelbotError
from relbot.secret import redacted

_log = logging.getLogger(__name__)

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Redacting(logging.Formatter):
    """Leaves tokens out of whatever is logged."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class JsonLines(Redacting):
    """One JSON object a line: time, level, logger, message, and what else was given with it."""

    def format(self, record: logging.LogRecord) -> str:
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), "logger": record.name} | extra
        return redacted(json.dumps(line | {"message": super().format(record)}, ensure_ascii=False, default=str))


def log_to_stderr(level: str, *, as_json: bool) -> None:
    """Log from this level on (`debug`, `info`, `warning`, `error`); questions are logged at debug only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # At debug discord.py logs whole payloads, with the words of everybody.
    logging.getLogger("discord").setLevel(max(root.level, logging.INFO))
    logging.getLogger("asyncio").setLevel(logging.WARNING)


def described(error: BaseException) -> str:
    """An error with where it came from. Other people's errors may quote a question, so their words need debug."""
    words = f": {error}" if isinstance(error, RelbotError) or _log.isEnabledFor(logging.DEBUG) else ""
    return f"{type(error).__name__}{words}\n{''.join(traceback.format_tb(error.__traceback__)).rstrip()}"


def log_unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what ended a task of discord.py's, such as one begun by a payload that lacks what it reads."""
    error = context.get("exception")
    _log.error("Unhandled: %s", described(error) if error else context["message"])
