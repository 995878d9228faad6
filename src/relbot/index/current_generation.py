"""Keeps the current generation open, and opens the next one when it is published."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable

from relbot.errors.index import IndexDamaged, IndexFromOtherModel, IndexUnusable
from relbot.index.encoding.model import model_name
from relbot.index.protocol import Generation, Index

_log = logging.getLogger(__name__)

_MAX_PARTS = 8
"""Number of most recently used parts that are kept; each takes about 5 kB per passage."""


class CurrentGeneration:
    """The current generation of an index. Thread-safe; a generation stays readable after the next is published."""

    def __init__(self, index: Index, model: str | None = None) -> None:
        """Open the latest generation or, if that is damaged, an earlier one. Raises IndexUnusable.

        `model` is the model setting; a generation built with another model is refused.
        """
        self._index = index
        self._model = model_name(model)
        self._lock = threading.Lock()
        version, self._generation = self._open_first()
        self._opened_at = version, self._generation.encoder.weights_version()
        self._parts: OrderedDict[frozenset[str], tuple[Generation, Generation]] = OrderedDict()
        """The whole generation and the part of it, by collections; least recently used first."""

    def get(self, collections: frozenset[str] | None = None) -> Generation:
        """Return the current generation, or the part of it that consists of some collections.

        If a newly published generation cannot be opened, that is logged once and the previous one stays in use.
        """
        generation = self._newest()
        return generation if collections is None else self._part(generation, collections)

    def _part(self, generation: Generation, collections: frozenset[str]) -> Generation:
        with self._lock:
            whole, part = self._parts.pop(collections, (None, None))
            if part is None or whole is not generation:
                part = generation.within(collections)
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
                    self._open_next(version)
        return self._generation

    def _open_next(self, version: tuple[Hashable, tuple[int, int]]) -> None:
        try:
            self._generation = self._checked(self._index.open(self._generation))
        except IndexUnusable as error:
            if self._version() == version:  # else a newer one was published meanwhile
                _log.warning("%s Until then the index before it answers.", error)

    def _version(self) -> tuple[Hashable, tuple[int, int]]:
        """Return a value that changes when the index must be reopened: on publication or a write to the weights."""
        return self._index.version(), self._generation.encoder.weights_version()

    def _open_first(self) -> tuple[Hashable, Generation]:
        version = self._index.version()
        try:
            return version, self._checked(self._index.open())
        except IndexDamaged as error:
            for generation in self._index.others():
                if generation.manifest.model.name == self._model:
                    _log.warning("%s Until then another generation answers.", error)
                    return version, generation
            raise

    def _checked(self, generation: Generation) -> Generation:
        """Return the generation if it was built with the configured model. Raises IndexFromOtherModel."""
        name = generation.manifest.model.name
        if name != self._model:
            raise IndexFromOtherModel(self._index.address, name, self._model)
        return generation
