"""Reads the points of a generation, or of the part that consists of some collections of sources."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from qdrant_client import QdrantClient, models

from relbot.errors.index import IndexDamaged
from relbot.index.qdrant import bm25
from relbot.index.qdrant.connection import CollectionMissing, Connection
from relbot.index.qdrant.errors import IndexReplaced
from relbot.index.qdrant.points.layout import DENSE, SEARCH, SPARSE, Place, row_of_passage, row_of_sentence
from relbot.index.qdrant.points.payload import STEMS, PayloadDamaged, unpack
from relbot.temporal.interval import Interval

_PAGE = 1_000
"""Number of points in a response, with only some fields."""
_BATCH = 128
"""Number of passages in a response, with all of their vectors: 6 MB."""
_PHRASE_CANDIDATES = 100
"""Number of passages in which a phrase of three or more stems is searched."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a generation. Every method raises IndexUnusable, and never returns partial results."""

    connection: Connection
    place: Place
    within: tuple[str, ...] | None = None
    """The collections of sources to which everything is limited; None for all."""

    def search(
        self, vector: NDArray[np.float32], weights: Mapping[int, float], nearest: int, lexical: int
    ) -> tuple[dict[int, float], dict[int, list[str]]]:
        """Return the cosine similarities of the `nearest` passages, and the stems of the `lexical` best by a sparse
        vector, both by row.
        """
        dense = models.QueryRequest(
            query=vector.tolist(), using=DENSE, filter=self._filter(), params=SEARCH, limit=nearest
        )
        requests = [dense, self._by_stems(weights, lexical)] if weights else [dense]
        found, *with_stems = self._request(lambda client: client.query_batch_points(self.place.passages, requests))
        scores = {row_of_passage(point.id): point.score for point in found.points}
        return scores, _stems_by_row(with_stems)

    def search_stems(self, weights: Mapping[int, float], limit: int) -> dict[int, list[str]]:
        """Return the stems of the best passages by a sparse vector, by row."""
        requests = [self._by_stems(weights, limit)]
        return _stems_by_row(self._request(lambda client: client.query_batch_points(self.place.passages, requests)))

    def _by_stems(self, weights: Mapping[int, float], limit: int) -> models.QueryRequest:
        sparse = models.SparseVector(indices=list(weights), values=list(weights.values()))
        return models.QueryRequest(query=sparse, using=SPARSE, filter=self._filter(), limit=limit, with_payload=[STEMS])

    def nearest_sentences(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """Return (row of the passage, cosine similarity) of each sentence found, best first; rows may repeat."""
        found = self._request(
            lambda client: client.query_points(
                self.place.sentences,
                query=vector.tolist(),
                using=DENSE,
                query_filter=self._filter(),
                search_params=SEARCH,
                limit=count,
                with_payload=False,
            )
        )
        return [(row_of_sentence(point.id), point.score) for point in found.points]

    def similarities(self, vector: NDArray[np.float32], rows: Collection[int]) -> dict[int, float]:
        """Return the cosine similarities of the passages with the given rows, by row."""
        if not rows:
            return {}
        ids: list[models.ExtendedPointId] = [self.place.passage_id(row) for row in rows]
        found = self._request(
            lambda client: client.query_points(
                self.place.passages,
                query=vector.tolist(),
                using=DENSE,
                query_filter=self._filter(models.HasIdCondition(has_id=ids)),
                search_params=models.SearchParams(exact=True),
                limit=len(ids),
                with_payload=False,
            )
        )
        scores = {row_of_passage(point.id): point.score for point in found.points}
        self._check(scores.keys() >= set(rows))
        return scores

    def payloads(self, rows: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return the given payload fields of passages, in the given order."""
        found: dict[int, dict[str, Any]] = {}
        for first in range(0, len(rows), _BATCH):
            ids = [self.place.passage_id(row) for row in dict.fromkeys(rows[first : first + _BATCH])]
            records = self._retrieve(ids, list(fields))
            found.update((row_of_passage(record.id), record.payload or {}) for record in records)
        self._check(found.keys() >= set(rows))
        return [found[row] for row in rows]

    def row_of(self, passage_id: str) -> int | None:
        """Return the row of the passage with an id; None if there is none."""
        condition = models.FieldCondition(key="id", match=models.MatchValue(value=passage_id))
        found, _ = self._request(
            lambda client: client.scroll(
                self.place.passages, scroll_filter=self._filter(condition), limit=1, with_payload=False
            )
        )
        return row_of_passage(found[0].id) if found else None

    def dated(self, interval: Interval, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """Return (row of the passage, payload) of sentences with a date in an interval, by their shortest date."""
        found, _ = self._request(
            lambda client: client.scroll(
                self.place.sentences,
                scroll_filter=self._filter(*_in_interval(interval)),
                order_by=models.OrderBy(key="shortest"),
                limit=limit,
                with_payload=["dates"],
            )
        )
        return [(row_of_sentence(record.id), record.payload or {}) for record in found]

    def dated_sentences(self, stems: Sequence[str], interval: Interval | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (row of the passage, payload) of the dated sentences that contain all given stems, in corpus order.

        If `interval` is given, one of the dates must share a day with it.
        """
        words = [models.FieldCondition(key="terms", match=models.MatchValue(value=stem)) for stem in stems]
        any_date = [models.FieldCondition(key="shortest", range=models.Range(gte=0))]
        condition = self._filter(*words, *(_in_interval(interval) if interval else any_date))
        offset: models.ExtendedPointId | None = None
        while True:
            found, offset = self._page(condition, offset)
            yield from ((row_of_sentence(record.id), record.payload or {}) for record in found)
            if offset is None:
                return

    def contains_in_order(self, stems: Sequence[str]) -> bool:
        """Return whether some passage contains the stems in order and adjacent.

        Only the best passages by a sparse vector of the stems are checked; those with all of them rank first.
        """
        wanted = f" {' '.join(stems)} "
        found = self.search_stems(bm25.sparse_question(dict.fromkeys(stems, 1.0)), _PHRASE_CANDIDATES)
        return any(wanted in f" {' '.join(in_passage)} " for in_passage in found.values())

    def counts(self) -> tuple[int, int]:
        """Return the numbers of passages and sentences."""
        passages = self._filter(models.FieldCondition(key="kind", match=models.MatchValue(value="passage")))
        place, every = self.place, self._filter()
        return (
            self._request(lambda client: client.count(place.passages, count_filter=passages, exact=True)).count,
            self._request(lambda client: client.count(place.sentences, count_filter=every, exact=True)).count,
        )

    def blob(self, name: str) -> bytes:
        """Return the blob stored under a name."""
        parts: list[object] = []
        count = 1
        while len(parts) < count:
            ids = [self.place.blob_id(name, part) for part in range(len(parts), min(count, len(parts) + _BATCH // 4))]
            records = self._retrieve(ids, True)
            found = {str(record.id): record.payload or {} for record in records}
            self._check(found.keys() >= set(ids), name)
            parts.extend(found[part].get("data") for part in ids)
            count = int(found[ids[0]].get("of", 1))
        try:
            return b"".join(map(unpack, parts))
        except PayloadDamaged:
            raise self.damaged(f"holds a part of {name} that was altered") from None

    def confirm_still_there(self) -> None:
        """Raise IndexReplaced if the generation is being removed from shared collections, so that results may lack
        points. Collections that are not shared are removed as a whole.
        """
        if self.place.generation:
            ids = [self.place.head_id]
            if not self._request(lambda client: client.retrieve(self.place.passages, ids, with_payload=False)):
                raise IndexReplaced(str(self.connection.address))

    def damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(str(self.connection.address), why)

    def _check(self, is_complete: bool, what: str = "passages") -> None:
        """Raise IndexReplaced or IndexDamaged if something that must exist was not found."""
        if not is_complete:
            self.confirm_still_there()
            raise self.damaged(f"lacks {what} that it was built with")

    def _retrieve(self, ids: Sequence[str], fields: bool | list[str]) -> list[models.Record]:
        return self._request(lambda client: client.retrieve(self.place.passages, ids, with_payload=fields))

    def _page(
        self, condition: models.Filter | None, offset: models.ExtendedPointId | None
    ) -> tuple[list[models.Record], models.ExtendedPointId | None]:
        """Return a page of dated sentences, and the offset of the next one."""

        def scroll(client: QdrantClient) -> tuple[list[models.Record], models.ExtendedPointId | None]:
            return client.scroll(
                self.place.sentences,
                scroll_filter=condition,
                limit=_PAGE,
                offset=offset,
                with_payload=["dates", "span"],
            )

        return self._request(scroll)

    def _filter(self, *conditions: models.Condition) -> models.Filter | None:
        every = [*self.place.conditions, *conditions]
        if self.within is not None:
            every.append(models.FieldCondition(key="collection", match=models.MatchAny(any=list(self.within))))
        return models.Filter(must=every) if every else None

    def _request(self, request: Callable[[QdrantClient], Value]) -> Value:
        try:
            return self.connection.request(request)
        except CollectionMissing:
            raise IndexReplaced(str(self.connection.address)) from None


def _stems_by_row(responses: Sequence[models.QueryResponse]) -> dict[int, list[str]]:
    points = (point for response in responses for point in response.points)
    return {row_of_passage(point.id): str((point.payload or {}).get(STEMS, "")).split() for point in points}


def _in_interval(interval: Interval) -> list[models.Condition]:
    """Return the condition that one of a sentence's dates shares a day with an interval."""
    overlaps = models.Filter(
        must=[
            models.FieldCondition(key="first", range=models.Range(lte=interval.last.number)),
            models.FieldCondition(key="last", range=models.Range(gte=interval.first.number)),
        ]
    )
    return [models.NestedCondition(nested=models.Nested(key="dates", filter=overlaps))]
