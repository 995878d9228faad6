"""Restricts the connections of a download to public addresses, and ends them at a deadline.

Documents are fetched from public addresses only, so that no link or redirect reaches a private one. A host name can
resolve to an address of this machine or its network (server-side request forgery), even if it did not the first time
(DNS rebinding). Names are therefore resolved once, every address found is checked, and the connection is made to one of
these. The timeouts of the HTTP library only limit silence: headers, a handshake or a body that arrive byte by byte can
take hours. Connections that are still open at a deadline are therefore ended, whatever they are waiting for.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Timer
from types import TracebackType
from typing import Any, Self

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host, given its name and a port. Raises OSError or UnicodeError if it has none."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052)."""
_SERVICES = (IPv4Network("168.63.129.16/32"), IPv4Network("192.0.0.0/24"))
"""Metadata services of cloud hosts (Azure's and Oracle's), which some versions of Python consider public."""


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the operating system resolves them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Return whether an IP address, and any IPv4 address embedded in it, is on the public internet."""
    try:
        return all(map(_is_public, _meant(ip_address(address))))
    except ValueError:
        return False


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    is_service = any(address in network for network in _SERVICES)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_service)


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """Yield the address itself, or the IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    elif address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address


class Deadline:
    """A context manager that ends connections at a deadline; its `trace` is passed to the library as the request
    extension of that name.
    """

    def __init__(self, until: float) -> None:
        self._until = until
        """The deadline, on the clock of `time.monotonic`."""
        self._sockets: list[socket.socket] = []
        self._timer = Timer(max(0.0, until - time.monotonic()), self._end)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Record a connection that was made. Raises TimeoutError if the deadline is over."""
        if event == "connection.connect_tcp.complete":
            # Duplicate the descriptor: the TLS connection takes over the first one and closes it.
            self._sockets.append(info["return_value"].get_extra_info("socket").dup())
            if self.is_over:
                raise TimeoutError

    def _end(self) -> None:
        for each in self._sockets:
            with suppress(OSError):  # it is already closed
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        for each in self._sockets:
            each.close()
