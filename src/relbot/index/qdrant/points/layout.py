"""How the points of generations are laid out: in which collections and under which ids, which vectors and payload
indexes the collections have, and what is held in memory and on disk.

There are two collections: of passages, with a dense and a sparse vector each, and of sentences, with a dense vector and
the dates. An id is a UUID of which the lower half is a number, so that the row of a passage is read off it, and points
come in corpus order when they are listed. The upper half is 0, or, in collections that several indexes share, the hash
of the generation. What else a generation has (manifest, lexicon, texts) are blobs: points without vectors.

For ten million passages, with 43 million sentences: the original vectors, payloads and inverted lists are on disk, and
memory holds the vectors in 8 bit (4 GB of the passages; those of the sentences, 17 GB, as far as there is memory for
them) and the graphs (1.4 and 6 GB). The quantised vectors bring the candidates, and the originals score them again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from qdrant_client import QdrantClient, models

from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.qdrant.connection import CollectionExists, Connection

_HALF = 64
"""Bits of a point id that number it within its generation."""
_SENTENCES = 1 << 16
"""More than a passage can have, whose tokens fit a window."""
_HEAD = (1 << 63) - 1
"""The number of the point that says that a generation is whole, and what its name is."""
LAYOUT = 1
"""Version of what is stored in collections, beside the format of the manifest."""
DENSE, SPARSE = "dense", "stems"
"""Names of the vectors: of passages and of sentences alike, and of passages."""
SEARCH = models.SearchParams(
    hnsw_ef=256,  # of a list of 120; the default is 100
    quantization=models.QuantizationSearchParams(rescore=True, oversampling=2.0),
)
_INDEXED_FROM = 20_000
"""kB of vectors in a segment above which the graph is built, Qdrant's default: 13,000. Below, search is exact."""
_KEYWORD = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD)
_TENANT = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
_NUMBER = models.IntegerIndexParams(type=models.IntegerIndexType.INTEGER, lookup=False, range=True)
_Indexes = dict[str, models.PayloadSchemaParams]
_OWN_INDEXES: _Indexes = {"collection": _TENANT}
"""A server of Discord is answered from some collections, so what belongs to one stands together."""
_SHARED_INDEXES: _Indexes = {"collection": _KEYWORD, "generation": _TENANT, "tenant": _KEYWORD}
_PASSAGE_INDEXES: _Indexes = {"id": _KEYWORD, "kind": _KEYWORD}
_SENTENCE_INDEXES: _Indexes = {
    "terms": _KEYWORD,
    "shortest": _NUMBER,
    "dates[].first": _NUMBER,
    "dates[].last": _NUMBER,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the points of one generation are."""

    passages: str
    """The name of a collection, as the next."""
    sentences: str
    generation: str = ""
    """By which its points are told from others in the same collections; empty where there are no others."""

    @property
    def _prefix(self) -> int:
        return prefix(self.generation) if self.generation else 0

    def passage_id(self, row: int) -> str:
        return str(UUID(int=self._prefix << _HALF | row))

    def sentence_id(self, row: int, number: int) -> str:
        """That of a sentence by the row of its passage and its number there."""
        return str(UUID(int=self._prefix << _HALF | row * _SENTENCES + number))

    @property
    def head_id(self) -> str:
        return self.passage_id(_HEAD)

    def blob_id(self, name: str, part: int) -> str:
        digest = blake2b(f"{self.generation}\0{part}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16)
        return str(UUID(bytes=digest.digest()))

    @property
    def payload(self) -> dict[str, str]:
        """What the payload of each of its points has."""
        return {"generation": self.generation} if self.generation else {}

    @property
    def conditions(self) -> list[models.Condition]:
        """That a point is of this generation."""
        if not self.generation:
            return []
        return [models.FieldCondition(key="generation", match=models.MatchValue(value=self.generation))]


def row_of_passage(point_id: object) -> int:
    """The row of a passage by the id of its point."""
    return UUID(str(point_id)).int % (1 << _HALF)


def row_of_sentence(point_id: object) -> int:
    """The row of a sentence's passage by the id of its point."""
    return row_of_passage(point_id) // _SENTENCES


def prefix(name: str) -> int:
    """The upper half of the ids that belong to a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def create(connection: Connection, place: Place) -> None:
    """Create the collections of a generation, or those that it shares where they are not there yet."""
    for name, indexes, has_stems in (
        (place.passages, _PASSAGE_INDEXES, True),
        (place.sentences, _SENTENCE_INDEXES, False),
    ):
        with suppress(CollectionExists):  # by another index that shares them, or by a request that seemed to fail
            _create(connection, name, is_shared=bool(place.generation), has_stems=has_stems)
        for field, schema in {**indexes, **(_SHARED_INDEXES if place.generation else _OWN_INDEXES)}.items():
            _index(connection, name, field, schema)


def _create(connection: Connection, name: str, *, is_shared: bool, has_stems: bool) -> None:
    # Many small indexes: a graph for each, and none over all. One large: the graph is built when all is written.
    graph = models.HnswConfigDiff(m=0, payload_m=16) if is_shared else models.HnswConfigDiff(m=16, ef_construct=128)
    threshold = _INDEXED_FROM if is_shared else 0
    vectors = models.VectorParams(
        size=DIMENSIONS,
        distance=models.Distance.DOT,  # of normalised vectors: the cosine
        on_disk=True,
        quantization_config=models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(
                type=models.ScalarType.INT8, quantile=0.99, always_ram=True if has_stems else None
            )
        ),
    )
    sparse = {SPARSE: models.SparseVectorParams(index=models.SparseIndexParams(on_disk=True))} if has_stems else None

    def create(client: QdrantClient) -> bool:
        return client.create_collection(
            name,
            vectors_config={DENSE: vectors},
            sparse_vectors_config=sparse,
            on_disk_payload=True,
            hnsw_config=graph,
            optimizers_config=models.OptimizersConfigDiff(indexing_threshold=threshold),
        )

    connection.request(create)


def _index(connection: Connection, name: str, field: str, schema: models.PayloadSchemaParams) -> None:
    connection.request(lambda client: client.create_payload_index(name, field, field_schema=schema, wait=True))


def begin_indexing(connection: Connection, place: Place) -> None:
    """Have the graphs built, now that everything is written; shared collections build theirs at any time."""
    if not place.generation:
        _index_from(connection, place.passages)
        _index_from(connection, place.sentences)


def is_indexing(connection: Connection, place: Place) -> bool:
    """Whether graphs are being built; until they are, searches are slow."""
    return _is_yellow(connection, place.passages) or _is_yellow(connection, place.sentences)


def _index_from(connection: Connection, name: str) -> None:
    config = models.OptimizersConfigDiff(indexing_threshold=_INDEXED_FROM)
    connection.request(lambda client: client.update_collection(name, optimizers_config=config))


def _is_yellow(connection: Connection, name: str) -> bool:
    # Grey is a server that was started again: it goes on by itself only after the next change, so nobody waits for it.
    return connection.request(lambda client: client.get_collection(name)).status is models.CollectionStatus.YELLOW
