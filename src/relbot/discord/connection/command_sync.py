"""Registers the commands with Discord, but only when they have changed, since registering is rate limited."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from discord import app_commands

from relbot.discord.dispatch.replies import DELIVERY_ERRORS
from relbot.state.regular_files import regular

_log = logging.getLogger(__name__)

_TIMEOUT = 60.0
"""Seconds, in which all retries of discord.py fit; a limit of the day would else be waited for, and nobody answered."""


def _commands_payload(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """The commands as they are registered, in a fixed order."""
    commands = (dict(command.to_dict(tree)) for command in tree.get_commands())
    return sorted(commands, key=lambda command: (command["type"], command["name"]))


async def sync_commands(tree: app_commands.CommandTree[Any], application_id: int, state: Path, *, force: bool) -> None:
    """Register the commands if their hash differs from that of the last time, kept in the folder `state`, or if forced.

    A failure is logged only: the bot works with the commands that Discord knows.
    """
    file = state / "commands.json"
    serialised = json.dumps(_commands_payload(tree), sort_keys=True)
    current = {"application": application_id, "sha256": hashlib.sha256(serialised.encode()).hexdigest()}
    if not force and _read(file) == current:
        return
    try:
        async with asyncio.timeout(_TIMEOUT):
            await tree.sync()
    except DELIVERY_ERRORS as error:
        why = getattr(error, "code", None) or type(error).__name__
        _log.error("The commands could not be set (%s); those set before stay, and the next start tries again.", why)
        return
    _log.info("The commands are set")
    try:
        _write(file, current)
    except OSError as error:
        _log.warning("%s could not be written (%s), so the commands are set anew at every start", file, error.strerror)


def _read(file: Path) -> object:
    try:
        with open(file, encoding="utf-8", opener=regular) as stream:
            return json.load(stream)
    except (OSError, ValueError):
        return None


def _write(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w", encoding="utf-8", opener=regular) as stream:
        stream.write(json.dumps(value))
