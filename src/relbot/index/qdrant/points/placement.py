"""Manages the generations of an index, and which of them is current.

In an index with its own collections (`OwnCollections`), each generation has two, named after the index and the time,
and an alias with the index's name refers to the current one. Switching the alias publishes a generation atomically.

Several indexes may also share two collections (`SharedCollections`), each under its own tenant name: thousands of small
indexes, which would otherwise need collections of their own. Each has a point that names its current generation, and
writing that point publishes a generation.

In both cases a generation has a head, a point with its name that is written last. Without it, a generation is
incomplete.
"""

from __future__ import annotations

from typing import Any, Protocol

from qdrant_client import QdrantClient, models

from relbot.errors.index import IndexDamaged, IndexTooNew, IndexTooOld
from relbot.index.manifest import NAME, TIME, time_in
from relbot.index.qdrant.address import Address
from relbot.index.qdrant.connection import CollectionMissing, Connection
from relbot.index.qdrant.points import layout
from relbot.index.qdrant.points.layout import Place

_PAGE = 1_000


class Placement(Protocol):
    """The generations of an index. A generation is identified by its time, with which its name begins."""

    def current(self) -> str | None:
        """Return the name of the current generation; None if there is none. Raises IndexUnusable."""

    def names(self) -> dict[str, str]:
        """Return the name of every generation by its time; the name of an incomplete one is empty."""

    def place(self, time: str) -> Place: ...

    def begin(self, time: str) -> None:
        """Create the collections for a generation, if necessary."""

    def publish(self, name: str) -> None:
        """Mark a generation as complete, and make it current atomically."""

    def remove(self, time: str) -> None:
        """Remove a generation, complete or not."""


def placement(address: Address, connection: Connection) -> Placement:
    """Return the placement of the index at an address."""
    if address.tenant:
        return SharedCollections(connection, address.name, address.tenant)
    return OwnCollections(connection, address.name)


class OwnCollections:
    """A placement of each generation in its own collections, with an alias for the current one."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection, self._name = connection, name

    def current(self) -> str | None:
        head = _head(self._connection, self._name, self.place("").head_id)
        return _current_name(head, str(self._connection.address))

    def names(self) -> dict[str, str]:
        found = self._connection.request(lambda client: client.get_collections()).collections
        prefix = f"{self._name}."
        times = [c.name.removeprefix(prefix) for c in found if c.name.startswith(prefix)]
        return {time: self._name_of(time) for time in times if TIME.fullmatch(time)}

    def place(self, time: str) -> Place:
        passages = f"{self._name}.{time}"
        return Place(passages, f"{passages}.sentences")

    def begin(self, time: str) -> None:
        layout.create(self._connection, self.place(time))

    def publish(self, name: str) -> None:
        place = self.place(time_in(name))
        _write_name(self._connection, place.passages, place.head_id, name, {"kind": "head"})
        # Creating an alias that exists already redirects it.
        alias = models.CreateAlias(collection_name=place.passages, alias_name=self._name)
        step = models.CreateAliasOperation(create_alias=alias)
        self._connection.request(lambda client: client.update_collection_aliases([step]))

    def remove(self, time: str) -> None:
        place = self.place(time)
        self._connection.request(lambda client: client.delete_collection(place.passages))
        self._connection.request(lambda client: client.delete_collection(place.sentences))

    def _name_of(self, time: str) -> str:
        place = self.place(time)
        return _whole_name(_head(self._connection, place.passages, place.head_id))


class SharedCollections:
    """A placement of the generations of all tenants in the same collections, distinguished by payload fields."""

    def __init__(self, connection: Connection, name: str, tenant: str) -> None:
        self._connection, self._name, self._tenant = connection, f"{name}.shared", tenant
        self._current_id = Place("", "", tenant).head_id

    def current(self) -> str | None:
        head = _head(self._connection, self._name, self._current_id)
        return _current_name(head, str(self._connection.address))

    def names(self) -> dict[str, str]:
        of_tenant = models.Filter(
            must=[
                models.FieldCondition(key="kind", match=models.MatchValue(value="head")),
                models.FieldCondition(key="tenant", match=models.MatchValue(value=self._tenant)),
            ]
        )

        def heads(client: QdrantClient) -> Any:
            return client.scroll(self._name, scroll_filter=of_tenant, limit=_PAGE)

        try:
            found, _ = self._connection.request(heads)
        except CollectionMissing:
            return {}
        payloads = [record.payload or {} for record in found]
        return {str(payload["time"]): _whole_name(payload) for payload in payloads if "time" in payload}

    def place(self, time: str) -> Place:
        return Place(self._name, f"{self._name}.sentences", f"{self._tenant}.{time}")

    def begin(self, time: str) -> None:
        place = self.place(time)
        layout.create(self._connection, place)
        self._write_head(time, "")

    def publish(self, name: str) -> None:
        self._write_head(time_in(name), name)
        _write_name(self._connection, self._name, self._current_id, name, {"kind": "current", "tenant": self._tenant})

    def remove(self, time: str) -> None:
        """Remove a generation, its head first, so that readers notice that points may be missing."""
        place = self.place(time)
        everything = models.FilterSelector(filter=models.Filter(must=place.conditions))
        self._delete(place.passages, models.PointIdsList(points=[place.head_id]))
        self._delete(place.sentences, everything)
        self._delete(place.passages, everything)

    def _delete(self, collection: str, points: models.PointsSelector) -> None:
        self._connection.request(lambda client: client.delete(collection, points_selector=points, wait=True))

    def _write_head(self, time: str, name: str) -> None:
        place = self.place(time)
        payload = {**place.payload, "kind": "head", "tenant": self._tenant, "time": time}
        _write_name(self._connection, place.passages, place.head_id, name, payload)


def _write_name(connection: Connection, collection: str, point: str, name: str, payload: dict[str, str]) -> None:
    values = {**payload, "name": name, "layout": layout.LAYOUT}
    written = [models.PointStruct(id=point, vector={}, payload=values)]
    connection.request(lambda client: client.upsert(collection, written, wait=True))


def _head(connection: Connection, collection: str, point: str) -> dict[str, Any] | None:
    """Return the payload of a point that names a generation; None if there is no such point."""
    try:
        found = connection.request(lambda client: client.retrieve(collection, [point]))
    except CollectionMissing:
        return None
    return (found[0].payload or {}) if found else None


def _current_name(head: dict[str, Any] | None, address: str) -> str | None:
    """Return the name of the generation to be read. Raises IndexTooNew, IndexTooOld, IndexDamaged."""
    if head is None:
        return None
    version = head.get("layout")
    if isinstance(version, int) and version > layout.LAYOUT:
        raise IndexTooNew(address, version, layout.LAYOUT)
    if isinstance(version, int) and version < layout.LAYOUT:
        raise IndexTooOld(address, version)
    if not (name := _whole_name(head)):
        raise IndexDamaged(address, "does not name a generation")
    return name


def _whole_name(head: dict[str, Any] | None) -> str:
    """Return the name of a generation; empty if it is incomplete."""
    name = str((head or {}).get("name"))
    return name if NAME.fullmatch(name) else ""
