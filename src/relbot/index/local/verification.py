"""Verifies that the files of a generation are as they were written, by their sizes and hashes.

A build verifies everything that it is about to keep, and with gigabytes that is most of the cost of a changed source.
So a build remembers which files it has hashed, by device, inode, size and modification time, and does not hash them
again while these are the same, except files whose contents it copies. A file that was modified less than `_SETTLED`
before it was hashed is not remembered, because a later write could have the same time. Damage without a write, as on a
failing disk, is found when the index is opened, which reads every byte and then makes the build forget its record.
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
"""The files of every generation; those of further segments come in addition."""
RECORD = ".verified"
"""The JSON file of remembered files in the index folder: {SHA-256: [device, inode, bytes, modification time in ns]}."""
_SETTLED = 3.0
"""Seconds after a write until a file may be remembered; the coarsest file systems store times to 2 s."""


class Verification:
    """Checks files against their manifest entries, and remembers those that it has hashed."""

    def __init__(self) -> None:
        """Begin without any remembered files."""
        self._remembered: dict[str, list[int]] = {}
        self._used: dict[str, list[int]] = {}

    @classmethod
    def load(cls, index: Path) -> Verification:
        """Return one that remembers what `save` wrote; nothing if that record is missing or invalid."""
        verification = cls()
        try:
            values = json.loads((index / RECORD).read_bytes())
            verification._remembered = {str(digest): list(values[digest]) for digest in values}
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            pass
        return verification

    def save(self, index: Path) -> None:
        """Write the record of the files that have been checked. Raises OSError."""
        data = json.dumps(self._used).encode()
        file = index / RECORD
        if not file.is_file() or file.read_bytes() != data:
            file.unlink(missing_ok=True)  # a copy of the index may be linked to it
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
    """Make the next build read every byte again, if this process may write to the index."""
    with contextlib.suppress(OSError):
        (index / RECORD).unlink(missing_ok=True)


def verify_generation(folder: Path, verification: Verification | None = None) -> Manifest:
    """Check every file of a generation against its manifest, and return the manifest.

    Raises IndexDamaged, IndexTooNew, IndexTooOld.
    """
    manifest, verification = read_manifest(folder), verification or Verification()
    for name, entry in manifest.files.items():
        verification.check(folder / name, entry)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest, and check that it lists the files of a generation. Raises the same as `Manifest.read`."""
    manifest = Manifest.read(folder)
    further = {name for number in range(1, segment_count(manifest)) for name in segment_files(number)}
    if manifest.files.keys() != {*FILES, *further}:
        raise IndexDamaged(folder / MANIFEST, "lists other files than an index has")
    return manifest


def segment_count(manifest: Manifest) -> int:
    """Return the number of segments that a manifest lists."""
    return (len(manifest.files) - len(FILES)) // len(SEGMENT_FILES) + 1


def is_read_on_demand(name: str) -> bool:
    """Return whether a file contains token vectors, which have a checksum for each passage."""
    return name.startswith(TOKEN_VECTORS.partition("{")[0])


def verify_whole(folder: Path, names: Iterable[str], manifest: Manifest) -> None:
    """Hash files of a generation even if a build remembers them, before their contents are copied.

    A copy gets a hash of its own, so damage in it would pass as valid. Raises IndexDamaged, after making the next build
    read every byte again.
    """
    for name in names:
        try:
            Verification().check(folder / name, manifest.files[name])
        except IndexDamaged:
            forget(folder.parent)
            raise


def verify_size(file: Path, entry: FileEntry) -> stat_result:
    """Check the size of a file without reading it, and return its status. Raises IndexDamaged."""
    try:
        status = file.lstat()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(status.st_mode):  # reading from a pipe would block, and ONNX Runtime does not follow links
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
