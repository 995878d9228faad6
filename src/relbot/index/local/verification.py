"""Whether the files of a generation are those that were written: their sizes and hashes.

A build verifies all that it is about to keep, and at gigabytes that is most of what a changed source costs. So a build
remembers which files it has hashed, by device, inode, size and time of modification, and does not hash them again while
these stay the same, except those whose contents it copies. A file that was written to less than `_SETTLED` before it
was hashed is not remembered: a later write could have the same time. What nobody wrote to and yet reads otherwise, as
on a failing disk, is found by whoever opens the index, who reads every byte, and who then has the build forget what it
remembers.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import stat
import time
from collections.abc import Iterable
from os import stat_result
from pathlib import Path

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.local import store
from relbot.index.local.vectors.segments import SEGMENT_FILES, TOKEN_VECTORS, segment_files
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileEntry, Manifest

FILES = (*ENCODER_FILES, store.FILE, *segment_files(0))
"""Those that every generation has; those of further segments come with them."""
RECORD = ".verified"
"""A file of the index folder: JSON, {SHA-256: [device, inode, bytes, time of modification in ns]}."""
_SETTLED = 3.0
"""Seconds; the coarsest file systems keep times to 2 s."""


class Verification:
    """Checks files against their manifest entries, and remembers those it has read."""

    def __init__(self) -> None:
        """One that remembers nothing yet."""
        self._remembered: dict[str, list[int]] = {}
        self._used: dict[str, list[int]] = {}

    @classmethod
    def load(cls, index: Path) -> Verification:
        """One that remembers what `save` wrote; nothing, where that is missing or no such record."""
        verification = cls()
        try:
            values = json.loads((index / RECORD).read_bytes())
            verification._remembered = {str(digest): list(values[digest]) for digest in values}
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            pass
        return verification

    def save(self, index: Path) -> None:
        """Write what is remembered of the files that were asked for. Raises OSError."""
        data = json.dumps(self._used).encode()
        file = index / RECORD
        if not file.is_file() or file.read_bytes() != data:
            file.unlink(missing_ok=True)  # it may be linked from a copy of the index
            file.write_bytes(data)

    def check(self, file: Path, entry: FileEntry) -> None:
        """Check a file against its size and hash. Raises IndexDamaged."""
        status = verify_size(file, entry)
        version = [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns]
        if self._remembered.get(entry.sha256) != version:
            hashed_from = time.time()
            _verify_hash(file, entry)
            if hashed_from - status.st_mtime < _SETTLED:
                return
        self._used[entry.sha256] = version


def forget(index: Path) -> None:
    """Have the next build read every byte again, where this process may write to the index."""
    with contextlib.suppress(OSError):
        (index / RECORD).unlink(missing_ok=True)


def verify_generation(folder: Path, verification: Verification | None = None) -> Manifest:
    """Check every file of a generation against its manifest, and return that.

    Raises IndexDamaged, IndexTooNew, IndexTooOld.
    """
    manifest, verification = read_manifest(folder), verification or Verification()
    for name, entry in manifest.files.items():
        verification.check(folder / name, entry)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation, which lists the files that one has. Raises as `Manifest.read`."""
    manifest = Manifest.read(folder)
    further = {name for number in range(1, segment_count(manifest)) for name in segment_files(number)}
    if manifest.files.keys() != {*FILES, *further}:
        raise IndexDamaged(folder / MANIFEST, "lists other files than an index has")
    return manifest


def segment_count(manifest: Manifest) -> int:
    """Of the segments that a manifest lists, the number."""
    return (len(manifest.files) - len(FILES)) // len(SEGMENT_FILES) + 1


def is_read_on_demand(name: str) -> bool:
    """Whether it is a file of token vectors, each of which has a checksum of its own."""
    return name.startswith(TOKEN_VECTORS.partition("{")[0])


def verify_whole(folder: Path, names: Iterable[str], manifest: Manifest) -> None:
    """Read files of a generation, whatever a build remembers of them: before their contents are copied, since the copy
    gets a hash of its own, which damage would pass for valid. Raises IndexDamaged, and has the next build build anew.
    """
    for name in names:
        try:
            Verification().check(folder / name, manifest.files[name])
        except IndexDamaged:
            forget(folder.parent)
            raise


def verify_size(file: Path, entry: FileEntry) -> stat_result:
    """Check the size of a file, without reading it. Raises IndexDamaged."""
    try:
        status = file.lstat()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(status.st_mode):  # reading from a pipe would block, and ONNX Runtime follows no link
        raise IndexDamaged(file, "is not a file")
    if status.st_size != entry.bytes:
        raise IndexDamaged(file, f"has {status.st_size} bytes where {entry.bytes} were written")
    return status


def _verify_hash(file: Path, entry: FileEntry) -> None:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if found != entry.sha256:
        raise IndexDamaged(file, "does not match its checksum")
