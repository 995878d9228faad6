"""The lock of a build: a collection that only one process can create, with the time of its last renewal in it.

Qdrant has no locks, but it refuses to create a collection that exists. As a killed build leaves its lock behind, the
holder renews it regularly, and a lock that has not been renewed for some minutes is taken over.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from qdrant_client import models

from relbot.errors import RelbotError
from relbot.errors.index import IndexBusy
from relbot.index.qdrant.address import Address
from relbot.index.qdrant.connection import CollectionExists, CollectionMissing, Connection

_log = logging.getLogger(__name__)

RENEWED_EVERY, STALE_AFTER = 30.0, 300.0
"""Seconds between renewals, and until a lock counts as stale. The clocks of machines that build the same index must
differ by less than the latter."""
_POINT = 1
_CREATION = 2.0
"""Maximum number of seconds between the creation of a lock and its first renewal."""


class Lock:
    """The build lock of an index."""

    def __init__(self, connection: Connection, address: Address) -> None:
        self._connection, self._address = connection, str(address)
        self._name = ".".join(filter(None, (address.name, address.tenant, "building")))
        self._owner = uuid4().hex
        self._released = threading.Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock. Raises IndexBusy if another build holds it."""
        if not self._create():
            self._check_stale()
            self._remove()
            if not self._create():
                raise IndexBusy(self._address)
        try:
            self._renew()
            thread = threading.Thread(target=self._keep_renewing, daemon=True)
            thread.start()
            try:
                yield
            finally:
                self._released.set()
                thread.join()
        finally:
            if self._holder()[0] in (self._owner, ""):
                self._remove()

    def check(self) -> None:
        """Raise IndexBusy if another build has taken over the lock because it was not renewed."""
        if self._holder()[0] != self._owner:
            raise IndexBusy(self._address)

    def _create(self) -> bool:
        try:
            self._connection.request(lambda client: client.create_collection(self._name, vectors_config={}))
        except CollectionExists:
            return False
        return True

    def _check_stale(self) -> None:
        owner, renewed = self._holder()
        if not owner:
            time.sleep(_CREATION)
            owner, renewed = self._holder()
        if owner and time.time() - renewed < STALE_AFTER:
            raise IndexBusy(self._address)

    def _holder(self) -> tuple[str, float]:
        """Return the owner of the lock and when it was renewed; ("", 0.0) if it was just created or does not exist."""
        try:
            found = self._connection.request(lambda client: client.retrieve(self._name, [_POINT]))
        except CollectionMissing:
            return "", 0.0
        payload = (found[0].payload if found else None) or {}
        return str(payload.get("owner", "")), float(payload.get("renewed", 0.0))

    def _renew(self) -> None:
        point = models.PointStruct(id=_POINT, vector={}, payload={"owner": self._owner, "renewed": time.time()})
        self._connection.request(lambda client: client.upsert(self._name, [point], wait=True))

    def _keep_renewing(self) -> None:
        while not self._released.wait(RENEWED_EVERY):
            try:
                self.check()
                self._renew()
            except (RelbotError, CollectionMissing) as error:
                _log.warning("The lock of the build was not renewed: %s", error)

    def _remove(self) -> None:
        self._connection.request(lambda client: client.delete_collection(self._name))
