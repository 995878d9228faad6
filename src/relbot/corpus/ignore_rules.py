"""Which files of the corpus folder are skipped: hidden ones, installed packages, those that ignore files name, and the
folders that relbot itself uses, such as the index.

`.gitignore` and `.relbotignore` have Git's syntax. Each applies to its folder and everything below; the deeper one
takes precedence. They are untrusted: a line that could take exponential time to match is refused.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pathspec import GitIgnoreSpec

FILES = (".gitignore", ".relbotignore")
"""Names of ignore files in reading order: a line of the second overrides one of the first."""
_PACKAGES = "node_modules"
_STARS = re.compile(r"\*+")
_MAX_STARS, _MAX_STARS_OF_LINE = 3, 4
"""Most asterisks in a name and in a whole line. Three take 0.2 s for the worst name of 250 letters, four 10 s."""
_MAX_BYTES = 256 * 1024
Identity = tuple[int, int]
"""A folder's device and inode."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules that apply in a folder."""

    specs: tuple[tuple[PurePosixPath, GitIgnoreSpec], ...] = ()
    """The rules of each ignore file with the folder that it is in, outermost first."""

    def within(self, folder: PurePosixPath, data: bytes) -> IgnoreRules:
        """Return these rules together with those of an ignore file in a subfolder.

        Raises ValueError with the reason if the file cannot be used.
        """
        return replace(self, specs=(*self.specs, (folder, GitIgnoreSpec.from_lines(_lines(data)))))

    def ignores(self, path: PurePosixPath, *, is_folder: bool) -> bool:
        """Return whether a path below the corpus folder is skipped."""
        if path.name.startswith(".") or (is_folder and path.name == _PACKAGES):
            return True
        for folder, spec in reversed(self.specs):
            decision = spec.check_file(f"{path.relative_to(folder)}{'/' if is_folder else ''}").include
            if decision is not None:
                return decision
        return False


def _lines(data: bytes) -> list[str]:
    if len(data) > _MAX_BYTES:
        raise ValueError(f"has more than {_MAX_BYTES:,} bytes")
    lines = data.decode("utf-8-sig", errors="surrogateescape").splitlines()
    for number, line in enumerate(lines, start=1):
        stars = [len(_STARS.findall(name)) for name in line.split("/")]
        if max(stars) > _MAX_STARS or sum(stars) > _MAX_STARS_OF_LINE:
            raise ValueError(f"has more asterisks than are read in line {number}")
        try:
            with warnings.catch_warnings(action="ignore"):  # `re` warns of `[[`
                GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            raise ValueError(f"has no pattern in line {number}") from None
    return lines


@dataclass(frozen=True, slots=True)
class OwnFolders:
    """The folders that relbot itself uses, by device and inode, so that no link or spelling of a path hides one."""

    identities: frozenset[Identity] = frozenset()

    @classmethod
    def of(cls, paths: Iterable[Path]) -> OwnFolders:
        """Return the folders at these paths; a path without a folder is skipped."""
        return cls(frozenset(found for path in paths if (found := _identity(path))))

    def include(self, entry: os.DirEntry[str]) -> bool:
        """Return whether an entry is one of these folders, or a link to one."""
        try:
            return bool(self.identities) and _identity_in(entry.stat()) in self.identities
        except OSError:  # a link that leads nowhere
            return False


def lies_in(path: Path, folder: Path) -> bool:
    """Return whether a path is, or lies in, an existing folder, following links."""
    outer = _identity(folder)
    inner = Path(os.path.realpath(path))  # Path.resolve raises for a link that leads back to itself
    return outer is not None and any(_identity(parent) == outer for parent in (inner, *inner.parents))


def _identity(path: Path) -> Identity | None:
    with suppress(OSError, ValueError):  # ValueError: a NUL
        return _identity_in(path.stat())
    return None


def _identity_in(status: os.stat_result) -> Identity | None:
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None
