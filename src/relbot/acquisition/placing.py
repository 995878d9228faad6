"""Writes a source and its sidecar into the corpus folder: atomically, never outside it, and never over another source.

The bytes are written to a hidden file beside the target, synced, and renamed to the target. A process killed before
that leaves a hidden file, which scans ignore. One killed after it leaves a source whose sidecar is missing or outdated,
so that its address is fetched once more than needed.
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
    """Write a source and its sidecar, and return what that changed.

    A file of the same name with other bytes is kept unless `replace`. Raises NotAdded with the user's `target`.
    """
    if not is_printable(str(path)):
        raise NotAdded(target, "its name has characters that cannot be shown; rename it")
    if os.path.lexists(folder) and not folder.is_dir():
        raise NotAdded(target, f"{folder} is no folder; name one with --corpus or RELBOT_CORPUS")
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
    """Return the bytes of a source; None if it does not exist, empty if it cannot be read."""
    if not os.path.lexists(folder / path):
        return None
    try:
        return read_bytes(folder, str(path))
    except SourceRejected:
        return b""


def sidecar_of(folder: Path, path: PurePosixPath) -> Sidecar | None:
    """Return the sidecar of a source, or None if there is no usable one."""
    try:
        return sidecar.parse(read_bytes(folder, f"{path}{sidecar.SUFFIX}"))
    except (SourceRejected, ValueError):
        return None


def _parent(folder: Path, path: PurePosixPath, target: str) -> Path:
    """Return the folder of a source, created if missing. Raises OSError, and NotAdded if a link leads elsewhere."""
    parent = folder / path.parent
    parent.mkdir(parents=True, exist_ok=True)
    if not parent.resolve().is_relative_to(folder.resolve()):
        raise NotAdded(target, f"{parent} is a symbolic link that leads out of the corpus folder")
    return parent


def _write(file: Path, data: bytes) -> None:
    """Write a file atomically; a symbolic link in its place is replaced and not followed."""
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
