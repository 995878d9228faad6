"""Publishes a generation atomically, and finds the current one.

If a process is killed at any point of a publication, either the old or the new generation is current. The steps are:

1. a build locks `.lock` (released when the process dies) and writes into `.building`
2. every new file is synced, then the manifest with their hashes is written and synced
3. `.building` is renamed to the generation's name, and the index folder is synced
4. the new generation is opened and verified as for answering
5. its name is written to `.CURRENT`, synced, and renamed over `CURRENT`, which is atomic
6. all generations except this one and the previous one are removed; the next build removes files left by a killed build

An index is opened at the generation named in CURRENT or, if that is damaged, at the newest intact one on disk.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from relbot.errors.index import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexNotAFolder,
    IndexNotReadable,
    IndexNotWritable,
    IndexUnusable,
)
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import NAME, FileEntry, Manifest, digest, time_after

T = TypeVar("T")

CURRENT = "CURRENT"
EMBEDDED = ".embedded"
"""The file of passages embedded so far; removed by a build that is completed."""
_LOCK, _BUILD_FOLDER, _NEXT_CURRENT = ".lock", ".building", ".CURRENT"
_MAX_NAME_BYTES = 100
"""Number of bytes read from CURRENT; a generation name is shorter."""


def current_folder(index: Path) -> Path:
    """Return the current generation's folder. Raises IndexMissing, IndexNotAFolder, IndexNotReadable, IndexDamaged."""
    file = index / CURRENT
    try:
        if index.exists() and not index.is_dir():
            raise IndexNotAFolder(index)
        if not file.is_file():  # reading from a pipe would block
            raise IndexMissing(index)
        with file.open("rb") as stream:
            name = stream.read(_MAX_NAME_BYTES).decode("ascii", errors="replace").strip()
    except PermissionError as error:
        raise IndexNotReadable(index, error.strerror or str(error)) from None
    except OSError:
        raise IndexMissing(index) from None
    if not NAME.fullmatch(name):  # so that it cannot be a path out of the index
        raise IndexDamaged(index / CURRENT, "does not name a generation")
    return index / name


def read_current(index: Path, read: Callable[[Path], T]) -> T:
    """Return `read(folder)` for the current generation, retrying if another one has replaced it meanwhile.

    Raises IndexUnusable.
    """
    while True:
        folder = current_folder(index)
        try:
            return read(folder)
        except IndexDamaged:
            if current_folder(index) == folder:
                raise


def generation_folders(index: Path) -> list[Path]:
    """Return the folders of all generations on disk, newest first, without verifying them."""
    return [path for path in _generation_paths(index) if path.is_dir() and not path.is_symlink()]


def _generation_paths(index: Path) -> list[Path]:
    """Return every path with the name of a generation, of any file type, newest first."""
    return sorted((path for path in index.glob("*") if NAME.fullmatch(path.name)), reverse=True)


@contextmanager
def build_folder(index: Path) -> Iterator[Path]:
    """Provide an empty folder for a new generation, exclusively locked and removed at the end.

    Raises IndexBusy, IndexNotAFolder, IndexNotWritable.
    """
    with write_errors(index):
        try:
            index.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise IndexNotAFolder(index) from None
    with locked(index):
        folder = index / _BUILD_FOLDER
        with write_errors(index):
            _remove_old_generations(index)
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the exclusive write lock. Raises IndexBusy if another process holds it, and IndexNotWritable."""
    from filelock import FileLock, Timeout  # only a build needs it

    lock = FileLock(index / _LOCK)
    with write_errors(index):
        try:
            lock.acquire(timeout=0)
        except Timeout:  # a subclass of OSError
            raise IndexBusy(index) from None
    try:
        yield
    finally:
        lock.release()


def publish(
    index: Path,
    folder: Path,
    make_manifest: Callable[[dict[str, FileEntry]], Manifest],
    verify: Callable[[Path], T],
    linked: Mapping[str, FileEntry],
) -> T:
    """Make the contents of a build folder the current generation, and return what `verify` returns.

    `make_manifest` makes the manifest from the files by name; `verify` opens the generation, and raises if that is
    damaged; `linked` are files shared with another generation, which are synced already. Raises IndexNotWritable.
    """
    with write_errors(index):
        files = {file.name: linked.get(file.name) or _sync_file(file) for file in sorted(folder.iterdir())}
        manifest = make_manifest(files)
        data = manifest.to_bytes()
        _write(folder / MANIFEST, data)
        _sync(folder)
        time = time_after(manifest.built, (path.name for path in _generation_paths(index)))
        target = index / f"{time}-{digest(data)}"
        folder.rename(target)
        _sync(index)
    verified = verify(target)
    with write_errors(index):
        _write(index / _NEXT_CURRENT, f"{target.name}\n".encode())
        (index / _NEXT_CURRENT).replace(index / CURRENT)
        _sync(index)
        _remove_old_generations(index)
    return verified


def _remove_old_generations(index: Path) -> None:
    """Remove all generations except the current and the previous one, or none if the current one is unknown."""
    _remove(index / _BUILD_FOLDER)
    _remove(index / _NEXT_CURRENT)
    try:
        current = current_folder(index)
    except IndexUnusable:
        return
    generations = generation_folders(index)
    if current not in generations:  # CURRENT names a missing folder: keep those that exist
        return
    older = [generation for generation in generations if generation < current]
    for path in set(_generation_paths(index)) - {current, *older[:1]}:
        _remove(path)


def _remove(path: Path) -> None:
    """Remove a file or folder of any kind; a symbolic link is removed itself, not its target."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def write_errors(index: Path) -> Iterator[None]:
    """Convert write errors of the operating system and SQLite to IndexNotWritable."""
    try:
        yield
    except OSError as error:
        raise IndexNotWritable(index, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise IndexNotWritable(index, str(error)) from error


def _sync_file(file: Path) -> FileEntry:
    """Sync a finished file to disk, and return its size and hash."""
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
        return FileEntry(file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


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
