"""Writes a source and its sidecar into the corpus folder: whole or not at all, never out of it, never over another.

The bytes go to a hidden file beside the target, are synced, and take its name in one step. A process killed before that
leaves a hidden file, which no scan looks at; one killed after it leaves a source whose sidecar is missing or the one
before, which is an address asked for once more than needed.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path, PurePosixPath
from typing import Literal

from relbot.corpus import sidecar
from relbot.corpus.folder import is_printable, read_bytes
from relbot.corpus.sidecar import Sidecar
from relbot.errors.corpus import NotAdded, SourceRejected

Change = Literal["added", "updated", "unchanged"]


def place(folder: Path, path: PurePosixPath, data: bytes, said: Sidecar, *, replace: bool, target: str) -> Change:
    """Write a source and its sidecar; tell what that changed.

    Where a file with other bytes has the name, it is kept unless `replace`. Raises NotAdded with the `target`, as
    the user has named it.
    """
    if not is_printable(str(path)):
        raise NotAdded(target, "its name has characters that cannot be shown; rename it")
    present = contents(folder, path)
    if present is not None and present != data and not replace:
        raise NotAdded(target, f"there is another {path} in {folder} already; --replace puts it in that place")
    try:
        parent = _parent(folder, path, target)
        if present != data:
            _write(parent / path.name, data)
        _write(parent / f"{path.name}{sidecar.SUFFIX}", said.to_bytes())
    except OSError as error:
        raise NotAdded(target, f"{folder / path} cannot be written ({error.strerror})") from None
    return "added" if present is None else "unchanged" if present == data else "updated"


def contents(folder: Path, path: PurePosixPath) -> bytes | None:
    """The bytes of a source that is there; None where it is not, empty where it cannot be read."""
    if not os.path.lexists(folder / path):
        return None
    try:
        return read_bytes(folder, str(path))
    except SourceRejected:
        return b""


def sidecar_of(folder: Path, path: PurePosixPath) -> Sidecar | None:
    """The sidecar of a source; None where there is none that can be used."""
    try:
        return sidecar.parse(read_bytes(folder, f"{path}{sidecar.SUFFIX}"))
    except (SourceRejected, ValueError):
        return None


def _parent(folder: Path, path: PurePosixPath, target: str) -> Path:
    """The folder of a source, made where it is missing. Raises OSError, and NotAdded where a link leads out."""
    parent = folder / path.parent
    parent.mkdir(parents=True, exist_ok=True)
    if not parent.resolve().is_relative_to(folder.resolve()):
        raise NotAdded(target, f"{parent} is a symbolic link that leads out of the corpus folder")
    return parent


def _write(file: Path, data: bytes) -> None:
    """Give a file these bytes in one step; a symbolic link in its place is replaced and not followed."""
    temporary = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
