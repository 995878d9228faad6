"""Work in a child process, so that the bot goes on answering: the child writes its events to stdout, one JSON object a
line, and the bot reads them.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from typing import Any

from relbot.settings import Settings

_NICENESS = 5
"""The niceness of the child: answering has priority."""
_MAX_LINE = 1 << 24
"""The most bytes of an event, which may hold the report of a build."""


async def start_process(settings: Settings, module: str, *arguments: str) -> Process:
    """Start a module of relbot with these arguments and, if one is set, the name of the model."""
    # It needs no token, so every variable that holds it is removed.
    token = settings.discord_token.reveal() if settings.discord_token else ""
    environment = {name: value for name, value in os.environ.items() if not token or token not in value}
    command = (sys.executable, "-m", module, *arguments, *([settings.model] if settings.model else []))
    return await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, env=environment, limit=_MAX_LINE)


async def events_of(process: Process) -> AsyncIterator[dict[str, Any]]:
    """Yield the events that a process writes, until it ends."""
    if process.stdout:
        async for line in process.stdout:
            yield json.loads(line)


def begin_events() -> Callable[..., None]:
    """In the child: lower its priority, reserve stdout for events, and return the function that writes them."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    output, sys.stdout = sys.stdout, sys.stderr  # keeps what libraries print out of the events

    def emit(**event: object) -> None:
        print(json.dumps(event), file=output, flush=True)

    return emit
