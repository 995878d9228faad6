"""The corpus folder: which sources it holds, and their bytes.

Whatever lies there is hostile until shown otherwise: only regular files inside the folder are opened, and those
without waiting, so that a pipe or a device put in their place cannot hold up a build.
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

from relbot.corpus.formats.registry import READERS
from relbot.errors import CorpusEmpty, CorpusMissing, SourceRejected

MAX_SOURCE_BYTES = 16 * 1024 * 1024
"""Some thirty novels. What a source may cost in time and memory hangs on it."""

MAX_DEPTH = 100
"""Folders in folders. Each is entered from the top, so that the time of a chain of them grows with its square."""

_UNFOLLOWED = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class Found:
    """A source that lies in the folder."""

    path: str
    """Relative to the folder, with forward slashes."""
    sha256: str
    """Of its bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds, both sorted by path."""

    sources: tuple[Found, ...]
    rejected: tuple[SourceRejected, ...]


def scan(folder: Path) -> Scan:
    """Every source below a folder with the hash of its bytes, unparsed.

    Hidden files and folders and other suffixes are no sources. Raises CorpusMissing and, where there is no source at
    all, CorpusEmpty.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir lets the error of a name that is too long escape
        raise CorpusMissing(folder)
    sources: list[Found] = []
    rejected: list[SourceRejected] = []
    for candidate in _candidates(folder):
        if isinstance(candidate, SourceRejected):
            rejected.append(candidate)
            continue
        try:
            sources.append(Found(candidate, hashlib.sha256(read_bytes(folder, candidate)).hexdigest()))
        except SourceRejected as error:
            rejected.append(error)
    if not sources and not rejected:
        raise CorpusEmpty(folder, tuple(READERS))
    return Scan(tuple(sorted(sources, key=lambda s: s.path)), tuple(sorted(rejected, key=lambda r: r.path)))


def read_bytes(folder: Path, path: str) -> bytes:
    """The bytes of one source. Raises SourceRejected where it is not a regular file within the folder and the limit."""
    *above, name = _located(folder, path).parts or (".",)
    try:
        with _entered(folder, above) as here:
            if not stat.S_ISREG(os.stat(name, dir_fd=here, follow_symlinks=False).st_mode):
                raise SourceRejected(path, "it is not a regular file")
            with os.fdopen(os.open(name, _UNFOLLOWED, dir_fd=here), "rb") as opened:
                before = os.fstat(opened.fileno())
                if not stat.S_ISREG(before.st_mode):  # another was put in its place
                    raise SourceRejected(path, "it is not a regular file")
                data = opened.read(MAX_SOURCE_BYTES + 1)
                after = os.fstat(opened.fileno())
    except OSError as error:
        raise SourceRejected(path, f"it cannot be read ({error.strerror})") from None
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceRejected(path, f"it is larger than {MAX_SOURCE_BYTES // 1024 // 1024} MB; split it")
    if (before.st_mtime_ns, before.st_size, len(data)) != (after.st_mtime_ns, after.st_size, after.st_size):
        raise SourceRejected(path, "it changed while it was read; run the build again")
    return data


def _located(folder: Path, path: str) -> Path:
    """Where in the folder a source really lies, links followed."""
    try:
        file = (folder / path).resolve(strict=True)
    except FileNotFoundError:
        raise SourceRejected(path, "it is gone, or a symbolic link that leads nowhere") from None
    except RuntimeError:  # an OSError from Python 3.13 on
        raise SourceRejected(path, "it is a symbolic link that leads back to itself") from None
    except OSError as error:
        raise SourceRejected(path, f"it cannot be read ({error.strerror})") from None
    root = folder.resolve()
    if not file.is_relative_to(root):
        raise SourceRejected(path, "it is a symbolic link that leads out of the corpus folder")
    return file.relative_to(root)


@contextmanager
def _entered(folder: Path, parts: Iterable[str]) -> Iterator[int]:
    """A folder within the corpus folder, as a descriptor, each part opened in the one before and none through a link.

    By its path, a folder on the way could be swapped for a link out of the corpus after it was looked at.
    """
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            inner = os.open(part, _UNFOLLOWED | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = inner
        yield here
    finally:
        os.close(here)


def _candidates(folder: Path) -> Iterator[str | SourceRejected]:
    """Paths with a suffix that is read. Folders that are links are not entered, so no cycle can be walked."""
    waiting = [PurePosixPath()]
    while waiting:
        within = waiting.pop()
        try:
            with _entered(folder, within.parts) as here, os.scandir(here) as entries:
                for entry in entries:
                    path = within / entry.name
                    is_source = path.suffix.lower() in READERS
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if len(path.parts) > MAX_DEPTH:
                            yield SourceRejected(_shown(path), f"it lies {MAX_DEPTH} folders deep; move it up")
                        else:
                            waiting.append(path)
                    elif _links_to_a_folder(entry):
                        yield SourceRejected(
                            _shown(path), "it is a symbolic link to a folder; put the folder itself here"
                        )
                    elif is_source and _is_clean(str(path)):
                        yield str(path)
                    elif is_source:
                        yield SourceRejected(_shown(path), "its name has characters that cannot be shown; rename it")
        except OSError as error:
            yield SourceRejected(_shown(within), f"it cannot be read ({error.strerror})")


def _links_to_a_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # a link that is too long, leads in a circle or to where nobody may look
        return False


def _is_clean(name: str) -> bool:
    """Whether a name is free of control characters, line ends and undecodable bytes."""
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name)


def _shown(path: PurePosixPath) -> str:
    return str(path) if _is_clean(str(path)) else str(path).encode("unicode_escape", "surrogatepass").decode("ascii")
