"""The websocket to the gateway, and the addresses it may connect to: the token is sent only to Discord or, with a test
server, to this machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from discord import ConnectionClosed
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from relbot.errors.discord import GatewayElsewhere
from relbot.setting_values import is_local_address
from relbot.settings import Settings

T = TypeVar("T")
_CLOSE_TIMEOUT = 5.0
"""Seconds to wait for the other side's close frame."""
_KEEPS_SESSION = 4000
"""A close code after which the session can still be resumed; 1000 and 1001 end it."""


@dataclass(frozen=True, slots=True)
class GatewayAddresses:
    """The gateway that the settings name, if any, and whether every gateway must be on this machine."""

    chosen: URL | None = None
    local_only: bool = False

    @classmethod
    def from_settings(cls, settings: Settings) -> GatewayAddresses:
        """Read the settings. With a test server for the API or the gateway, every address must be on this machine."""
        chosen = URL(settings.discord_gateway) if settings.discord_gateway else None
        return cls(chosen, local_only=bool(settings.discord_api or settings.discord_gateway))

    def first(self, returned: str) -> URL:
        """Return the address to connect to first, given the one from `/gateway/bot`. Raises GatewayElsewhere."""
        checked = self.checked(returned)
        return self.chosen or checked

    def checked(self, address: URL | str) -> URL:
        """Return an address that Discord or the test server sent, if it is allowed. Raises GatewayElsewhere."""
        if self.local_only and not is_local_address(str(address)):
            raise GatewayElsewhere(str(address))
        return URL(address)


class GatewayClosed(Exception):
    """The connection has ended, or the session has."""

    def __init__(self, code: int | None, *, invalidated: bool = False) -> None:
        super().__init__("the session was invalidated" if invalidated else f"closed with {code or 'no close frame'}")
        self.code, self.invalidated = code, invalidated


class GatewaySocket(DiscordWebSocket):
    """discord.py's websocket, which also tells why it was closed, and whether its session is established.

    However it ends, it raises GatewayClosed with its code.

    `from_client` opens one in three steps: it awaits HELLO, and sends IDENTIFY or RESUME. If a step fails or is
    cancelled, discord.py leaves the websocket open, with a thread that goes on sending heartbeats; so each step
    abandons it here.
    """

    _closing: ClassVar[set[asyncio.Task[None]]] = set()
    """The tasks that close websockets, held here because the event loop keeps no reference to a task."""

    def __init__(self, socket: Any, *, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(socket, loop=loop)
        self._confirmations = [self.wait_for(event, predicate=lambda _: True) for event in ("READY", "RESUMED")]

    @property
    def established(self) -> bool:
        """Whether Discord has confirmed the session, and events arrive."""
        return any(confirmation.done() for confirmation in self._confirmations)

    async def poll_event(self) -> None:
        """Receive one event. Raises GatewayClosed, and whatever discord.py raises for a malformed frame."""
        await self._or_abandon(super().poll_event())

    async def identify(self) -> None:
        await self._or_abandon(super().identify())

    async def resume(self) -> None:
        await self._or_abandon(super().resume())

    def abandon(self) -> None:
        """Drop the connection without waiting for the other side, so that the session can be resumed."""
        if self._keep_alive:
            self._keep_alive.stop()
            self._keep_alive = None
        if not self.socket.closed:
            task = self.loop.create_task(self._close_in_time())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _or_abandon(self, step: Awaitable[T]) -> T:
        try:
            return await step
        except BaseException as error:
            self.abandon()
            if isinstance(error, ReconnectWebSocket):
                raise GatewayClosed(self.socket.close_code, invalidated=not error.resume) from None
            if isinstance(error, ConnectionClosed):
                raise GatewayClosed(error.code) from None
            raise

    async def _close_in_time(self) -> None:
        with suppress(Exception):
            async with asyncio.timeout(_CLOSE_TIMEOUT):
                await self.socket.close(code=_KEEPS_SESSION)
