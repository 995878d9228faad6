"""Adding documents on demand: for owners only, one at a time, parsed in a child process, live only once approved."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

import discord
from discord import app_commands, ui

from relbot.corpus.folder import max_bytes, too_large
from relbot.discord.adding import layouts
from relbot.discord.adding.staging import Staged, StagingArea
from relbot.discord.child_process import events_of, start_process
from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.dispatch.access import is_owner
from relbot.discord.dispatch.replies import DELIVERY_ERRORS, InteractionReply, Reply
from relbot.discord.dispatch.service import Service
from relbot.discord.rendering.buttons import Actions, ButtonInteraction
from relbot.discord.rendering.notices import notice
from relbot.errors.corpus import CorpusError, NotAdded
from relbot.settings import Settings

_log = logging.getLogger(__name__)

_DOWNLOAD_TIMEOUT, _PREVIEW_TIMEOUT = 60.0, 300.0
"""Timeouts in seconds."""
Link = app_commands.Range[str, 1, 1_900]


class SourceAdditions:
    """Handles `/add` and the buttons under its previews."""

    def __init__(self, settings: Settings, service: Service, rebuild: IndexRebuild) -> None:
        self._settings, self._service, self._rebuild = settings, service, rebuild
        self._staging = StagingArea(settings.state / "added")
        self._reading = False

    def register(self, tree: app_commands.CommandTree[discord.Client]) -> None:
        """Add the command to a tree."""

        @tree.command(name="add")
        @app_commands.default_permissions(manage_guild=True)  # only hides it: who may is checked on every call
        @app_commands.describe(file="A document", address="Its address, beginning with https://, or wikipedia:TITLE")
        async def _add(
            interaction: discord.Interaction[discord.Client],
            file: discord.Attachment | None = None,
            address: Link | None = None,
        ) -> None:
            """Add a document, and see what I understand of it (only for whoever runs this bot)"""
            reply = InteractionReply(interaction, private=True)
            await self._service.handle(reply, lambda: self._offer(interaction, reply, file, address))

    @property
    def actions(self) -> Actions:
        """The actions of the buttons."""
        return {r"source:(add|replace|discard):([0-9a-f]{16})": lambda click, id_: self.decide(click, id_[1], id_[2])}

    async def decide(self, interaction: ButtonInteraction, decision: str, token: str) -> None:
        """Let a document go live and rebuild the index, or discard it."""
        reply = InteractionReply(interaction, private=True)
        await self._service.handle(reply, lambda: self._decided(interaction, reply, decision, token))

    async def _offer(
        self, interaction: ButtonInteraction, reply: Reply, file: discord.Attachment | None, address: str | None
    ) -> ui.LayoutView:
        if not await self._is_owner(interaction):
            return notice(layouts.NOT_OWNER)
        if (file is None) == (address is None):
            return notice(layouts.NOTHING_TO_ADD)
        if self._reading:
            return notice(layouts.READING_ANOTHER)
        self._reading = True
        try:
            await reply.send(notice(layouts.READING))
            staged = await asyncio.to_thread(self._staging.new)
            found = await self._preview(staged, file, (address or "").strip())
        finally:
            self._reading = False
        if "preview" not in found:
            await asyncio.to_thread(staged.discard)
            return layouts.refusal(found.get("error", layouts.ENDED))
        path = self._settings.corpus / found["preview"]["path"]
        replaces = file is not None and await asyncio.to_thread(os.path.lexists, path)
        return layouts.preview_layout(found["preview"], staged.token, replaces=replaces)

    async def _preview(self, staged: Staged, file: discord.Attachment | None, address: str) -> dict[str, Any]:
        """Return the last event of `preview_process`: a preview or an error, or neither if it was ended early."""
        target = address
        if file:
            if file.size > max_bytes(file.filename):
                return {"error": too_large(file.filename)}
            try:
                async with asyncio.timeout(_DOWNLOAD_TIMEOUT):
                    data = await file.read()
            except DELIVERY_ERRORS:
                return {"error": layouts.DOWNLOAD_FAILED}
            target = str(await asyncio.to_thread(staged.keep_upload, file.filename, data))
        elif not address.lower().startswith(("https://", "wikipedia:")):
            return {"error": "an address begins with https:// or wikipedia:"}
        arguments = [str(staged.folder), str(self._settings.index), target]
        process = await start_process(self._settings, "relbot.discord.adding.preview_process", *arguments)
        try:
            async with asyncio.timeout(_PREVIEW_TIMEOUT):
                events = [event async for event in events_of(process)]
        except TimeoutError:
            return {}
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
        return events[-1] if events else {}

    async def _decided(self, interaction: ButtonInteraction, reply: Reply, decision: str, token: str) -> ui.LayoutView:
        if not await self._is_owner(interaction):
            return notice(layouts.NOT_OWNER)
        staged = self._staging.find(token)
        if staged is None:
            return notice(layouts.DECIDED)
        if decision == "discard":
            await asyncio.to_thread(staged.discard)
            return notice(layouts.DISCARDED)
        replace, corpus = decision == "replace", self._settings.corpus
        try:
            path = await asyncio.to_thread(lambda: staged.go_live(corpus, replace=replace))
        except NotAdded as error:
            return layouts.refusal(error.why)
        except CorpusError as error:
            return layouts.refusal(str(error))
        _log.info("Added a document: %s", path)
        return await self._rebuild.run_after_change(reply)

    async def _is_owner(self, interaction: ButtonInteraction) -> bool:
        return await is_owner(interaction.user.id, interaction.client, self._settings)
