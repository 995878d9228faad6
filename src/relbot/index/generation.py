"""One index generation as it is read: verified when it is opened, and then never changing.

    index/
      CURRENT                     the name of the generation that answers
      <time>-<hash>/              immutable; the hash is its manifest's
        manifest.json             what it was made from, with the size and hash of every other file
        encoder.onnx(.data)       the model; shared by hard links between generations
        tokenizer.json
        passages.sqlite           passages, sentences, the lexical index
        passages.faiss            a vector for each passage
        sentences.faiss           a vector for each sentence
        token_vectors.i8                 a signed-byte vector for each token, read when it is needed

Every file is held against its hash on opening, except the token vectors: those may be gigabytes, so each passage's rows
carry a checksum that is looked at when they are read.
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

from relbot.answer import Contents, IndexedSource, Surroundings
from relbot.errors import IndexDamaged
from relbot.index import store, token_vectors
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.pooling import checksum, unpacked
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileRow, Manifest
from relbot.index.store import PassageRow, Store
from relbot.index.token_vectors import TokenVectors

PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS = "passages.faiss", "sentences.faiss", token_vectors.FILE
FILES = (*ENCODER_FILES, store.FILE, PASSAGE_VECTORS, SENTENCE_VECTORS, TOKEN_VECTORS)


@dataclass(frozen=True)
class Generation:
    """An opened generation. Thread-safe, and readable to the end even where its folder is removed meanwhile."""

    folder: Path
    manifest: Manifest
    encoder: Encoder
    store: Store
    passage_vectors: Any
    """FAISS index; a search gives rows and inner products."""
    sentence_vectors: Any
    token_vectors: TokenVectors

    @classmethod
    def open(cls, folder: Path, *, before: Generation | None = None) -> Generation:
        """Open and verify a generation; the encoder is taken from the one before where it is the same.

        Raises IndexDamaged with the file's name, IndexTooNew.
        """
        manifest = _manifest(folder)
        same = (
            before is not None
            and before.encoder.intact
            and all(before.manifest.files[name] == manifest.files[name] for name in ENCODER_FILES)
        )
        for name, row in manifest.files.items():
            if name != TOKEN_VECTORS and not (same and name in ENCODER_FILES):
                verify_file(folder / name, row)
        verify_size(folder / TOKEN_VECTORS, manifest.files[TOKEN_VECTORS])
        try:
            generation = cls(
                folder,
                manifest,
                before.encoder if before is not None and same else Encoder(folder),
                Store(folder / store.FILE),
                faiss.read_index(str(folder / PASSAGE_VECTORS)),
                faiss.read_index(str(folder / SENTENCE_VECTORS)),
                TokenVectors(folder),
            )
        except Exception as error:  # four libraries, each with errors of its own, one a bare Exception
            raise IndexDamaged(folder, f"cannot be opened ({type(error).__name__})") from error
        rows = (generation.passage_vectors.ntotal, generation.sentence_vectors.ntotal)
        if rows != (manifest.passages, manifest.sentences):
            raise IndexDamaged(folder / MANIFEST, "does not count what the other files hold")
        return generation

    @property
    def name(self) -> str:
        return self.folder.name

    def passage_of_sentence(self, row: int) -> int:
        """The row of the passage that a row of the sentence vectors belongs to."""
        return int(np.searchsorted(self._first_sentences, row, side="right")) - 1

    @cached_property
    def _first_sentences(self) -> NDArray[np.int64]:
        return np.array(self.store.first_sentences(), np.int64)

    @cached_property
    def spellings(self) -> dict[tuple[str, int], list[str]]:
        """The folded words of the corpus by first letter and length, for the search of one that is spelt nearly so."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in self.store.spellings():
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def tokens(self, row: PassageRow) -> NDArray[np.float32]:
        """The token vectors of a passage, (tokens, 384) of length 1. Raises IndexDamaged."""
        return unpacked(self.packed_tokens(row))

    def packed_tokens(self, row: PassageRow) -> NDArray[np.int8]:
        """The same as they are stored, 127 for 1. Raises IndexDamaged where they are not what was written."""
        stored = self.token_vectors.read(row.first_token, row.tokens)
        if checksum(stored) != row.checksum:
            raise IndexDamaged(self.folder / TOKEN_VECTORS, "does not match its checksum")
        return stored

    def surroundings(self, name: str) -> Surroundings | None:
        """A passage by its id, with its neighbours; None where it is in this generation no more."""
        row = self.store.find(name)
        if row is None:
            return None
        before, after = self.store.neighbours(row)
        ids = [id_ for id_ in (before, row, after) if id_ is not None]
        passages = {id_: found.passage for id_, found in zip(ids, self.store.passages(ids), strict=True)}
        return Surroundings(
            passages[row],
            passages[before] if before is not None else None,
            passages[after] if after is not None else None,
        )

    @cached_property
    def contents(self) -> Contents:
        manifest = self.manifest
        return Contents(
            self.name,
            manifest.built,
            manifest.model.name,
            tuple(IndexedSource(row.source, row.passages) for row in manifest.sources),
            manifest.passages,
            manifest.sentences,
        )


def verify_file(file: Path, row: FileRow) -> None:
    """Hold a file against its size and hash. Raises IndexDamaged."""
    verify_size(file, row)
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if found != row.sha256:
        raise IndexDamaged(file, "does not match its checksum")


def verify_size(file: Path, row: FileRow) -> None:
    """Hold a file against its size, which is soon done. Raises IndexDamaged."""
    try:
        status = file.lstat()
    except OSError as error:
        raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
    if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for, and ONNX Runtime follows no link
        raise IndexDamaged(file, "is not a file")
    if status.st_size != row.bytes:
        raise IndexDamaged(file, f"has {status.st_size} bytes where {row.bytes} were written")


def sound(folder: Path) -> Manifest:
    """Hold every byte of a generation against its manifest, without opening it. Raises IndexDamaged, IndexTooNew."""
    manifest = _manifest(folder)
    for name, row in manifest.files.items():
        verify_file(folder / name, row)
    return manifest


def _manifest(folder: Path) -> Manifest:
    manifest = Manifest.read(folder)
    if manifest.files.keys() != set(FILES):
        raise IndexDamaged(folder / MANIFEST, "names other files than an index has")
    return manifest
