"""`/healthz` and `/metrics`, served on the bot's own event loop: if that hangs, neither answers, as is intended.

prometheus-client's own server is not used: it runs a thread, and has no place for `/healthz`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from relbot.contents import Contents
from relbot.discord.dispatch.service import Service
from relbot.discord.engine_queue.dispatcher import Busy
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.discord.monitoring.metrics import Metrics
from relbot.errors.discord import MonitoringUnavailable
from relbot.errors.index import IndexUnusable

CONNECTING = "The connection to Discord is down, and relbot is connecting."
BUSY = "The index does not answer, as too many questions wait or one of them hangs."
HEALTHY = "The bot is connected, and its index answers."
_CONTENTS_TIMEOUT = 1.0
"""Seconds that a scrape waits in the queue for the figures of the index; Prometheus gives up after 10."""


class Endpoint:
    """The two pages. `search` runs a small search of the index, as a question does."""

    def __init__(self, service: Service, gateway: GatewayStatus, search: Callable[[], object]) -> None:
        self._service, self._gateway, self._search = service, gateway, search
        self._metrics = Metrics(gateway, lambda: service.engine.pending)
        service.observe = self._metrics.observe
        self._contents: Contents | None = None
        self._check: asyncio.Task[str | None] | None = None

    async def healthz(self, _: web.Request) -> web.Response:
        """Respond with 200 if the bot is connected and its index answers, else 503, and a sentence in either case."""
        trouble = await self._trouble() if self._gateway.ready else CONNECTING
        status = HTTPStatus.SERVICE_UNAVAILABLE if trouble else HTTPStatus.OK
        return web.Response(status=status, text=f"{trouble or HEALTHY}\n")

    async def metrics(self, _: web.Request) -> web.Response:
        """Respond with all figures; if the queue is long, those of the index are the last known ones."""
        try:
            async with asyncio.timeout(_CONTENTS_TIMEOUT):
                self._contents = await self._service.engine.contents(None)
        except Exception:  # noqa: BLE001, S110 - `/healthz` tells why, and the other figures are wanted all the more
            pass
        return web.Response(body=self._metrics.text(self._contents), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _trouble(self) -> str | None:
        """Return what is wrong, if anything. Concurrent requests share a check, and so take one place in the queue."""
        if self._check is None or self._check.done():
            self._check = asyncio.create_task(self._searched())
        return await asyncio.shield(self._check)

    async def _searched(self) -> str | None:
        """Return why the index does not answer; None if it does."""
        try:
            await self._service.engine.run(self._search)
        except Busy:
            return BUSY
        except Exception as error:  # noqa: BLE001 - whatever it is, questions fail with it too
            return str(error) if isinstance(error, IndexUnusable) else f"A search fails with {type(error).__name__}."
        return None


@asynccontextmanager
async def served(endpoint: Endpoint, host: str, port: int) -> AsyncIterator[None]:
    """Serve the two pages within the context. Raises MonitoringUnavailable if the address cannot be used."""
    app = web.Application()
    app.add_routes([web.get("/healthz", endpoint.healthz), web.get("/metrics", endpoint.metrics)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            # asyncio's own message repeats the address; the error number of an unknown name is not the system's.
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
            raise MonitoringUnavailable(host, port, why or str(error)) from None
        except UnicodeError:  # raised by the encoding of host names, before the look-up
            raise MonitoringUnavailable(host, port, "it is not the name of a host") from None
        yield
    finally:
        await runner.cleanup()
