"""An index generation opened for reading: verified on opening, then immutable.

    index/
      CURRENT                     the name of the current generation
      <time>-<hash>/              immutable; the hash is that of its manifest
        manifest.json             sources, model and settings, with the size and hash of every other file
        encoder.onnx(.data)       the model; generations share it by hard links
        tokenizer.json
        passages.sqlite           texts, passages, sentences, dates, the lexical index
        passages.faiss            a vector for each passage
        sentences.faiss           a vector for each sentence
        tokens.codes              a vector for each token, encoded, read on demand

On opening every file is checked against its hash, except the token vectors: they may take gigabytes, so those of each
passage have a checksum of their own, checked whenever they are read.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Contents, IndexedSource, SourceText, Span, Surroundings
from relbot.errors import IndexDamaged, IndexEncodedOtherwise, SourceUnknown
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.encoding.token_codec import codec_for
from relbot.index.local import store, token_vectors
from relbot.index.local.store import Store, StoredPassage
from relbot.index.local.token_vectors import TokenVectors
from relbot.index.local.vectors import read_vectors
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileEntry, Manifest
from relbot.index.protocol import Found
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval

PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS = "passages.faiss", "sentences.faiss", token_vectors.FILE
FILES = (*ENCODER_FILES, store.FILE, PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS)


@dataclass(frozen=True)
class LocalGeneration:
    """An open generation: `protocol.Generation`. Thread-safe, and readable even after its folder is removed."""

    folder: Path
    manifest: Manifest
    encoder: Encoder
    store: Store
    passage_vectors: Any
    """The passage vectors, with the methods of a FAISS index by inner product; its ids are passage rows."""
    sentence_vectors: Any
    """The same of the sentence vectors."""
    token_vectors: TokenVectors

    @classmethod
    def open(cls, folder: Path, *, previous: LocalGeneration | None = None) -> LocalGeneration:
        """Open and verify a generation; where `previous` has the same encoder files, its loaded encoder is shared.

        Raises IndexDamaged with the file's name, IndexTooNew, IndexTooOld, IndexEncodedOtherwise.
        """
        manifest = _read_manifest(folder)
        same_encoder = (
            previous is not None
            and previous.encoder.weights_unchanged
            and all(previous.manifest.files[name] == manifest.files[name] for name in ENCODER_FILES)
        )
        codec = codec_for(manifest.model.name)
        if codec.name != manifest.token_codec:
            raise IndexEncodedOtherwise(folder, manifest.token_codec)
        for name, entry in manifest.files.items():
            if name != TOKEN_VECTORS and not (same_encoder and name in ENCODER_FILES):
                verify_file(folder / name, entry)
        verify_size(folder / TOKEN_VECTORS, manifest.files[TOKEN_VECTORS])
        try:
            generation = cls(
                folder,
                manifest,
                previous.encoder if previous is not None and same_encoder else Encoder(folder),
                Store(folder / store.FILE),
                read_vectors(folder / PASSAGE_VECTORS),
                read_vectors(folder / SENTENCE_VECTORS),
                TokenVectors(folder, codec),
            )
        except Exception as error:  # of four libraries, each with its own classes, one a bare Exception
            raise IndexDamaged(folder, f"cannot be opened ({type(error).__name__})") from error
        counts = (generation.passage_vectors.ntotal, generation.sentence_vectors.ntotal)
        if counts != (manifest.passages, manifest.sentences):
            raise IndexDamaged(folder / MANIFEST, "has other counts than the files it lists")
        return generation

    @property
    def name(self) -> str:
        return self.manifest.name

    def passage_of_sentence(self, row: int) -> int:
        """The row of the passage that contains the sentence with a row."""
        return int(np.searchsorted(self.first_sentence_rows, row, side="right")) - 1

    @cached_property
    def first_sentence_rows(self) -> NDArray[np.int64]:
        """The row of the first sentence of each passage."""
        return np.array(self.store.first_sentence_rows(), np.int64)

    @property
    def lexicon(self) -> Store:
        return self.store

    def search(self, vector: NDArray[np.float32], stems: Sequence[str], interval: Interval | None, depth: int) -> Found:
        if not self.manifest.passages:
            return Found({}, {}, {}, frozenset())
        dense = dict(_nearest(self.passage_vectors, vector, depth))
        sentence: dict[int, float] = {}
        for number, score in _nearest(self.sentence_vectors, vector, 2 * depth):
            sentence.setdefault(self.passage_of_sentence(number), score)
        lexical = dict(self.store.bm25(stems, depth))
        dated = frozenset(self.store.rows_in_interval(interval, depth) if interval else ())
        missing = [row for row in {**sentence, **lexical, **dict.fromkeys(dated)} if row not in dense]
        if missing:
            vectors = self.passage_vectors.reconstruct_batch(np.array(missing, np.int64))
            dense.update(zip(missing, (vectors @ vector).tolist(), strict=True))
        return Found(dense, sentence, lexical, dated)

    def matching(self, stems: Collection[str], limit: int) -> list[StoredPassage]:
        return self.store.passages(sorted(row for row, _ in self.store.bm25(stems, limit)))

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        return self.store.passages(rows)

    def encoded(self, rows: Sequence[int]) -> list[EncodedPassage]:
        """As `Generation.encoded`. Raises IndexDamaged where the checksum of token vectors does not match."""
        records = self.store.passages(rows)
        if not records:
            return []
        passages = self.passage_vectors.reconstruct_batch(np.array(rows, np.int64))
        return [
            EncodedPassage(vector, sentences, self._tokens_of(record), record)
            for vector, sentences, record in zip(passages, self._sentences_of(records), records, strict=True)
        ]

    def sentence_vectors_of(self, rows: Sequence[int]) -> list[NDArray[np.float32]]:
        return self._sentences_of(self.store.passages(rows))

    def _sentences_of(self, records: Sequence[StoredPassage]) -> list[NDArray[np.float32]]:
        if not records:
            return []
        rows = np.concatenate([record.first_sentence + np.arange(len(record.sentences)) for record in records])
        ends = list(accumulate(len(record.sentences) for record in records))
        return np.split(self.sentence_vectors.reconstruct_batch(rows), ends[:-1])

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> list[tuple[int, Span, DateMention]]:
        return self.store.date_mentions(stems, within)

    def within(self, collections: Collection[str]) -> LocalGeneration:
        from relbot.index.local.restriction import restrict  # with what writes a store

        return restrict(self, collections)

    def _tokens_of(self, passage: StoredPassage) -> NDArray[np.int8]:
        stored = self.token_vectors.read(passage.first_token, passage.tokens)
        if checksum(stored) != passage.checksum:
            raise IndexDamaged(self.folder / TOKEN_VECTORS, "does not match its checksum")
        return stored

    def surroundings(self, passage_id: str) -> Surroundings | None:
        """A passage by its id, with its neighbours; None where this generation has none with that id."""
        row = self.store.row_of(passage_id)
        if row is None:
            return None
        before, after = self.store.neighbours(row)
        rows = [number for number in (before, row, after) if number is not None]
        passages = {number: found.passage for number, found in zip(rows, self.store.passages(rows), strict=True)}
        return Surroundings(
            passages[row],
            passages[before] if before is not None else None,
            passages[after] if after is not None else None,
        )

    def document(self, path: str) -> SourceText:
        """The rendered text of a source. Raises SourceUnknown."""
        for entry in self.manifest.sources:
            if entry.source.path == path:
                return SourceText(entry.source, self.store.text(path) or "")
        raise SourceUnknown(path)

    @cached_property
    def contents(self) -> Contents:
        manifest = self.manifest
        return Contents(
            self.name,
            manifest.built,
            manifest.model.name,
            tuple(IndexedSource(entry.source, entry.passages) for entry in manifest.sources),
            manifest.passages,
            manifest.sentences,
        )


def _nearest(index: Any, vector: NDArray[np.float32], count: int) -> Iterator[tuple[int, float]]:
    """(row, cosine) of the vectors of a FAISS index that are nearest to one, best first."""
    scores, rows = index.search(vector[None], min(count, index.ntotal))
    return ((row, score) for row, score in zip(rows[0].tolist(), scores[0].tolist(), strict=True) if row >= 0)


def verify_file(file: Path, entry: FileEntry) -> None:
    """Check a file against its size and hash. Raises IndexDamaged."""
    verify_size(file, entry)
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if found != entry.sha256:
        raise IndexDamaged(file, "does not match its checksum")


def verify_size(file: Path, entry: FileEntry) -> None:
    """Check the size of a file, without reading it. Raises IndexDamaged."""
    try:
        status = file.lstat()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(status.st_mode):  # reading from a pipe would block, and ONNX Runtime follows no link
        raise IndexDamaged(file, "is not a file")
    if status.st_size != entry.bytes:
        raise IndexDamaged(file, f"has {status.st_size} bytes where {entry.bytes} were written")


def verify_generation(folder: Path) -> Manifest:
    """Check every file of a generation against its manifest, and return that.

    Raises IndexDamaged, IndexTooNew, IndexTooOld.
    """
    manifest = _read_manifest(folder)
    for name, entry in manifest.files.items():
        verify_file(folder / name, entry)
    return manifest


def _read_manifest(folder: Path) -> Manifest:
    manifest = Manifest.read(folder)
    if manifest.files.keys() != set(FILES):
        raise IndexDamaged(folder / MANIFEST, "lists other files than an index has")
    return manifest
