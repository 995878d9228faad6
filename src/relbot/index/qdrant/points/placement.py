"""Which generations an index has, and which is the current one.

An index with collections of its own (`OwnCollections`): each generation has two, named after the index and the time,
and an alias with the index's name leads to those of the current one. It is published by switching the alias, which is
one step on the server.

One of several indexes that share two collections (`SharedCollections`), each with its own key: thousands of small ones,
of which each would else cost the server a collection. Each has a point that names its current generation, and is
published by writing that.

In both, a generation has a head: a point that is written last, with its name. What has none is not whole.
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
    """The generations of an index. A generation is known by its time, which its name begins with."""

    def current(self) -> str | None:
        """The name of the current generation; None where there is none. Raises IndexUnusable."""

    def names(self) -> dict[str, str]:
        """The name of every generation by its time, empty of one that is not whole."""

    def place(self, time: str) -> Place: ...

    def begin(self, time: str) -> None:
        """Make room for a generation."""

    def publish(self, name: str) -> None:
        """Mark a generation as whole, and make it the current one in one step."""

    def remove(self, time: str) -> None:
        """Remove a generation, whole or not."""


def placement(address: Address, connection: Connection) -> Placement:
    """That of the index at an address."""
    if address.tenant:
        return SharedCollections(connection, address.name, address.tenant)
    return OwnCollections(connection, address.name)


class OwnCollections:
    """Each generation in collections of its own, the current one under an alias."""

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
        # An alias that is there already leads elsewhere from then on.
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
    """The generations of all tenants in the same collections, told apart by what their points hold."""

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
        """The head goes first, by which a reader sees that points may be missing."""
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
    """The payload of a point that has the name of a generation; None where there is no such point."""
    try:
        found = connection.request(lambda client: client.retrieve(collection, [point]))
    except CollectionMissing:
        return None
    return (found[0].payload or {}) if found else None


def _current_name(head: dict[str, Any] | None, address: str) -> str | None:
    """The name of a generation that is to be read. Raises IndexTooNew, IndexTooOld, IndexDamaged."""
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
    """The name of a generation; empty of one that is not whole."""
    name = str((head or {}).get("name"))
    return name if NAME.fullmatch(name) else ""
