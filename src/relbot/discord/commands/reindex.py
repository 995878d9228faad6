"""Rebuilding the index on demand: for owners only, one rebuild at a time, in a process of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio.subprocess import Process
from contextlib import suppress
from typing import Any

import discord
from discord import ui

from relbot.discord.child_process import events_of, start_process
from relbot.discord.dispatch.access import is_owner
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, Reply
from relbot.discord.rendering.info_layout import BUILD_TERMINATED, failure_layout, progress_layout, report_layout
from relbot.discord.rendering.notices import NOT_OWNER, REBUILD_FOLLOWS, REBUILD_RUNNING, notice
from relbot.settings import Settings

_log = logging.getLogger(__name__)

_PROGRESS_INTERVAL = 2.0
"""Seconds between two edits of the progress message; Discord limits the rate of edits."""
BUSY_INTERVAL = 10.0
"""Seconds until a build is retried that was refused because of one started elsewhere, e.g. in a terminal."""


class IndexRebuild:
    """Runs rebuilds; the engine loads a new generation by itself."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._building = asyncio.Lock()
        self._process: Process | None = None
        self._wanted = False
        """Whether sources have changed since the last build began."""
        self._is_busy = False
        """Whether the last build was refused because another one was writing."""
        self._background: asyncio.Task[None] | None = None

    def request(self) -> None:
        """Rebuild in the background after a change of sources; if a build is running, rebuild again after it."""
        self._wanted = True
        if self._background is None or self._background.done():
            self._background = asyncio.create_task(self._rebuild_while_wanted())

    async def run_for(self, user_id: int, client: discord.Client, reply: Reply) -> ui.LayoutView:
        """Rebuild if this user is an owner, reporting progress. Return what changed, or why it was not rebuilt."""
        if not await is_owner(user_id, client, self._settings):
            return notice(NOT_OWNER)
        if self._building.locked():
            return notice(REBUILD_RUNNING)
        async with self._building:
            return await self._rebuild(reply)

    async def run_after_change(self, reply: Reply) -> ui.LayoutView:
        """Rebuild after a change of sources, reporting progress; if a build is running, rebuild again after it."""
        if not self._building.locked():
            async with self._building:
                view = await self._rebuild(reply)
            if not self._is_busy:
                return view
        self.request()
        return notice(REBUILD_FOLLOWS)

    def stop(self) -> None:
        """Terminate a running rebuild; the index stays as it was."""
        self._wanted = False
        if self._process and self._process.returncode is None:
            self._process.terminate()

    async def _rebuild_while_wanted(self) -> None:
        while self._wanted:
            async with self._building:
                self._wanted = False
                try:
                    await self._rebuild(None)
                except OSError as error:
                    _log.error("Not rebuilt: %s", error.strerror)
            if self._is_busy:  # a build started elsewhere may have begun before the sources changed
                self._wanted = True
                await asyncio.sleep(BUSY_INTERVAL)

    async def _rebuild(self, reply: Reply | None) -> ui.LayoutView:
        self._process = process = await self._start()
        event: dict[str, Any] = {}
        self._is_busy = False
        last_progress = 0.0
        async for event in events_of(process):
            if reply and "step" in event and time.monotonic() - last_progress >= _PROGRESS_INTERVAL:
                last_progress = time.monotonic()
                with suppress(*DELIVERY_ERRORS):  # the build goes on
                    await reply.send(progress_layout(event["step"], event["done"], event["total"]))
        exit_code = await process.wait()
        if "report" in event:
            _log.info("Rebuilt: generation %s", event["report"]["generation"])
            return report_layout(event["report"])
        self._is_busy = event.get("is_busy", False)
        reason = event.get("error", BUILD_TERMINATED)
        _log.error("Not rebuilt (%s): %s", exit_code, reason)
        return failure_layout(reason)

    async def _start(self) -> Process:
        folders = map(str, (self._settings.corpus, self._settings.index, self._settings.state))
        return await start_process(self._settings, "relbot.discord.commands.build_process", *folders)
