"""Chooses the engine for the address of an index: a folder on this machine, or `scheme://…` for another engine."""

from __future__ import annotations

from pathlib import Path

from relbot.errors.index import EngineMissing, IndexAddressUnknown, IndexNotAFolder
from relbot.index.protocol import Index


def open_index(address: str | Path) -> Index:
    """Return the index at an address, without reading it yet.

    Raises IndexAddressUnknown, IndexAddressInvalid, IndexNotAFolder, EngineMissing.
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
        raise IndexNotAFolder(Path(address), "whose name is not UTF-8")
    from relbot.index.local.index import LocalIndex  # an engine's libraries are loaded only if it is used

    return LocalIndex(Path(address))


def _is_utf8(address: str | Path) -> bool:
    """Whether a path has no bytes that are no text, which Python keeps as lone surrogates."""
    try:
        str(address).encode()
    except UnicodeEncodeError:
        return False
    return True
