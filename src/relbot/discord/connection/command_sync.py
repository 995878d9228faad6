"""Registers the commands with Discord, but only when they have changed, since registering is rate limited."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)


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
        await tree.sync()
    except discord.HTTPException as error:
        _log.error("The commands could not be set (%s); those set before stay.", error.code)
        return
    _log.info("The commands are set")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(current), encoding="utf-8")
    except OSError as error:
        _log.warning("%s could not be written (%s), so the commands are set anew at every start", file, error.strerror)


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
