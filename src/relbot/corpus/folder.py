"""Scans the corpus folder for sources, and reads their bytes.

The contents are untrusted: only regular files within the folder are opened, and without blocking, so that a pipe or a
device put in their place cannot hang a build.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from relbot.corpus.formats.registry import SUFFIXES, is_binary, is_source
from relbot.errors import CorpusEmpty, CorpusMissing, SourceRejected

MAX_SOURCE_BYTES = 16 * 1024 * 1024
"""Of a source that is text: about thirty novels. Bounds the time and memory that a source can take."""
MAX_BINARY_BYTES = 64 * 1024 * 1024
"""Of a source in another format, most of which are pictures and fonts."""

MAX_DEPTH = 100
"""Levels of nested folders. Each folder is opened from the root, so the time for a chain of them is quadratic."""

_OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A readable file of the corpus folder."""

    path: str
    """Relative to the folder, with forward slashes."""
    sha256: str
    """Of its bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class FolderScan:
    """The result of a scan; both fields are sorted by path."""

    sources: tuple[SourceFile, ...]
    rejected: tuple[SourceRejected, ...]


def scan(folder: Path) -> FolderScan:
    """Find and hash every source below a folder, without parsing.

    Hidden files and folders and other suffixes are ignored. Raises CorpusMissing, and CorpusEmpty where there is no
    source at all.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        raise CorpusMissing(folder)
    sources: list[SourceFile] = []
    rejected: list[SourceRejected] = []
    for candidate in _source_paths(folder):
        if isinstance(candidate, SourceRejected):
            rejected.append(candidate)
            continue
        try:
            sources.append(SourceFile(candidate, hashlib.sha256(read_bytes(folder, candidate)).hexdigest()))
        except SourceRejected as error:
            rejected.append(error)
    if not sources and not rejected:
        raise CorpusEmpty(folder, SUFFIXES)
    return FolderScan(tuple(sorted(sources, key=lambda s: s.path)), tuple(sorted(rejected, key=lambda r: r.path)))


def read_bytes(folder: Path, path: str) -> bytes:
    """The bytes of one source. Raises SourceRejected where it is no regular file, outside the folder or too large."""
    *parents, name = _resolve(folder, path).parts or (".",)
    limit = MAX_BINARY_BYTES if is_binary(path) else MAX_SOURCE_BYTES
    try:
        with _open_folder(folder, parents) as parent:
            if not stat.S_ISREG(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
                raise SourceRejected(path, "it is not a regular file")
            with os.fdopen(os.open(name, _OPEN_FLAGS, dir_fd=parent), "rb") as stream:
                before = os.fstat(stream.fileno())
                if not stat.S_ISREG(before.st_mode):  # it was replaced since
                    raise SourceRejected(path, "it is not a regular file")
                data = stream.read(limit + 1)
                after = os.fstat(stream.fileno())
    except OSError as error:
        raise SourceRejected(path, f"it cannot be read ({error.strerror})") from None
    if len(data) > limit:
        raise SourceRejected(path, f"it is larger than {limit // 1024 // 1024} MB; split it")
    if (before.st_mtime_ns, before.st_size, len(data)) != (after.st_mtime_ns, after.st_size, after.st_size):
        raise SourceRejected(path, "it changed while it was read; run the build again")
    return data


def _resolve(folder: Path, path: str) -> Path:
    """The path of a source relative to the folder, symbolic links followed. Raises SourceRejected."""
    try:
        file = (folder / path).resolve(strict=True)
    except FileNotFoundError:
        raise SourceRejected(path, "it is gone, or a symbolic link that leads nowhere") from None
    except RuntimeError:  # an OSError since Python 3.13
        raise SourceRejected(path, "it is a symbolic link that leads back to itself") from None
    except OSError as error:
        raise SourceRejected(path, f"it cannot be read ({error.strerror})") from None
    root = folder.resolve()
    if not file.is_relative_to(root):
        raise SourceRejected(path, "it is a symbolic link that leads out of the corpus folder")
    return file.relative_to(root)


@contextmanager
def _open_folder(folder: Path, parts: Iterable[str]) -> Iterator[int]:
    """A descriptor of a subfolder, opened part by part relative to the parent's and never through a symbolic link.

    Opened by its path, a parent could be replaced by a link out of the corpus after the check.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            child = os.open(part, _OPEN_FLAGS | os.O_DIRECTORY, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = child
        yield descriptor
    finally:
        os.close(descriptor)


def _source_paths(folder: Path) -> Iterator[str | SourceRejected]:
    """Paths with a supported suffix. Symbolic links to folders are not followed, so there are no cycles."""
    pending = [PurePosixPath()]
    while pending:
        parent = pending.pop()
        try:
            with _open_folder(folder, parent.parts) as descriptor, os.scandir(descriptor) as entries:
                for entry in entries:
                    path = parent / entry.name
                    is_supported = is_source(path)
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if len(path.parts) > MAX_DEPTH:
                            yield SourceRejected(_printable(path), f"it lies {MAX_DEPTH} folders deep; move it up")
                        else:
                            pending.append(path)
                    elif _is_folder_link(entry):
                        yield SourceRejected(
                            _printable(path), "it is a symbolic link to a folder; put the folder itself here"
                        )
                    elif is_supported and _is_printable(str(path)):
                        yield str(path)
                    elif is_supported:
                        yield SourceRejected(
                            _printable(path), "its name has characters that cannot be shown; rename it"
                        )
        except OSError as error:
            yield SourceRejected(_printable(parent), f"it cannot be read ({error.strerror})")


def _is_folder_link(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # a link that is too long, circular or not permitted
        return False


def _is_printable(name: str) -> bool:
    """Whether a name has no control characters, line ends or undecodable bytes."""
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name)


def _printable(path: PurePosixPath) -> str:
    return (
        str(path) if _is_printable(str(path)) else str(path).encode("unicode_escape", "surrogatepass").decode("ascii")
    )
