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
        tokens.i8                 an int8 vector for each token, read on demand

On opening every file is checked against its hash, except the token vectors: they may take gigabytes, so those of each
passage have a checksum of their own, checked whenever they are read.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.answer import Contents, IndexedSource, SourceText, Surroundings
from relbot.errors import IndexDamaged, SourceUnknown
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.pooling import checksum, dequantise
from relbot.index.local import store, token_vectors
from relbot.index.local.store import PassageRecord, Store
from relbot.index.local.token_vectors import TokenVectors
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileEntry, Manifest

PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS = "passages.faiss", "sentences.faiss", token_vectors.FILE
FILES = (*ENCODER_FILES, store.FILE, PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS)


@dataclass(frozen=True)
class Generation:
    """An open generation. Thread-safe, and readable even after its folder is removed."""

    folder: Path
    manifest: Manifest
    encoder: Encoder
    store: Store
    passage_vectors: Any
    """FAISS index of the passage vectors, by inner product; its ids are passage rows."""
    sentence_vectors: Any
    """The same of the sentence vectors."""
    token_vectors: TokenVectors

    @classmethod
    def open(cls, folder: Path, *, previous: Generation | None = None) -> Generation:
        """Open and verify a generation; where `previous` has the same encoder files, its loaded encoder is shared.

        Raises IndexDamaged with the file's name, IndexTooNew, IndexTooOld.
        """
        manifest = _read_manifest(folder)
        same_encoder = (
            previous is not None
            and previous.encoder.weights_unchanged
            and all(previous.manifest.files[name] == manifest.files[name] for name in ENCODER_FILES)
        )
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
                faiss.read_index(str(folder / PASSAGE_VECTORS)),
                faiss.read_index(str(folder / SENTENCE_VECTORS)),
                TokenVectors(folder),
            )
        except Exception as error:  # of four libraries, each with its own classes, one a bare Exception
            raise IndexDamaged(folder, f"cannot be opened ({type(error).__name__})") from error
        counts = (generation.passage_vectors.ntotal, generation.sentence_vectors.ntotal)
        if counts != (manifest.passages, manifest.sentences):
            raise IndexDamaged(folder / MANIFEST, "has other counts than the files it lists")
        return generation

    @property
    def name(self) -> str:
        return self.folder.name

    def passage_of_sentence(self, row: int) -> int:
        """The row of the passage that contains the sentence with a row."""
        return int(np.searchsorted(self.first_sentence_rows, row, side="right")) - 1

    @cached_property
    def first_sentence_rows(self) -> NDArray[np.int64]:
        """The row of the first sentence of each passage."""
        return np.array(self.store.first_sentence_rows(), np.int64)

    @cached_property
    def word_forms(self) -> dict[tuple[str, int], list[str]]:
        """The folded words of the corpus by (first letter, length), to find those within an edit distance."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in self.store.word_forms():
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def token_vectors_of(self, passage: PassageRecord) -> NDArray[np.float32]:
        """The token vectors of a passage, (tokens, 384), normalised. Raises IndexDamaged."""
        return dequantise(self.quantised_token_vectors(passage))

    def quantised_token_vectors(self, passage: PassageRecord) -> NDArray[np.int8]:
        """The same as stored, (tokens, 384), 127 for 1. Raises IndexDamaged where the checksum does not match."""
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
