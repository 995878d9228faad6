"""The life of the bot, from `relbot discord` to the signal that ends it."""

from __future__ import annotations

import asyncio
import logging
import re
import shlex
import signal
from contextlib import suppress

import aiohttp
import discord

from relbot.discord.commands.reindex import Rebuild
from relbot.discord.connection.client import RelbotClient, point_at
from relbot.discord.dispatch.service import Service
from relbot.discord.logs import log_to_stderr, log_unhandled
from relbot.engine import Relbot
from relbot.environment import exposed
from relbot.errors import DiscordUnreachable, TokenMissing, TokenRefused
from relbot.secret import Secret, locals_forgotten
from relbot.settings import Settings

_log = logging.getLogger(__name__)

FINISH_WITHIN = 10.0
"""Seconds that the answers in hand get after SIGTERM."""
_AUTHENTICATION_FAILED = 4004
_TOKEN = re.compile(r"[!-~]+")


def run(settings: Settings, *, force_sync: bool = False, log_json: bool = False) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises DiscordError, IndexUnusable."""
    if not settings.discord_token:
        raise TokenMissing
    if not _TOKEN.fullmatch(settings.discord_token.reveal()):
        raise TokenRefused
    log_to_stderr(settings.log_level, as_json=log_json)
    if settings.token_file and exposed(settings.token_file):
        told = "Other people on this machine may read or change %s, which holds a token; run `chmod 600 %s`."
        _log.warning(told, settings.token_file, shlex.quote(str(settings.token_file)))
    point_at(settings.discord_api, settings.discord_gateway)
    engine = Relbot.open(settings.index, model=settings.model)
    asyncio.run(_live(settings, engine, settings.discord_token, force_sync))


async def _live(settings: Settings, engine: Relbot, token: Secret, force_sync: bool) -> None:
    asyncio.get_running_loop().set_exception_handler(log_unhandled)
    service, rebuild = Service(engine, settings), Rebuild(settings)
    leave = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows, where Ctrl-C ends it at once
            asyncio.get_running_loop().add_signal_handler(number, leave.set)
    async with RelbotClient(settings, service, rebuild, force_sync=force_sync) as client:
        connected, left = asyncio.create_task(_connected(client, token)), asyncio.create_task(leave.wait())
        await asyncio.wait((connected, left), return_when=asyncio.FIRST_COMPLETED)
        left.cancel()
        rebuild.stop()
        await service.leave(FINISH_WITHIN)
        await client.close()
        _, unfinished = await asyncio.wait((connected,), timeout=1)
        if unfinished:  # it was still connecting
            connected.cancel()
        else:
            connected.result()


async def _connected(client: RelbotClient, token: Secret) -> None:
    """Log in and stay connected until the client is closed. Raises TokenRefused, DiscordUnreachable."""
    try:
        with locals_forgotten():
            await client.login(token.reveal())
            await client.connect()
    except discord.LoginFailure:
        raise TokenRefused from None
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise TokenRefused from None
        raise DiscordUnreachable(f"the connection was closed with {error.code}") from error
    except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, OSError) as error:
        raise DiscordUnreachable(str(error)) from error
