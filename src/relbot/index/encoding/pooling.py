"""One pass of the model over a passage, kept at three grains: passage, sentence and token."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Passage
from relbot.index.encoding.encoder import Encoded, normalised
from relbot.index.store import PassageRow, SentenceRow
from relbot.temporal.date_mentions import DateMention
from relbot.text import terms

_SCALE = 127.0
"""Token vectors have length 1, so their parts fit a signed byte. Costs nothing: passage@1 0.870 against 0.868."""


@dataclass(frozen=True, slots=True)
class Grains:
    """The vectors of one passage."""

    passage: NDArray[np.float32]
    """(384,), normalised."""
    sentences: NDArray[np.float32]
    """(sentences, 384), normalised, each in the context of the whole passage."""
    tokens: NDArray[np.int8]
    """(tokens, 384), heading included, special tokens not; 127 is 1."""
    row: PassageRow


def grains(passage: Passage, heading: str, encoded: Encoded, dates: Sequence[tuple[DateMention, ...]]) -> Grains:
    """The grains of a passage, from `heading + quote` as the model saw it; `dates` by sentence."""
    inner = slice(1, -1)
    vectors, offsets = encoded.vectors[inner], encoded.offsets[inner]
    places = offsets + (passage.start - len(heading))  # of the source's text; what lies before the start is heading
    rows, means = [], []
    for span, mentions in zip(passage.sentences, dates, strict=True):
        # A token belongs to the sentence that it starts in.
        first, after = np.searchsorted(places[:, 0], [span.start, span.end])
        stems = tuple(terms.stems(passage.words(span)))
        rows.append(SentenceRow(span, int(first), int(after - first), stems, mentions))
        means.append(vectors[first:after].mean(axis=0) if after > first else encoded.vectors.mean(axis=0))
    tokens = np.rint(normalised(vectors) * _SCALE).astype(np.int8)
    row = PassageRow(passage, tuple(rows), tuple(terms.stems(heading)), len(tokens), checksum(tokens))
    return Grains(encoded.mean(), normalised(np.stack(means)), tokens, row)


def checksum(tokens: NDArray[np.int8]) -> int:
    """The CRC-32 of a passage's token vectors, by which damage to them is seen when they are read."""
    return zlib.crc32(np.ascontiguousarray(tokens).data)


def unpacked(tokens: NDArray[np.int8]) -> NDArray[np.float32]:
    """Token vectors as floats, of length 1 but for rounding."""
    floats: NDArray[np.float32] = tokens.astype(np.float32) / np.float32(_SCALE)
    return floats
