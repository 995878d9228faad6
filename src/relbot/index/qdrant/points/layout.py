"""The layout of points: their collections and ids, the vectors and payload indexes of the collections, and what is held
in memory and on disk.

There are two collections: passages, with a dense and a sparse vector each, and sentences, with a dense vector and the
dates. An id is a UUID whose lower half is a number, from which the row of a passage is derived, and which puts listed
points in corpus order. The upper half is 0 or, in collections shared by several indexes, the hash of the generation.
The manifest, lexicon and texts of a generation are stored as blobs, i.e. points without vectors.

For ten million passages with 43 million sentences, the original vectors, payloads and inverted lists are on disk. In
memory are the 8-bit vectors (4 GB for passages; 17 GB for sentences, as far as memory allows) and the graphs (1.4 and 6
GB). The quantised vectors provide the candidates, which are scored again with the original vectors.
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
"""Number of bits of a point id that number it within its generation."""
_SENTENCES = 1 << 16
"""Upper bound for the number of sentences in a passage, whose tokens fit into a window."""
_HEAD = (1 << 63) - 1
"""Number of the head, the point that marks a generation as complete and contains its name."""
LAYOUT = 1
"""Version of the layout of the collections, independent of the manifest's format."""
DENSE, SPARSE = "dense", "stems"
"""Names of the dense vectors of passages and sentences, and of the sparse vectors of passages."""
SEARCH = models.SearchParams(
    hnsw_ef=256,  # for a list of 120; the default is 100
    quantization=models.QuantizationSearchParams(rescore=True, oversampling=2.0),
)
_INDEXED_FROM = 20_000
"""Size of a segment's vectors in kB above which a graph is built: 13,000 vectors, Qdrant's default. Below it, search is
exact."""
_KEYWORD = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD)
_TENANT = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
_NUMBER = models.IntegerIndexParams(type=models.IntegerIndexType.INTEGER, lookup=False, range=True)
_Indexes = dict[str, models.PayloadSchemaParams]
_OWN_INDEXES: _Indexes = {"collection": _TENANT}
"""A Discord server is answered from certain collections, so the points of one collection are stored together."""
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
    """The collections and ids of the points of one generation."""

    passages: str
    """Name of the collection of passages."""
    sentences: str
    generation: str = ""
    """Identifies its points in collections shared with other generations; empty if it does not share any."""

    @property
    def _prefix(self) -> int:
        return prefix(self.generation) if self.generation else 0

    def passage_id(self, row: int) -> str:
        return str(UUID(int=self._prefix << _HALF | row))

    def sentence_id(self, row: int, number: int) -> str:
        """Return the point id of a sentence, given the row of its passage and its number in the passage."""
        return str(UUID(int=self._prefix << _HALF | row * _SENTENCES + number))

    @property
    def head_id(self) -> str:
        return self.passage_id(_HEAD)

    def blob_id(self, name: str, part: int) -> str:
        digest = blake2b(f"{self.generation}\0{part}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16)
        return str(UUID(bytes=digest.digest()))

    @property
    def payload(self) -> dict[str, str]:
        """The fields that the payloads of all of its points have."""
        return {"generation": self.generation} if self.generation else {}

    @property
    def conditions(self) -> list[models.Condition]:
        """The conditions that a point belongs to this generation."""
        if not self.generation:
            return []
        return [models.FieldCondition(key="generation", match=models.MatchValue(value=self.generation))]


def row_of_passage(point_id: object) -> int:
    """Return the row of a passage, given its point id."""
    return UUID(str(point_id)).int % (1 << _HALF)


def row_of_sentence(point_id: object) -> int:
    """Return the row of a sentence's passage, given the sentence's point id."""
    return row_of_passage(point_id) // _SENTENCES


def prefix(name: str) -> int:
    """Return the upper half of the point ids of a generation."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def create(connection: Connection, place: Place) -> None:
    """Create the collections of a generation, if they do not exist yet."""
    for name, indexes, has_stems in (
        (place.passages, _PASSAGE_INDEXES, True),
        (place.sentences, _SENTENCE_INDEXES, False),
    ):
        with suppress(CollectionExists):  # created by another index that shares it, or by a request that seemed to fail
            _create(connection, name, is_shared=bool(place.generation), has_stems=has_stems)
        for field, schema in {**indexes, **(_SHARED_INDEXES if place.generation else _OWN_INDEXES)}.items():
            _index(connection, name, field, schema)


def _create(connection: Connection, name: str, *, is_shared: bool, has_stems: bool) -> None:
    # Many small indexes have a graph each, and none for all. For a large one, the graph is built after all writing.
    graph = models.HnswConfigDiff(m=0, payload_m=16) if is_shared else models.HnswConfigDiff(m=16, ef_construct=128)
    threshold = _INDEXED_FROM if is_shared else 0
    vectors = models.VectorParams(
        size=DIMENSIONS,
        distance=models.Distance.DOT,  # the cosine similarity, as vectors are normalised
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
    """Start building the graphs after everything is written; shared collections build theirs at any time."""
    if not place.generation:
        _index_from(connection, place.passages)
        _index_from(connection, place.sentences)


def is_indexing(connection: Connection, place: Place) -> bool:
    """Return whether graphs are still being built, which makes searches slow."""
    return _is_yellow(connection, place.passages) or _is_yellow(connection, place.sentences)


def _index_from(connection: Connection, name: str) -> None:
    config = models.OptimizersConfigDiff(indexing_threshold=_INDEXED_FROM)
    connection.request(lambda client: client.update_collection(name, optimizers_config=config))


def _is_yellow(connection: Connection, name: str) -> bool:
    # Grey is not waited for: after a restart, a server resumes indexing only with the next change.
    return connection.request(lambda client: client.get_collection(name)).status is models.CollectionStatus.YELLOW
