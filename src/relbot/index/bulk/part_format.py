"""The bytes of encoded passages, as they are sent and kept: arrays as safetensors, with the records as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from safetensors.numpy import load, save

from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.records import record_from, record_values

_RECORDS, _PASSAGES, _SENTENCES, _TOKENS = "records", "passages", "sentences", "tokens"


def to_bytes(passages: Sequence[EncodedPassage]) -> bytes:
    """At least one passage."""
    records = json.dumps([record_values(passage.record) for passage in passages]).encode()
    return save(
        {
            _RECORDS: np.frombuffer(records, np.uint8),
            _PASSAGES: np.stack([passage.passage_vector for passage in passages]),
            _SENTENCES: np.concatenate([passage.sentence_vectors for passage in passages]),
            _TOKENS: np.concatenate([passage.token_vectors.reshape(-1, DIMENSIONS) for passage in passages]),
        }
    )


def from_bytes(data: bytes) -> list[EncodedPassage]:
    """The passages that `to_bytes` was given."""
    arrays = load(data)
    records = [record_from(values) for values in json.loads(arrays[_RECORDS].tobytes())]
    passages, sentence, token = [], 0, 0
    for record, vector in zip(records, arrays[_PASSAGES], strict=True):
        after_sentences, after_tokens = sentence + len(record.sentences), token + record.tokens
        sentences, tokens = arrays[_SENTENCES][sentence:after_sentences], arrays[_TOKENS][token:after_tokens]
        passages.append(EncodedPassage(vector, sentences, tokens, record))
        sentence, token = after_sentences, after_tokens
    return passages
