"""The similarity in meaning of sentences to a question or to another sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from relbot.answering.statements import Quote
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord


def by_likeness(
    vector: NDArray[np.float32], chosen: Iterable[tuple[PassageRecord, Sequence[int]]], generation: Generation
) -> list[tuple[float, Quote]]:
    """Return the chosen sentences of some passages in the given order, each with its cosine to a vector."""
    some = [(record, numbers) for record, numbers in chosen if numbers]
    vectors = generation.sentence_vectors_of([record.row for record, _ in some]) if some else []
    return [
        (float(own[number] @ vector), Quote(record.passage, number))
        for (record, numbers), own in zip(some, vectors, strict=True)
        for number in numbers
    ]
