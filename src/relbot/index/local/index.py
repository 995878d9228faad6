"""A `protocol.Index` in a folder on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from relbot.errors.index import IndexDamaged, IndexNotWritable, IndexUnusable
from relbot.index.local import publish
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.verification import Verification, forget, verify_generation
from relbot.index.manifest import Manifest
from relbot.index.protocol import Generation

if TYPE_CHECKING:
    from relbot.index.local.build import LocalBuild

_Version = tuple[int, int] | None
"""(inode, modification time in ns) of CURRENT; None if it is missing."""


class LocalIndex:
    """The index in a folder; implements `protocol.Index`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._verification: Verification | None = None
        """The verification of the build in progress, if any."""

    @property
    def address(self) -> str:
        return str(self._folder)

    def manifest(self, *, verify: bool = False) -> Manifest:
        return publish.read_current(self._folder, self._verify if verify else Manifest.read)

    def open(self, previous: Generation | None = None) -> LocalGeneration:
        before = previous if isinstance(previous, LocalGeneration) else None
        return publish.read_current(self._folder, lambda folder: self._open(folder, before))

    def others(self) -> Iterator[LocalGeneration]:
        for folder in publish.generation_folders(self._folder):
            try:
                generation = self._open(folder)
            except IndexUnusable:
                continue
            yield generation

    def version(self) -> _Version:
        """Return the version without reading the file."""
        try:
            status = (self._folder / publish.CURRENT).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    @contextmanager
    def build(self) -> Iterator[LocalBuild]:
        from relbot.index.local.build import LocalBuild  # it imports what only a build needs, e.g. FAISS

        with publish.build_folder(self._folder) as folder:
            self._verification = Verification.load(self._folder)
            building = LocalBuild(self._folder, folder)
            try:
                yield building
                with publish.write_errors(self._folder):
                    building.forget()
                    self._verification.save(self._folder)
            except IndexNotWritable:
                with suppress(OSError):
                    building.forget()
                raise
            finally:
                building.close()
                self._verification = None

    def _verify(self, folder: Path) -> Manifest:
        return verify_generation(folder, self._verification)

    def _open(self, folder: Path, previous: LocalGeneration | None = None) -> LocalGeneration:
        try:
            return LocalGeneration.open(folder, previous=previous, verification=self._verification)
        except IndexDamaged:
            forget(self._folder)
            raise
