"""Writes the points of a generation in batches, with ids derived from rows and names, so that repeating is harmless."""

from __future__ import annotations

from typing import Any

from qdrant_client import models

from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.qdrant import bm25
from relbot.index.qdrant.connection import Connection
from relbot.index.qdrant.points.layout import DENSE, SPARSE, Place
from relbot.index.qdrant.points.payload import pack, passage_payload
from relbot.index.records import date_values

_BATCH = 64
"""Number of passages in a request: with all vectors as JSON about 6 MB, while a server accepts 32."""
_SENTENCES_BATCH = 512
_PART_BYTES = 4_000_000
"""Size of a part of a blob before compression."""


class Writing:
    """Writes the points of a generation; `flush` sends pending ones."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection, self._place = connection, place
        self._passages: list[models.PointStruct] = []
        self._sentences: list[models.PointStruct] = []

    def passage(self, row: int, passage: EncodedPassage) -> dict[str, Any]:
        """Write a passage and its sentences, and return the passage's payload without filter fields."""
        record, place = passage.record, self._place
        collection = {**place.payload, "collection": record.passage.source.collection}
        payload = passage_payload(passage)
        weights = bm25.sparse_passage(record.stems)
        terms = models.SparseVector(indices=list(weights), values=list(weights.values()))
        self._passages.append(
            models.PointStruct(
                id=place.passage_id(row),
                vector={DENSE: passage.passage_vector.tolist(), SPARSE: terms},
                payload={**payload, **collection, "kind": "passage"},
            )
        )
        for number, (sentence, vector) in enumerate(zip(record.sentences, passage.sentence_vectors, strict=True)):
            dated: dict[str, Any] = {}
            if sentence.dates:
                dates = [date_values(mention) for mention in sentence.dates]
                dated = {
                    "dates": dates,
                    "shortest": min(values["last"] - values["first"] for values in dates),
                    "span": [sentence.span.start, sentence.span.end],
                    "terms": sorted(set(sentence.terms)),
                }
            self._sentences.append(
                models.PointStruct(
                    id=place.sentence_id(row, number),
                    vector={DENSE: vector.tolist()},
                    payload={**collection, **dated},
                )
            )
        if len(self._passages) >= _BATCH or len(self._sentences) >= _SENTENCES_BATCH:
            self.flush()
        return payload

    def blob(self, name: str, data: bytes) -> None:
        """Write a blob, to be read by `Points.blob`."""
        parts = [data[first : first + _PART_BYTES] for first in range(0, len(data), _PART_BYTES)] or [b""]
        for number, part in enumerate(parts):
            payload = {**self._place.payload, "kind": "blob", "name": name, "of": len(parts), "data": pack(part)}
            point = models.PointStruct(id=self._place.blob_id(name, number), vector={}, payload=payload)
            self._upsert(self._place.passages, [point])

    def flush(self) -> None:
        self._upsert(self._place.passages, self._passages)
        self._upsert(self._place.sentences, self._sentences)
        self._passages, self._sentences = [], []

    def _upsert(self, collection: str, points: list[models.PointStruct]) -> None:
        if points:
            self._connection.request(lambda client: client.upsert(collection, points, wait=True))
