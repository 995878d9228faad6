"""Restricts a generation to some collections, as if it had been built from their sources alone.

No search can reach the excluded sources, and no statistic, correction, refusal or example can reveal anything of them,
as none of their data is there. Small data is copied (texts, dates, lexical index and vocabulary: 4.5 kB and 0.1 ms per
passage); vectors are shared, and a selector limits searches to those of the collections.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.index.local.postings import PostingsWriter
from relbot.index.local.store import Store
from relbot.index.local.store_writer import INDEXES, SCHEMA, TERMS, write_vocabulary
from relbot.index.manifest import Manifest, SourceEntry
from relbot.index.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept source: its entry, number, and passage and sentence rows in the whole generation."""

    entry: SourceEntry
    number: int
    passages: range
    sentences: range


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a generation consists of if only some of its collections are kept."""

    manifest: Manifest
    store: Store
    passages: NDArray[np.int64]
    """The rows of the kept passages in the whole generation."""
    sentences: NDArray[np.int64]
    """The rows of the kept sentences in the whole generation."""


def restrict(
    manifest: Manifest, store: Store, sentence_rows: NDArray[np.int64], collections: Collection[str]
) -> Restriction:
    """Return what is left of a generation of some collections, with passages and sentences renumbered from 0.

    `sentence_rows` is the array from `Store.sentence_rows`. Collections that the generation does not have are ignored;
    if it has none of them, no passages are left.
    """
    kept = list(_kept(manifest, store, sentence_rows, collections))
    starts = accumulate((len(source.passages) for source in kept), initial=0)
    sources = tuple(replace(source.entry, first_passage=first) for source, first in zip(kept, starts, strict=False))
    passages, sentences = (
        np.array([row for rows in part for row in rows], np.int64)
        for part in ([source.passages for source in kept], [source.sentences for source in kept])
    )
    return Restriction(
        replace(manifest, sources=sources, sentences=len(sentences)),
        restricted_store(store, kept, collections),
        passages,
        sentences,
    )


def _kept(
    manifest: Manifest, store: Store, sentence_rows: NDArray[np.int64], collections: Collection[str]
) -> Iterable[Kept]:
    numbers = store.source_rows()
    for entry in manifest.sources:
        if entry.source.collection in collections:
            number, rows = numbers[entry.source.path]
            of_source = sentence_rows[slice(*np.searchsorted(sentence_rows[:, 0], [rows.start, rows.stop]))]
            first = int(of_source[0, 1]) if len(of_source) else 0
            yield Kept(entry, number, rows, range(first, first + int(of_source[:, 2].sum())))


def restricted_store(store: Store, kept: Sequence[Kept], collections: Collection[str]) -> Store:
    """Return a store in memory with the kept sources, their rows renumbered from 0."""
    database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    database.executescript(SCHEMA)
    database.execute("BEGIN")
    passages = sentences = 0
    for number, source in enumerate(kept, start=1):
        rows = source.passages
        by_passage, by_sentence = passages - rows.start, sentences - source.sentences.start
        _insert(database, "source", [(number, *values[1:]) for values in _read(store, "source", "id", source.number)])
        found = _read(store, "passage", "id", rows.start, rows.stop - 1)
        _insert(database, "passage", [(values[0] + by_passage, number, *values[2:]) for values in found])
        found = _read(store, "sentence", "passage", rows.start, rows.stop - 1)
        moved = [(values[0] + by_sentence, values[1] + by_passage, *values[2:]) for values in found]
        _insert(database, "sentence", moved)
        found = _read(store, "date", "passage", rows.start, rows.stop - 1)
        _insert(database, "date", [(v[0] + by_sentence, v[1] + by_passage, *v[2:]) for v in found])
        passages, sentences = passages + len(rows), sentences + len(source.sentences)
    write_vocabulary(database, _vocabulary(store, collections))
    _write_lexicon(database)
    database.execute("COMMIT")
    database.executescript(INDEXES)
    return Store(database)


def _write_lexicon(database: sqlite3.Connection) -> None:
    writer, found = PostingsWriter(database), database.execute(f"{TERMS} ORDER BY id").fetchall()
    for row, stems in found:
        writer.add(row, stems.split())
    writer.close()
    database.executemany("INSERT INTO lexicon (rowid, terms) VALUES (?, ?)", found)


def _vocabulary(store: Store, collections: Collection[str]) -> Vocabulary:
    names = json.dumps(sorted(collections))
    within = "WHERE collection IN (SELECT value FROM json_each(?))"
    vocabulary = Vocabulary()
    vocabulary.add_counts(
        store.query(f"SELECT word, passages, named FROM form {within}", (names,)),  # noqa: S608
        store.query(f"SELECT initials, name, passages FROM name_form {within}", (names,)),  # noqa: S608
    )
    return vocabulary


def _read(store: Store, table: str, column: str, first: int, last: int | None = None) -> list[tuple[Any, ...]]:
    return store.query(
        f"SELECT * FROM {table} WHERE {column} BETWEEN ? AND ? ORDER BY rowid",  # noqa: S608 - from within this module
        (first, first if last is None else last),
    )


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - from within this module
