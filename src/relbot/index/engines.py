"""Chooses the engine of an index by its address: a folder on this machine, or `scheme://…` of another engine."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import IndexAddressUnknown
from relbot.index.protocol import Index


def open_index(address: str | Path) -> Index:
    """The index at an address; nothing of it is read yet. Raises IndexAddressUnknown."""
    scheme, separator, _ = str(address).partition("://")
    if separator:
        raise IndexAddressUnknown(scheme)
    from relbot.index.local.index import LocalIndex  # an engine's libraries are loaded where it is used

    return LocalIndex(Path(address))
