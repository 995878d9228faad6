"""How a generation comes to be the one that answers, and how readers find it.

Publishing, in order, so that a kill at any point leaves either the old generation answering or the new one:

1. a build takes `.lock` (which a dead process does not hold) and writes into `.building`
2. every file is synced, then the manifest with their hashes is written and synced
3. `.building` is renamed to the generation's name, and the index folder is synced
4. the new generation is opened and verified as a reader would
5. the name is written to `.CURRENT`, synced, and renamed over `CURRENT` in one step
6. generations are removed except this one and the one before; the next build removes what a kill left

A reader opens what CURRENT names. Where that is damaged it falls back to the newest sound generation that is kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from relbot.errors import IndexBusy, IndexDamaged, IndexMissing, IndexNotWritable, IndexUnusable
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileRow, Manifest, digest

Read = TypeVar("Read")

CURRENT = "CURRENT"
_LOCK, _BUILDING, _NEXT = ".lock", ".building", ".CURRENT"
_LONGEST = 100
"""Bytes of CURRENT that are read; a name is shorter."""
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{16}", re.ASCII)


def current(index: Path) -> Path:
    """The folder of the generation that answers. Raises IndexMissing, IndexDamaged."""
    file = index / CURRENT
    try:
        if not file.is_file():  # to read from a pipe would be to wait for ever
            raise IndexMissing(index)
        with file.open("rb") as stream:
            name = stream.read(_LONGEST).decode("ascii", errors="replace").strip()
    except OSError:
        raise IndexMissing(index) from None
    if not _NAME.fullmatch(name):  # a name, never a path that leads elsewhere
        raise IndexDamaged(index / CURRENT, "does not name a generation")
    return index / name


def answering(index: Path, read: Callable[[Path], Read]) -> Read:
    """What `read` makes of the folder that answers; of the next one, where it was published over while it was read.

    Raises IndexUnusable.
    """
    while True:
        folder = current(index)
        try:
            return read(folder)
        except IndexDamaged:
            if current(index) == folder:
                raise


def kept(index: Path) -> list[Path]:
    """The generations on disk, newest first, whatever their state."""
    return [path for path in _named(index) if path.is_dir() and not path.is_symlink()]


def _named(index: Path) -> list[Path]:
    """All that is named like a generation, newest first, whether it is one or not."""
    return sorted((path for path in index.glob("*") if _NAME.fullmatch(path.name)), reverse=True)


@contextmanager
def building(index: Path) -> Iterator[Path]:
    """An empty folder to write a generation into, held alone. Raises IndexBusy, IndexNotWritable."""
    with writable(index):
        index.mkdir(parents=True, exist_ok=True)
    with locked(index):
        folder = index / _BUILDING
        with writable(index):
            _tidy(index)
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """The right to write to an index. Raises IndexBusy where another process has it, IndexNotWritable."""
    lock = FileLock(index / _LOCK)
    with writable(index):
        try:
            lock.acquire(timeout=0)
        except Timeout:  # is an OSError too
            raise IndexBusy(index) from None
    try:
        yield
    finally:
        lock.release()


def publish(
    index: Path,
    folder: Path,
    now: datetime,
    complete: Callable[[dict[str, FileRow]], Manifest],
    verify: Callable[[Path], object],
) -> str:
    """Make what was written into a building folder the generation that answers, and say its name.

    `complete` gives the manifest for the files, `verify` opens the generation and raises where it is not sound. Raises
    IndexNotWritable.
    """
    with writable(index):
        files = {file.name: _sealed(file) for file in sorted(folder.iterdir())}
        data = complete(files).to_bytes()
        _write(folder / MANIFEST, data)
        _sync(folder)
        target = index / f"{_stamp(index, now)}-{digest(data)}"
        folder.rename(target)
        _sync(index)
    verify(target)
    with writable(index):
        _write(index / _NEXT, f"{target.name}\n".encode())
        (index / _NEXT).replace(index / CURRENT)
        _sync(index)
        _tidy(index)
    return target.name


def _stamp(index: Path, now: datetime) -> str:
    """The time in a new generation's name: after that of every other, also where the clock was set back."""
    stamps = [f"{now:%Y%m%dT%H%M%S%f}"]
    for path in _named(index)[:1]:
        day, _, time = path.name.partition("-")[0].partition("T")
        following = f"{int(day + time) + 1:020}"
        stamps.append(f"{following[:8]}T{following[8:]}")
    return max(stamps)


def _tidy(index: Path) -> None:
    """Remove all but the generation that answers and the one before it. Nothing goes while none is known to answer."""
    _remove(index / _BUILDING)
    _remove(index / _NEXT)
    try:
        answers = current(index)
    except IndexUnusable:
        return
    generations = kept(index)
    if answers not in generations:  # a name that leads nowhere must not cost the generations that are there
        return
    older = [generation for generation in generations if generation < answers]
    for path in set(_named(index)) - {answers, *older[:1]}:
        _remove(path)


def _remove(path: Path) -> None:
    """Remove whatever is there; a link and not what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def writable(index: Path) -> Iterator[None]:
    """Turn the ways a disk refuses into IndexNotWritable."""
    try:
        yield
    except OSError as error:
        raise IndexNotWritable(index, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise IndexNotWritable(index, str(error)) from error


def _sealed(file: Path) -> FileRow:
    """A finished file, on the disk for good."""
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
        return FileRow(file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
