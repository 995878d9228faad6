"""Scans the corpus folder for sources, and reads their bytes.

The contents are untrusted: only regular files within the folder are opened, and without blocking, so that a pipe or a
device put in their place cannot hang a build.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from relbot.corpus import ignore_rules, sidecar
from relbot.corpus.formats.registry import is_binary, is_source, reader_of
from relbot.corpus.ignore_rules import IgnoreRules, OwnFolders
from relbot.corpus.sidecar import Sidecar
from relbot.errors.corpus import CorpusEmpty, CorpusIsFile, CorpusMissing, SourceRejected

MAX_SOURCE_BYTES = 16 * 1024 * 1024
"""The largest text source: about thirty novels. Bounds the time and memory that a source can take."""
_MAX_BINARY_BYTES = 64 * 1024 * 1024
"""The largest source in a binary format, which consists mostly of pictures and fonts."""

MAX_DEPTH = 100
"""Levels of nested folders. Each folder is opened from the root, so the time for a chain of them is quadratic."""

_OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A readable file of the corpus folder."""

    path: str
    """Relative to the folder, with forward slashes."""
    sha256: str
    """The hash of its bytes, hexadecimal."""
    sidecar: Sidecar = field(default_factory=Sidecar)

    @property
    def revision(self) -> str:
        """A digest of all that the indexed source depends on: its bytes, its sidecar, and the reader of its format."""
        values = [self.sha256, reader_of(self.path), *self.sidecar.shown]
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FolderScan:
    """The result of a scan; sources and rejected files are sorted by path."""

    sources: tuple[SourceFile, ...]
    rejected: tuple[SourceRejected, ...]
    """Files that cannot be used, including sidecars and ignore files."""
    unread: Mapping[str, int]
    """The number of files in each unsupported format, by lowercase suffix."""

    def revisions(self, without: Iterable[SourceRejected]) -> dict[str, str]:
        """Return the revision of each source by its path, without those that were rejected."""
        paths = {error.path for error in without}
        return {source.path: source.revision for source in self.sources if source.path not in paths}


def scan(folder: Path, own: Iterable[Path] = ()) -> FolderScan:
    """Find and hash every source below a folder, without parsing.

    Hidden files and folders, those that an ignore file names, and `own`, the folders that relbot itself uses, are
    skipped. Raises CorpusMissing, CorpusIsFile, and CorpusEmpty if there is no source at all.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        raise CorpusIsFile(folder) if os.path.isfile(folder) else CorpusMissing(folder)  # noqa: PTH113
    sources: list[SourceFile] = []
    rejected: list[SourceRejected] = []
    others: set[str] = set()
    for candidate in _paths(folder, OwnFolders.of(own)):
        if isinstance(candidate, SourceRejected):
            rejected.append(candidate)
        elif is_source(PurePosixPath(candidate)):
            try:
                sources.append(SourceFile(candidate, hashlib.sha256(read_bytes(folder, candidate)).hexdigest()))
            except SourceRejected as error:
                rejected.append(error)
        else:
            others.add(candidate)
    if not sources and not rejected:
        raise CorpusEmpty(folder)
    for number, source in enumerate(sources):
        if (name := source.path + sidecar.SUFFIX) in others:
            others.remove(name)
            try:
                sources[number] = replace(source, sidecar=sidecar.parse(read_bytes(folder, name)))
            except SourceRejected as error:
                rejected.append(SourceRejected(name, f"{error.why}; {source.path} is read without it"))
            except ValueError as error:
                rejected.append(SourceRejected(name, f"{error}; {source.path} is read without it"))
    for name in [name for name in others if _described(name)]:
        others.remove(name)
        rejected.append(SourceRejected(name, "the file that it describes is gone; delete it too, or put the file back"))
    return FolderScan(
        tuple(sorted(sources, key=lambda s: s.path)),
        tuple(sorted(rejected, key=lambda r: r.path)),
        dict(Counter(PurePosixPath(path).suffix.lower() for path in others)),
    )


def _described(name: str) -> bool:
    """Return whether a file name is that of a sidecar: the name of a source followed by `sidecar.SUFFIX`."""
    return name.endswith(sidecar.SUFFIX) and is_source(PurePosixPath(name.removesuffix(sidecar.SUFFIX)))


def read_bytes(folder: Path, path: str) -> bytes:
    """Return the bytes of a source. Raises SourceRejected if it is no regular file, outside the folder or too large."""
    *parents, name = _resolve(folder, path).parts or (".",)
    try:
        with _open_folder(folder, parents) as parent:
            if not stat.S_ISREG(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
                raise SourceRejected(path, "it is not a regular file")
            with os.fdopen(os.open(name, _OPEN_FLAGS, dir_fd=parent), "rb") as stream:
                before = os.fstat(stream.fileno())
                if not stat.S_ISREG(before.st_mode):  # it was replaced since
                    raise SourceRejected(path, "it is not a regular file")
                data = stream.read(max_bytes(path) + 1)
                after = os.fstat(stream.fileno())
    except OSError as error:
        raise SourceRejected(path, f"it cannot be read ({error.strerror})") from None
    if len(data) > max_bytes(path):
        raise SourceRejected(path, too_large(path))
    if (before.st_mtime_ns, before.st_size, len(data)) != (after.st_mtime_ns, after.st_size, after.st_size):
        raise SourceRejected(path, "it changed while it was read; run the build again")
    return data


def max_bytes(path: str) -> int:
    """Return the size in bytes up to which a source is read."""
    return _MAX_BINARY_BYTES if is_binary(path) else MAX_SOURCE_BYTES


def too_large(path: str) -> str:
    """Return the reason for which a larger source is rejected."""
    return f"it is larger than {max_bytes(path) // 1024 // 1024} MB; split it"


def _resolve(folder: Path, path: str) -> Path:
    """Return the path of a source relative to the folder, following symbolic links. Raises SourceRejected."""
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
    """Open a subfolder part by part, each relative to its parent and never through a symbolic link.

    If it were opened by its path, a parent could be replaced by a link out of the corpus after the check.
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


