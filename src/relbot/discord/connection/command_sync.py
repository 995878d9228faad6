"""Telling Discord the commands, only when they have changed: it limits how often a bot may."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)


def payload(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """The commands as Discord is told them, in a fixed order."""
    commands = (dict(command.to_dict(tree)) for command in tree.get_commands())
    return sorted(commands, key=lambda command: (command["type"], command["name"]))


async def sync_commands(tree: app_commands.CommandTree[Any], application_id: int, state: Path, *, force: bool) -> None:
    """Set the commands if they differ from those set last, which a file in `state` tells, or if forced.

    What fails is logged: the bot answers with the commands that Discord knows.
    """
    file = state / "commands.json"
    written = json.dumps(payload(tree), sort_keys=True)
    now = {"application": application_id, "sha256": hashlib.sha256(written.encode()).hexdigest()}
    if not force and _read(file) == now:
        return
    try:
        await tree.sync()
    except discord.HTTPException as error:
        _log.error("The commands could not be set (%s); those set before stay.", error.code)
        return
    _log.info("The commands are set")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(now), encoding="utf-8")
    except OSError as error:
        _log.warning("%s could not be written (%s), so the commands are set anew at every start", file, error.strerror)


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
