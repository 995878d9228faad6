"""What is stored with the points of a generation: records, vectors and blobs, each compressed with a checksum.

A passage's vectors are in its payload too, as bytes: so the short list of a question comes with one request, exact to
the bit whatever the engine quantises, at 42 kB a passage where a multivector of floats has 205. zlib's own checksum
(Adler-32, RFC 1950) tells damage.
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
"""Fields of a passage's payload: its record, the vectors of it and of its sentences, those of its tokens, its stems."""


class PayloadDamaged(ValueError):
    """What is stored is not what was written."""


def pack(data: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> str:
    """Bytes as a text for a payload: compressed by a strategy of zlib, in base 64."""
    compressor = zlib.compressobj(level=1, strategy=strategy)
    return b64encode(compressor.compress(data) + compressor.flush()).decode()


def unpack(text: object) -> bytes:
    """The bytes that `pack` was given. Raises PayloadDamaged."""
    try:
        return zlib.decompress(b64decode(str(text), validate=True))
    except (ValueError, zlib.error) as error:
        raise PayloadDamaged(str(error)) from None


def passage_payload(passage: EncodedPassage) -> dict[str, Any]:
    """The payload of a passage, without what it is filtered by."""
    record = passage.record
    vectors = np.concatenate([passage.passage_vector[None], passage.sentence_vectors]).astype("<f4")
    return {
        "id": record.passage.id,
        STEMS: " ".join(record.stems),
        RECORD: pack(json.dumps(records.record_values(record), ensure_ascii=False).encode("utf-8", "surrogatepass")),
        VECTORS: pack(vectors.tobytes()),
        TOKENS: pack(passage.token_vectors.tobytes(), zlib.Z_HUFFMAN_ONLY),  # the same size as any, in a third the time
    }


def date_from(values: dict[str, Any]) -> DateMention:
    """The date that `records.date_values` was given. Raises PayloadDamaged."""
    try:
        return records.date_from(values)
    except (LookupError, TypeError, ValueError) as error:
        raise PayloadDamaged(str(error)) from None


def record_from(payload: dict[str, Any], row: int, shared_titles: frozenset[str]) -> PassageRecord:
    """The record of a passage; `shared_titles` are those of several sources, casefolded. Raises PayloadDamaged."""
    try:
        values = json.loads(unpack(payload.get(RECORD)).decode("utf-8", "surrogatepass"))
        return records.record_from(values, row, shared_titles)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise PayloadDamaged(str(error)) from None


def vectors_from(payload: dict[str, Any]) -> NDArray[np.float32]:
    """(1 + sentences, 384): the vector of a passage, and those of its sentences. Raises PayloadDamaged."""
    return _array(payload.get(VECTORS), np.dtype("<f4")).astype(np.float32, copy=False)


def tokens_from(payload: dict[str, Any]) -> NDArray[np.int8]:
    """(tokens, 384). Raises PayloadDamaged."""
    return _array(payload.get(TOKENS), np.dtype(np.int8))


def _array(text: object, kind: np.dtype[Any]) -> NDArray[Any]:
    data = unpack(text)
    if len(data) % (DIMENSIONS * kind.itemsize):
        raise PayloadDamaged(f"{len(data)} bytes")
    return np.frombuffer(data, kind).reshape(-1, DIMENSIONS)
