"""Stores the vectors of an unfinished build in a file beside the index, so that a killed build can be resumed.

Each passage is one record: a hash of the model and of the embedded words, a checksum, and the vectors. A truncated
record at the end of the file is discarded.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from relbot.answer import Passage
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.date_mentions import DateMention
from relbot.text import terms

_HEAD = struct.Struct("<32sIHH")
"""Hash of model and words, CRC-32 of the data, number of sentences, number of tokens."""


class EmbeddedSoFar:
    """The stored vectors of passages, looked up by their words. Only one process may write the file at a time."""

    def __init__(self, file: Path, model: Model) -> None:
        """Open or create the file, with what a killed build may have left in it. Raises OSError."""
        self._file, self._model = file, f"{model.name}\0{model.revision}\0{model.sha256}\0"
        self._places: dict[bytes, int] = {}
        self._stream = file.open("r+b" if file.exists() else "w+b")
        end = self._scan()
        self._stream.truncate(end)

    def _scan(self) -> int:
        """Record the position of each record, and return where the last complete one ends."""
        size, place = self._file.stat().st_size, 0
        while len(head := self._stream.read(_HEAD.size)) == _HEAD.size:
            digest, _, sentences, tokens = _HEAD.unpack(head)
            end = place + _HEAD.size + _length(sentences, tokens)
            if end > size:
                break
            self._places[digest] = place
            place = end
            self._stream.seek(place)
        return place

    def add(self, heading: str, passage: EncodedPassage) -> None:
        """Store the vectors of a passage that was embedded with a heading before it. Raises OSError."""
        record = passage.record
        bounds = [(sentence.first_token, sentence.tokens) for sentence in record.sentences]
        data = b"".join(
            [
                passage.passage_vector.astype(np.float32).tobytes(),
                passage.sentence_vectors.astype(np.float32).tobytes(),
                np.array(bounds, np.uint16).tobytes(),
                passage.token_vectors.tobytes(),
            ]
        )
        head = _HEAD.pack(self._digest(heading, record.passage), zlib.crc32(data), len(bounds), record.tokens)
        self._stream.seek(0, 2)
        self._stream.write(head + data)

    def find(self, passage: Passage, heading: str, dates: Sequence[tuple[DateMention, ...]]) -> EncodedPassage | None:
        """Return a passage with the stored vectors of the same model, heading and words; None if there are none."""
        place = self._places.get(self._digest(heading, passage))
        if place is None:
            return None
        self._stream.seek(place)
        _, crc, sentences, tokens = _HEAD.unpack(self._stream.read(_HEAD.size))
        data = self._stream.read(_length(sentences, tokens))
        if zlib.crc32(data) != crc or sentences != len(passage.sentences):
            return None
        floats = np.frombuffer(data, np.float32, (1 + sentences) * DIMENSIONS).reshape(-1, DIMENSIONS)
        bounds = np.frombuffer(data, np.uint16, 2 * sentences, floats.nbytes).reshape(-1, 2).tolist()
        token_vectors = np.frombuffer(data, np.int8, tokens * DIMENSIONS, floats.nbytes + 4 * sentences)
        token_vectors = token_vectors.reshape(-1, DIMENSIONS)
        records = tuple(
            SentenceRecord(span, first, count, tuple(terms.stems(passage.words(span))), mentions)
            for span, (first, count), mentions in zip(passage.sentences, bounds, dates, strict=True)
        )
        record = PassageRecord(passage, records, tuple(terms.stems(heading)), tokens, checksum(token_vectors))
        return EncodedPassage(floats[0], floats[1:], token_vectors, record)

    def _digest(self, heading: str, passage: Passage) -> bytes:
        sentences = [(span.start - passage.start, span.end - passage.start) for span in passage.sentences]
        return hashlib.sha256(f"{self._model}{heading}\0{passage.quote}\0{sentences}".encode()).digest()

    def close(self) -> None:
        """Close the file and leave it for the next build."""
        self._stream.close()


def _length(sentences: int, tokens: int) -> int:
    """Return the length in bytes of a record after its head."""
    return (1 + sentences) * DIMENSIONS * 4 + sentences * 4 + tokens * DIMENSIONS
