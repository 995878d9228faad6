"""The address of an index on a Qdrant server: qdrant://host:6333/name, or qdrant://host:6333/name/tenant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from relbot.index.qdrant.errors import IndexAddressInvalid

_SCHEMES = {"qdrant": "http", "qdrants": "https"}
"""Scheme of the server's REST interface, by the scheme of the address."""
_PORT = 6333
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an index, without the API key, as it is shown, logged and passed to other processes."""

    scheme: str
    host: str
    port: int
    name: str
    tenant: str = ""
    """Name of one of several small indexes that share collections; empty if the index has collections of its own."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address. Raises IndexAddressInvalid."""
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port or _PORT
        except ValueError:
            raise IndexAddressInvalid("has a host or port that cannot be read") from None
        if parts.username is not None or parts.password is not None:
            raise IndexAddressInvalid("holds a key, which belongs into RELBOT_QDRANT_KEY")
        if not host:
            raise IndexAddressInvalid("names no host")
        if parts.query or parts.fragment:
            raise IndexAddressInvalid("has more than a host, a port and a name")
        names = parts.path.strip("/").split("/")
        if len(names) > 2 or not all(map(_NAME.fullmatch, names)):
            raise IndexAddressInvalid(
                "does not end in a name of at most 64 letters, digits, hyphens and underscores, or in two"
            )
        return cls(parts.scheme, host, port, *names)

    @property
    def url(self) -> str:
        """URL of the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{_SCHEMES[self.scheme]}://{host}:{self.port}"

    def __str__(self) -> str:
        server = self.url.partition("://")[2]
        return "/".join(filter(None, (f"{self.scheme}://{server}", self.name, self.tenant)))
