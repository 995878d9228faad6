"""Logging to stderr, as plain lines or as JSON lines.

The standard library is enough: structlog or python-json-logger would save ten lines.
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
from relbot.secret import redact

_log = logging.getLogger(__name__)

_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class RedactingFormatter(logging.Formatter):
    """Redacts tokens in whatever is logged."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class JsonFormatter(RedactingFormatter):
    """One JSON object a line: time, level, logger, message, and the fields given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD_FIELDS}
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = {"time": time, "level": record.levelname.lower(), "logger": record.name} | extra
        return redact(json.dumps(fields | {"message": super().format(record)}, ensure_ascii=False, default=str))


def log_to_stderr(level: str, *, as_json: bool) -> None:
    """Log from this level on (`debug`, `info`, `warning`, `error`); questions are logged at debug only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter() if as_json else RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # At debug discord.py logs whole payloads, with what users wrote.
    logging.getLogger("discord").setLevel(max(root.level, logging.INFO))
    logging.getLogger("asyncio").setLevel(logging.WARNING)


def describe_error(error: BaseException) -> str:
    """Describe an error with its traceback; a library's message may quote a question, so it is shown only at debug."""
    message = f": {error}" if isinstance(error, RelbotError) or _log.isEnabledFor(logging.DEBUG) else ""
    return f"{type(error).__name__}{message}\n{''.join(traceback.format_tb(error.__traceback__)).rstrip()}"


def log_unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log the error that ended a task of discord.py, e.g. for a payload that lacks a field it reads."""
    error = context.get("exception")
    _log.error("Unhandled: %s", describe_error(error) if error else context["message"])
