"""Packs the payloads of a generation's points: records, vectors and blobs, each compressed with a checksum.

A passage's payload also contains its vectors as bytes. So one request fetches the short list of a question with exact
vectors, however Qdrant quantises, at 42 kB per passage instead of 205 as a multivector of floats. Damage is detected by
zlib's checksum (Adler-32, RFC 1950).
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.index import records
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.records import PassageRecord
from relbot.temporal.date_mentions import DateMention

RECORD, VECTORS, TOKENS, STEMS = "record", "vectors", "tokens", "stems"
"""Fields of a passage's payload: its record, the passage and sentence vectors, the token vectors, and its stems."""


class PayloadDamaged(ValueError):
    """Stored data is not as it was written."""


def pack(data: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> str:
    """Return bytes as text for a payload: compressed with a strategy of zlib, and encoded in base64."""
    compressor = zlib.compressobj(level=1, strategy=strategy)
    return b64encode(compressor.compress(data) + compressor.flush()).decode()


def unpack(text: object) -> bytes:
    """Return the bytes packed by `pack`. Raises PayloadDamaged."""
    try:
        return zlib.decompress(b64decode(str(text), validate=True))
    except (ValueError, zlib.error) as error:
        raise PayloadDamaged(str(error)) from None


def passage_payload(passage: EncodedPassage) -> dict[str, Any]:
    """Return the payload of a passage, without the fields by which points are filtered."""
    record = passage.record
    vectors = np.concatenate([passage.passage_vector[None], passage.sentence_vectors]).astype("<f4")
    return {
        "id": record.passage.id,
        STEMS: " ".join(record.stems),
        RECORD: pack(json.dumps(records.record_values(record), ensure_ascii=False).encode("utf-8", "surrogatepass")),
        VECTORS: pack(vectors.tobytes()),
        TOKENS: pack(passage.token_vectors.tobytes(), zlib.Z_HUFFMAN_ONLY),  # as small as any, in a third of the time
    }


def date_from(values: dict[str, Any]) -> DateMention:
    """Return the date of values made by `records.date_values`. Raises PayloadDamaged."""
    try:
        return records.date_from(values)
    except (LookupError, TypeError, ValueError) as error:
        raise PayloadDamaged(str(error)) from None


def record_from(payload: dict[str, Any], row: int, shared_titles: frozenset[str]) -> PassageRecord:
    """Return the record of a passage; `shared_titles` is as in `records.record_from`. Raises PayloadDamaged."""
    try:
        values = json.loads(unpack(payload.get(RECORD)).decode("utf-8", "surrogatepass"))
        return records.record_from(values, row, shared_titles)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise PayloadDamaged(str(error)) from None


def vectors_from(payload: dict[str, Any]) -> NDArray[np.float32]:
    """Return the passage vector and the sentence vectors, (1 + sentences, 384). Raises PayloadDamaged."""
    return _array(payload.get(VECTORS), np.dtype("<f4")).astype(np.float32, copy=False)


def tokens_from(payload: dict[str, Any]) -> NDArray[np.int8]:
    """Return the token vectors, (tokens, 384). Raises PayloadDamaged."""
    return _array(payload.get(TOKENS), np.dtype(np.int8))


def _array(text: object, kind: np.dtype[Any]) -> NDArray[Any]:
    data = unpack(text)
    if len(data) % (DIMENSIONS * kind.itemsize):
        raise PayloadDamaged(f"{len(data)} bytes")
    return np.frombuffer(data, kind).reshape(-1, DIMENSIONS)
