"""Holds the current generation open, and opens the next one when it is published."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path

from relbot.errors import IndexDamaged, IndexFromOtherModel, IndexUnusable
from relbot.index.encoding.model import model_name
from relbot.index.local import publish
from relbot.index.local.generation import Generation
from relbot.index.local.restriction import restrict

_log = logging.getLogger(__name__)

_MAX_PARTS = 8
"""Restricted generations that are kept, the latest used: some 5 kB a passage each."""

_FileVersion = tuple[int, int] | None
"""(inode, modification time in ns) of CURRENT; None where it is missing."""


class CurrentGeneration:
    """The current generation of an index. Thread-safe; a generation stays readable after the next is published."""

    def __init__(self, index: Path, model: str | None = None) -> None:
        """Open the generation in CURRENT, or where that is damaged an older one. Raises IndexUnusable.

        `model` is the setting; a generation of another model is refused.
        """
        self._index = index
        self._model = model_name(model)
        self._lock = threading.Lock()
        version, self._generation = self._open_first()
        self._opened_at = version, self._generation.encoder.weights_version()
        self._parts: OrderedDict[frozenset[str], tuple[Generation, Generation]] = OrderedDict()
        """By their collections: the whole and the part."""

    def get(self, collections: frozenset[str] | None = None) -> Generation:
        """The current generation, or the part of it that some collections make up.

        One that cannot be opened is logged once, and the one before stays in use.
        """
        generation = self._newest()
        return generation if collections is None else self._part(generation, collections)

    def _part(self, generation: Generation, collections: frozenset[str]) -> Generation:
        with self._lock:
            whole, part = self._parts.pop(collections, (None, None))
            if part is None or whole is not generation:
                part = restrict(generation, collections)
            self._parts[collections] = generation, part
            for key in [key for key, (other, _) in self._parts.items() if other is not generation]:
                del self._parts[key]
            while len(self._parts) > _MAX_PARTS:
                self._parts.popitem(last=False)
            return part

    def _newest(self) -> Generation:
        if self._version() != self._opened_at:
            with self._lock:
                while (version := self._version()) != self._opened_at:
                    self._opened_at = version
                    try:
                        self._generation = self._open(publish.current_folder(self._index), self._generation)
                    except IndexUnusable as error:
                        if self._version() == version:  # else a newer one was published meanwhile
                            _log.warning("%s Until then the index before it answers.", error)
        return self._generation

    def _version(self) -> tuple[_FileVersion, tuple[int, int]]:
        """Changes when the index must be opened again: CURRENT was replaced, or the weights in use were written to."""
        return self._current_file_version(), self._generation.encoder.weights_version()

    def _current_file_version(self) -> _FileVersion:
        """Changes when CURRENT is replaced; found without reading it."""
        try:
            status = (self._index / publish.CURRENT).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _open_first(self) -> tuple[_FileVersion, Generation]:
        version = self._current_file_version()
        try:
            return version, publish.read_current(self._index, self._open)
        except IndexDamaged as error:
            for folder in publish.generation_folders(self._index):
                try:
                    generation = self._open(folder)
                except IndexUnusable:
                    continue
                _log.warning("%s Until then another generation answers.", error)
                return version, generation
            raise

    def _open(self, folder: Path, previous: Generation | None = None) -> Generation:
        generation = Generation.open(folder, previous=previous)
        name = generation.manifest.model.name
        if name != self._model:
            raise IndexFromOtherModel(self._index, name, self._model)
        return generation
