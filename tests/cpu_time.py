"""Limits on CPU time, for a processor that multiplies 8-bit numbers fast (VNNI); another gets longer in proportion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from time import process_time

from relbot.reading.reader import Reader

_WINDOW_SECONDS = 0.012
"""What reading a full window may take where the limits were set; it took 7 ms there (docs/reader.md)."""


@contextmanager
def within_seconds(limit: float, what: object = "") -> Iterator[None]:
    """Check that the block takes less than `limit` seconds of this process's time."""
    started = process_time()
    yield
    taken = process_time() - started
    assert taken < limit or taken < limit * _slowness(), what


@cache
def _slowness() -> float:
    """How many times as long this processor takes to read, at least 1."""
    reader, sentences = Reader.load(), ["The old mill of the town burned down in the winter of the year."] * 12
    seconds = []
    for question in ("When did the mill burn down?", "What burned down?", "Where is the mill?"):
        started = process_time()
        reader.read(question, "", sentences, 0)
        seconds.append(process_time() - started)
    return max(1.0, min(seconds) / _WINDOW_SECONDS)
