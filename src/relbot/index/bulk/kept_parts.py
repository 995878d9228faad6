"""Keeps the embedded passages of a bulk build in an SQLite file until they are published, so that it can be resumed.

A source is divided into parts, which may arrive in any order. Each is stored in a transaction: its arrays as
safetensors, its records as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load, save

from relbot.answer import Source
from relbot.corpus.folder import SourceFile
from relbot.errors.index import IndexNotWritable
from relbot.index.document_encoding import ReadSource
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.records import record_from, record_values

_RECORDS, _PASSAGES, _SENTENCES, _TOKENS = "records", "passages", "sentences", "tokens"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS made_with (key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    path TEXT PRIMARY KEY, revision TEXT NOT NULL, title TEXT, url TEXT, licence TEXT, date TEXT, text BLOB,
    parts INTEGER
);
CREATE TABLE IF NOT EXISTS parts (
    path TEXT, number INTEGER, revision TEXT NOT NULL, encoded BLOB NOT NULL, PRIMARY KEY (path, number)
);
"""


def part_to_bytes(passages: Sequence[EncodedPassage]) -> bytes:
    """Serialise the passages of a part, at least one."""
    records = json.dumps([record_values(passage.record) for passage in passages]).encode()
    return save(
        {
            _RECORDS: np.frombuffer(records, np.uint8),
            _PASSAGES: np.stack([passage.passage_vector for passage in passages]),
            _SENTENCES: np.concatenate([passage.sentence_vectors for passage in passages]),
            _TOKENS: np.concatenate([passage.token_vectors.reshape(-1, DIMENSIONS) for passage in passages]),
        }
    )


def part_from_bytes(data: bytes) -> list[EncodedPassage]:
    """Return the passages of a part serialised by `part_to_bytes`."""
    arrays = load(data)
    records = [record_from(values) for values in json.loads(arrays[_RECORDS].tobytes())]
    passages, sentence, token = [], 0, 0
    for record, vector in zip(records, arrays[_PASSAGES], strict=True):
        after_sentences, after_tokens = sentence + len(record.sentences), token + record.tokens
        sentences, tokens = arrays[_SENTENCES][sentence:after_sentences], arrays[_TOKENS][token:after_tokens]
        passages.append(EncodedPassage(vector, sentences, tokens, record))
        sentence, token = after_sentences, after_tokens
    return passages


class KeptParts:
    """The parts in a file, all made with the same model and settings. Not thread-safe."""

    def __init__(self, file: Path, key: str) -> None:
        """Open or create the file; content of another key or a damaged file is dropped. Raises IndexNotWritable."""
        self._file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open(key)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # locked, full or not writable, but not damaged
                    raise
                self.remove()
                self._open(key)
        except (OSError, sqlite3.Error) as error:
            raise IndexNotWritable(file, str(error)) from None

    def _open(self, key: str) -> None:
        self._database = sqlite3.connect(self._file)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_SCHEMA)
        if self._database.execute("SELECT key FROM made_with").fetchall() != [(key,)]:
            with self._database:
                for table in ("made_with", "sources", "parts"):
                    self._database.execute(f"DROP TABLE {table}")
                self._database.executescript(_SCHEMA)  # the schema may have changed
                self._database.execute("INSERT INTO made_with VALUES (?)", (key,))

    def numbers(self, file: SourceFile) -> frozenset[int]:
        """Return the numbers of the kept parts of a source, after dropping those of other revisions."""
        with self._database:
            of_another = (file.path, file.revision)
            self._database.execute("DELETE FROM sources WHERE path = ? AND revision != ?", of_another)
            self._database.execute("DELETE FROM parts WHERE path = ? AND revision != ?", of_another)
        return frozenset(n for (n,) in self._database.execute("SELECT number FROM parts WHERE path = ?", (file.path,)))

    def is_complete(self, file: SourceFile) -> bool:
        """Return whether all parts of a source are kept."""
        count = len(self.numbers(file))
        row = self._database.execute("SELECT parts FROM sources WHERE path = ?", (file.path,)).fetchone()
        return row is not None and count == row[0]

    def add_source(self, read: ReadSource, parts: int) -> None:
        """Keep a source that was read, with its number of parts."""
        source, text = read.source, read.text.encode("utf-8", "surrogatepass")
        values = (source.path, read.revision, source.title, source.url, source.licence, source.date, text, parts)
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def add_part(self, path: str, number: int, revision: str, encoded: bytes) -> None:
        """Keep a part of a source, serialised by `part_to_bytes`."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", (path, number, revision, encoded)
            )

    def source(self, path: str) -> ReadSource:
        """Return a kept source."""
        revision, title, url, licence, date, text = self._database.execute(
            "SELECT revision, title, url, licence, date, text FROM sources WHERE path = ?", (path,)
        ).fetchone()
        return ReadSource(Source(title, path, url, licence, date), revision, text.decode("utf-8", "surrogatepass"))

    def passages(self, path: str) -> Iterator[EncodedPassage]:
        """Yield the passages of a complete source, with one part in memory at a time."""
        rows = self._database.execute("SELECT encoded FROM parts WHERE path = ? ORDER BY number", (path,))
        for (encoded,) in rows:
            yield from part_from_bytes(encoded)

    def close(self) -> None:
        self._database.close()

    def remove(self) -> None:
        """Close the file and remove it."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
