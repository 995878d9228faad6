"""Rebuilding the index on demand: by whom it may be, one at a time, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import discord
from discord import ui

from relbot.discord.dispatch.replies import UNDELIVERED, Reply
from relbot.discord.rendering import notices
from relbot.settings import Settings

_log = logging.getLogger(__name__)

_BETWEEN_REPORTS = 2.0
"""Seconds between two edits of the message that tells how far it is; Discord slows down who edits more often."""
_ASK_WITHIN = 5.0
"""Seconds that Discord has to say who runs the application."""
_LONGEST_LINE = 1 << 24


class Rebuild:
    """The engine follows a rebuild by itself, whoever made it; this only makes one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running = False
        self._process: Process | None = None

    async def asked_by(self, person: int, client: discord.Client, reply: Reply) -> ui.LayoutView:
        """Rebuild, telling how far it is, if this person may; says what changed, or why not."""
        if person not in self._settings.owner_ids and person not in await owners(client):
            return notices.notice(notices.NOT_YOURS)
        if self._running:
            return notices.notice(notices.REBUILDING)
        self._running = True
        try:
            return await self._built(reply)
        finally:
            self._running = False

    def stop(self) -> None:
        """End a rebuild that goes on; the index stays as it was."""
        if self._process and self._process.returncode is None:
            self._process.terminate()

    async def _built(self, reply: Reply) -> ui.LayoutView:
        self._process = process = await self._start()
        news: dict[str, Any] = {}
        told = 0.0
        async for line in _lines(process):
            news = json.loads(line)
            if "step" in news and time.monotonic() - told >= _BETWEEN_REPORTS:
                told = time.monotonic()
                with suppress(*UNDELIVERED):  # it goes on although nobody can watch
                    await reply.say(notices.building(news["step"], news["done"], news["total"]))
        ended = await process.wait()
        if "report" in news:
            _log.info("Rebuilt: generation %s", news["report"]["generation"])
            return notices.rebuilt(news["report"])
        why = news.get("error", notices.BUILD_ENDED)
        _log.error("Not rebuilt (%s): %s", ended, why)
        return notices.rebuild_failed(why)

    async def _start(self) -> Process:
        settings = self._settings
        what = [str(settings.corpus), str(settings.index), *([settings.model] if settings.model else [])]
        # A build needs no token, so it gets none, by whatever name it goes.
        token = settings.discord_token.reveal() if settings.discord_token else ""
        environment = {name: value for name, value in os.environ.items() if not token or token not in value}
        command = (sys.executable, "-m", "relbot.discord.commands.build_process", *what)
        return await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, env=environment, limit=_LONGEST_LINE
        )


async def _lines(process: Process) -> AsyncIterator[bytes]:
    if process.stdout:
        async for line in process.stdout:
            yield line


async def owners(client: discord.Client) -> set[int]:
    """Who runs the application now: its owner, or the members of its team who have accepted."""
    async with asyncio.timeout(_ASK_WITHIN):
        application = await client.application_info()
    if application.team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {member.id for member in application.team.members if member.membership_state is accepted}