def _paths(folder: Path, own: OwnFolders) -> Iterator[str | SourceRejected]:
    """Yield the paths of all files that are not skipped. Links to folders are not followed, so there are no cycles."""
    pending = [(PurePosixPath(), IgnoreRules())]
    while pending:
        parent, outer_rules = pending.pop()
        try:
            with _open_folder(folder, parent.parts) as descriptor, os.scandir(descriptor) as found:
                entries = list(found)
                rules = _rules_within(folder, parent, outer_rules, {entry.name for entry in entries})
                for entry in entries:
                    path = parent / entry.name
                    is_folder = entry.is_dir(follow_symlinks=False)
                    is_link = not is_folder and _is_folder_link(entry)
                    if rules.ignores(path, is_folder=is_folder) or ((is_folder or is_link) and own.include(entry)):
                        continue
                    if is_folder and len(path.parts) > MAX_DEPTH:
                        yield SourceRejected(_printable_path(path), f"it lies {MAX_DEPTH} folders deep; move it up")
                    elif is_folder:
                        pending.append((path, rules))
                    elif is_link:
                        yield SourceRejected(
                            _printable_path(path), "it is a symbolic link to a folder; put the folder itself here"
                        )
                    elif is_printable(str(path)):
                        yield str(path)
                    elif is_source(path):
                        yield SourceRejected(
                            _printable_path(path), "its name has characters that cannot be shown; rename it"
                        )
        except SourceRejected as error:
            yield error
        except OSError as error:
            yield SourceRejected(_printable_path(parent), f"it cannot be read ({error.strerror})")


def _rules_within(folder: Path, parent: PurePosixPath, rules: IgnoreRules, names: set[str]) -> IgnoreRules:
    """Return the rules for a subfolder with files of these names. Raises SourceRejected if they cannot be used."""
    for name in ignore_rules.FILES:
        if name in names:
            path = _printable_path(parent / name)
            try:
                rules = rules.within(parent, read_bytes(folder, str(parent / name)))
            except SourceRejected as error:
                raise SourceRejected(path, f"{error.why}, so nothing of its folder is read") from None
            except ValueError as error:
                raise SourceRejected(path, f"it {error}, so nothing of its folder is read; correct it") from None
    return rules


def _is_folder_link(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # a link that is too long, circular or not permitted
        return False


def is_printable(name: str) -> bool:
    """Return whether a name has no control characters, line ends or undecodable bytes."""
    return not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name)


def _printable_path(path: PurePosixPath) -> str:
    r"""Return a path with escapes for what cannot be shown: "a\nb.txt", "caf\xe9.txt" for a stray byte."""
    shown = os.fsencode(path).decode(errors="backslashreplace")
    return "".join(c if is_printable(c) else c.encode("unicode_escape").decode() for c in shown)
