"""Keeps the generation that answers open, and follows when another is published."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from relbot.errors import IndexDamaged, IndexFromOtherModel, IndexUnusable
from relbot.index import publish
from relbot.index.encoding.model import name_of
from relbot.index.generation import Generation

_log = logging.getLogger(__name__)

_Published = tuple[int, int] | None


class Reader:
    """The index as a process reads it. Thread-safe; a question holds on to the generation it began with."""

    def __init__(self, index: Path, model: str | None = None) -> None:
        """Open what CURRENT names, or where that is damaged the one kept before it. Raises IndexUnusable."""
        self._index = index
        self._model = name_of(model)
        self._lock = threading.Lock()
        published, self._generation = self._first()
        self._seen = published, self._generation.encoder.last_written()

    def generation(self) -> Generation:
        """The generation that answers now. One that cannot be used is said once and the one before goes on."""
        if self._signature() != self._seen:
            with self._lock:
                while (signature := self._signature()) != self._seen:
                    self._seen = signature
                    try:
                        self._generation = self._opened(publish.current(self._index), self._generation)
                    except IndexUnusable as error:
                        if self._signature() == signature:  # else a newer one took its place while it was opened
                            _log.warning("%s Until then the index before it answers.", error)
        return self._generation

    def _signature(self) -> tuple[_Published, tuple[int, int]]:
        """What tells that it is time to open anew: another CURRENT, or weights that were written to in use."""
        return self._published(), self._generation.encoder.last_written()

    def _published(self) -> _Published:
        """What tells one CURRENT from another without reading it."""
        try:
            status = (self._index / publish.CURRENT).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _first(self) -> tuple[_Published, Generation]:
        published = self._published()
        try:
            return published, publish.answering(self._index, self._opened)
        except IndexDamaged as error:
            for folder in publish.kept(self._index):
                try:
                    generation = self._opened(folder)
                except IndexUnusable:
                    continue
                _log.warning("%s Until then another generation answers.", error)
                return published, generation
            raise

    def _opened(self, folder: Path, before: Generation | None = None) -> Generation:
        generation = Generation.open(folder, before=before)
        found, wanted = generation.manifest.model.name, self._model
        if found != wanted:
            raise IndexFromOtherModel(self._index, found, wanted)
        return generation
