"""The process of the bot: start, connection, and shutdown on a signal."""

from __future__ import annotations

import asyncio
import logging
import os
import shlex
import signal
import threading
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import timedelta
from functools import partial

import aiohttp
import discord

from relbot.discord.commands.reindex import IndexRebuild
from relbot.discord.connection.client import RelbotClient, set_api_address
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import WORKER
from relbot.discord.logs import log_to_stderr, log_unhandled
from relbot.discord.teaching.gaps import note_refusal
from relbot.discord.teaching.state_file import StateFile
from relbot.engine import Relbot
from relbot.environment import accessible_to_others
from relbot.errors.discord import DiscordUnreachable, TokenRefused
from relbot.secret import Secret, clear_traceback_locals
from relbot.settings import Settings
from relbot.state import database

_log = logging.getLogger(__name__)

SHUTDOWN_TIMEOUT = 10.0
"""Seconds in which the requests in flight may finish after SIGTERM."""


def run(settings: Settings, token: Secret, *, force_sync: bool = False, log_json: bool = False) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises DiscordError, IndexUnusable."""
    log_to_stderr(settings.log_level, as_json=log_json)
    for warning in settings.warnings:
        _log.warning("%s", warning)
    if settings.token_file and accessible_to_others(settings.token_file):
        warning = "Other people on this machine may read or change %s, which holds a token; run `chmod 600 %s`."
        _log.warning(warning, settings.token_file, shlex.quote(str(settings.token_file)))
    set_api_address(settings.discord_api)
    engine = Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus)
    asyncio.run(_serve(settings, engine, token, force_sync))
    _leave_unfinished_jobs()


async def _serve(settings: Settings, engine: Relbot, token: Secret, force_sync: bool) -> None:
    asyncio.get_running_loop().set_exception_handler(log_unhandled)
    state = StateFile(settings.state / database.FILE)
    note_gap = partial(note_refusal, state, timedelta(days=settings.retention_days))
    service, rebuild = Service(engine, settings, note_gap), IndexRebuild(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows, where Ctrl-C ends the process at once
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        RelbotClient(settings, service, rebuild, state, force_sync=force_sync) as client,
        _monitored(settings, engine, service, client),
    ):
        connection, stopped = asyncio.create_task(_connect(client, token)), asyncio.create_task(stop.wait())
        await asyncio.wait((connection, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        rebuild.stop()
        await service.shut_down(SHUTDOWN_TIMEOUT)
        await client.close()
        state.close()
        _, unfinished = await asyncio.wait((connection,), timeout=1)
        if unfinished:  # it was still connecting
            connection.cancel()
        else:
            connection.result()


def _monitored(
    settings: Settings, engine: Relbot, service: Service, client: RelbotClient
) -> AbstractAsyncContextManager[None]:
    """Serve `/healthz` and `/metrics` within the context, if a port is set. Raises MonitoringUnavailable."""
    if settings.metrics_port is None:
        return nullcontext()
    from relbot.discord.monitoring.endpoint import Endpoint, served  # 3 MB

    endpoint = Endpoint(service, client.gateway_status, lambda: engine.search("relbot", 1))
    return served(endpoint, settings.metrics_host, settings.metrics_port)


def _leave_unfinished_jobs() -> None:
    """End the process at once if a worker still runs a job.

    Otherwise the interpreter would finish first, and the job's return from native code would abort the process (up to
    Python 3.13, https://github.com/python/cpython/issues/87135).
    """
    if any(thread.name == WORKER for thread in threading.enumerate()):
        logging.shutdown()
        os._exit(0)


async def _connect(client: RelbotClient, token: Secret) -> None:
    """Log in and stay connected until the client is closed. Raises DiscordError.

    Logging in is tried only once, as whoever starts the bot is there to read its errors; a connection is kept whatever
    happens to it.
    """
    try:
        with clear_traceback_locals():
            await client.login(token.reveal())
            await client.connect()
    except discord.LoginFailure:
        raise TokenRefused from None
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        raise DiscordUnreachable(str(error)) from error
