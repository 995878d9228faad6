"""Folders that relbot itself uses, such as the index: they hold no sources, also where they lie in the corpus folder.

A folder is known by its device and inode, so that no link to it, and no other spelling or case of its path, hides it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Identity = tuple[int, int]
"""Of a folder: its device and inode."""


@dataclass(frozen=True, slots=True)
class OwnFolders:
    """Those that there are."""

    identities: frozenset[Identity] = frozenset()

    @classmethod
    def of(cls, paths: Iterable[Path]) -> OwnFolders:
        """The folders at some paths; a path where there is none is passed over."""
        return cls(frozenset(found for path in paths if (found := _identity(path))))

    def include(self, entry: os.DirEntry[str]) -> bool:
        """Whether a folder, or a link to one, is or leads to one of them."""
        try:
            return bool(self.identities) and _identity_in(entry.stat()) in self.identities
        except OSError:  # a link that leads nowhere
            return False


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path is, or lies in, a folder that exists, links followed."""
    outer = _identity(folder)
    inner = path.resolve()
    return outer is not None and any(_identity(parent) == outer for parent in (inner, *inner.parents))


def _identity(path: Path) -> Identity | None:
    with suppress(OSError, ValueError):  # ValueError: a NUL
        return _identity_in(path.stat())
    return None


def _identity_in(status: os.stat_result) -> Identity | None:
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None
