"""Ends connections that are still open at a moment, whatever they are waiting for.

A timeout of the library is one of silence: headers, a handshake or a body that come byte by byte pass it for hours.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Used as a context, whose `trace` is given to the library with each request (its extension of that name)."""

    def __init__(self, until: float) -> None:
        self._until = until
        """As `time.monotonic` counts."""
        self._sockets: list[socket.socket] = []
        self._timer = Timer(max(0.0, until - time.monotonic()), self._end)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note a connection that was made. Raises TimeoutError where that took too long."""
        if event == "connection.connect_tcp.complete":
            # A second descriptor: the first passes to the TLS connection, which ends with it.
            self._sockets.append(info["return_value"].get_extra_info("socket").dup())
            if self.is_over:
                raise TimeoutError

    def _end(self) -> None:
        for each in self._sockets:
            with suppress(OSError):  # it has ended by itself
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        for each in self._sockets:
            each.close()
