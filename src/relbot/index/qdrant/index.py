"""A `protocol.Index` on a Qdrant server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from relbot.errors.index import IndexDamaged, IndexMissing, IndexNotWritable, IndexUnusable
from relbot.index.manifest import Manifest, time_in
from relbot.index.protocol import Generation
from relbot.index.qdrant.address import Address
from relbot.index.qdrant.build import QdrantBuild, remove_old
from relbot.index.qdrant.connection import (
    READING_PATIENCE,
    READING_TIMEOUT,
    WRITING_PATIENCE,
    WRITING_TIMEOUT,
    CollectionExists,
    CollectionMissing,
    Connection,
)
from relbot.index.qdrant.errors import IndexReplaced
from relbot.index.qdrant.generation import QdrantGeneration
from relbot.index.qdrant.lock import Lock
from relbot.index.qdrant.points import stored
from relbot.index.qdrant.points.placement import placement
from relbot.index.qdrant.points.reading import Points
from relbot.secret import Secret
from relbot.settings import qdrant_key

T = TypeVar("T")


class QdrantIndex:
    """The index at an address; implements `protocol.Index`."""

    def __init__(self, address: Address, key: Secret | None) -> None:
        self._address, self._key = address, key
        self._connection = Connection(address, key, READING_TIMEOUT, READING_PATIENCE)
        self._placement = placement(address, self._connection)
        self._version: str | None = None

    @property
    def address(self) -> str:
        return str(self._address)

    def manifest(self, *, verify: bool = False) -> Manifest:
        read = stored.verify if verify else stored.read_manifest
        return self._read_current(lambda name: read(self._points(name), name))

    def open(self, previous: Generation | None = None) -> QdrantGeneration:  # noqa: ARG002 - encoders are shared anyway
        return self._read_current(lambda name: QdrantGeneration.open(self._points(name), name))

    def others(self) -> Iterator[QdrantGeneration]:
        current = self._placement.current()
        for name in sorted(filter(None, self._placement.names().values()), reverse=True):
            if name != current:
                try:
                    generation = QdrantGeneration.open(self._points(name), name)
                except IndexUnusable:
                    continue
                yield generation

    def version(self) -> str | None:
        """Return the name of the current generation, or the last known one if the server does not answer."""
        try:
            self._version = self._placement.current()
        except IndexUnusable:
            return self._version
        return self._version

    @contextmanager
    def build(self) -> Iterator[QdrantBuild]:
        connection = Connection(self._address, self._key, WRITING_TIMEOUT, WRITING_PATIENCE)
        writing = placement(self._address, connection)
        lock = Lock(connection, self._address)
        try:
            with lock.held():
                remove_old(writing)
                build = QdrantBuild(connection, writing, lock)
                try:
                    yield build
                finally:
                    build.give_up()
        except CollectionExists:
            raise IndexNotWritable(self.address, "Qdrant has a collection of that name") from None
        except CollectionMissing:
            raise IndexNotWritable(self.address, "what it had written was removed") from None

    def _points(self, name: str) -> Points:
        return Points(self._connection, self._placement.place(time_in(name)))

    def _read_current(self, read: Callable[[str], T]) -> T:
        """Return `read(name)` for the current generation, retrying if another one has replaced it meanwhile."""
        while True:
            name = self._placement.current()
            if name is None:
                raise IndexMissing(self.address)
            try:
                return read(name)
            except (IndexReplaced, IndexDamaged):
                if self._placement.current() == name:
                    raise


def open_at(text: str) -> QdrantIndex:
    """Return the index at an address, with the API key from the environment or `.env`.

    Raises IndexAddressInvalid, EnvFileUnusable.
    """
    return QdrantIndex(Address.parse(text), qdrant_key())
