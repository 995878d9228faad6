"""Where the points of a generation are: in which collections, and under which ids.

There are two collections: of passages, with a dense and a sparse vector each, and of sentences, with a dense vector and
the dates. An id is a UUID of which the lower half is a number, so that the row of a passage is read off it, and points
come in corpus order when they are listed. The upper half is 0, or, in collections that several indexes share, the hash
of the generation. What else a generation has (manifest, lexicon, texts) are blobs: points without vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from qdrant_client import models

_HALF = 64
"""Bits of a point id that number it within its generation."""
_SENTENCES = 1 << 16
"""More than a passage can have, whose tokens fit a window."""
_HEAD = (1 << 63) - 1
"""The number of the point that says that a generation is whole, and what its name is."""


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
