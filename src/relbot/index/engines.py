"""Chooses the engine of an index by its address: a folder on this machine, or `scheme://…` of another engine."""

from __future__ import annotations

from pathlib import Path

from relbot.errors.index import EngineMissing, IndexAddressUnknown, IndexNoFolder
from relbot.index.protocol import Index


def open_index(address: str | Path) -> Index:
    """The index at an address; nothing of it is read yet.

    Raises IndexAddressUnknown, IndexAddressInvalid, IndexNoFolder, EngineMissing.
    """
    scheme, separator, _ = str(address).partition("://")
    if scheme in ("qdrant", "qdrants") and separator:
        try:
            from relbot.index.qdrant.index import open_at
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("relbot"):
                raise
            raise EngineMissing(scheme, "qdrant") from None
        return open_at(str(address))
    if separator:
        raise IndexAddressUnknown(scheme)
    if not _is_utf8(address):  # the libraries that read its files could not open them
        raise IndexNoFolder(Path(address), "whose name is not UTF-8")
    from relbot.index.local.index import LocalIndex  # an engine's libraries are loaded where it is used

    return LocalIndex(Path(address))


def _is_utf8(address: str | Path) -> bool:
    """Whether a path has no bytes that are no text, which Python keeps as lone surrogates."""
    try:
        str(address).encode()
    except UnicodeEncodeError:
        return False
    return True
