"""The bytes of encoded passages, as they are sent and kept: arrays as safetensors, with the records as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from relbot.answer import Anchor, Passage, Place, Source, Span
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.calendar import Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval

_RECORDS, _PASSAGES, _SENTENCES, _TOKENS = "records", "passages", "sentences", "tokens"


def to_bytes(passages: Sequence[EncodedPassage]) -> bytes:
    """At least one passage."""
    records = json.dumps([asdict(passage.record) for passage in passages]).encode()
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
    records = [_record(values) for values in json.loads(arrays[_RECORDS].tobytes())]
    passages, sentence, token = [], 0, 0
    for record, vector in zip(records, arrays[_PASSAGES], strict=True):
        after_sentences, after_tokens = sentence + len(record.sentences), token + record.tokens
        sentences, tokens = arrays[_SENTENCES][sentence:after_sentences], arrays[_TOKENS][token:after_tokens]
        passages.append(EncodedPassage(vector, sentences, tokens, record))
        sentence, token = after_sentences, after_tokens
    return passages


def _record(values: Mapping[str, Any]) -> PassageRecord:
    passage = values["passage"]
    return PassageRecord(
        Passage(
            Source(**passage["source"]),
            passage["start"],
            passage["end"],
            passage["quote"],
            tuple(passage["section"]),
            tuple(Span(**span) for span in passage["sentences"]),
            passage["id"],
            tuple(Place(**place) for place in passage["places"]),
            tuple(anchor and Anchor(**anchor) for anchor in passage["anchors"]),
        ),
        tuple(map(_sentence, values["sentences"])),
        tuple(values["heading_terms"]),
        values["tokens"],
        values["checksum"],
    )


def _sentence(values: Mapping[str, Any]) -> SentenceRecord:
    return SentenceRecord(
        Span(**values["span"]),
        values["first_token"],
        values["tokens"],
        tuple(values["terms"]),
        tuple(map(_date, values["dates"])),
    )


def _date(values: Mapping[str, Any]) -> DateMention:
    interval = values["interval"]
    days = Interval(Day(*interval["first"]), Day(*interval["last"]), interval["modifier"])
    return DateMention(**{**values, "interval": days})
