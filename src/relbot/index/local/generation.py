"""An index generation opened for reading: verified on opening, then immutable.

    index/
      CURRENT                     the name of the current generation
      .verified                   the files that a build has hashed (`verification`)
      .embedded                   embedded passages of an unpublished build (`resumption`)
      <time>-<hash>/              immutable; the hash is that of its manifest
        manifest.json             sources, model and settings, with the size and hash of every other file
        encoder.onnx(.data)       the model; generations share it by hard links
        tokenizer.json
        passages.sqlite           texts, passages, sentences, dates, the lexical index
        passages-0.faiss          a vector for each passage of the first segment; generations share segments as well
        sentences-0.faiss         a vector for each sentence
        tokens-0.codes            a vector for each token, encoded, read on demand
        passages-1.faiss …        the next segment, with the sources that have changed since

When a generation is opened, every file is checked against its hash, except the token vectors: as they may take
gigabytes, those of each passage have their own checksum, which is checked whenever they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.answer import SourceText, Span, Surroundings
from relbot.errors.index import IndexDamaged, IndexEncodedOtherwise
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.encoding.token_codec import codec_for
from relbot.index.local import store
from relbot.index.local.store import Store, StoredPassage
from relbot.index.local.vectors.flat_vectors import read_vectors
from relbot.index.local.vectors.segments import (
    PASSAGE_VECTORS,
    SENTENCE_VECTORS,
    TOKEN_VECTORS,
    TokenSegments,
    TokenVectors,
    Vectors,
    VectorSubset,
    live_rows,
    nearest,
    segment_files,
)
from relbot.index.local.verification import (
    Verification,
    forget,
    is_read_on_demand,
    read_manifest,
    segment_count,
    verify_size,
)
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FileEntry, Manifest
from relbot.index.protocol import Found
from relbot.index.records import surroundings_of
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval


@dataclass(frozen=True)
class LocalGeneration:
    """An open `protocol.Generation`. Thread-safe, and readable even after its folder is removed."""

    folder: Path
    manifest: Manifest
    encoder: Encoder
    store: Store
    passage_vectors: Vectors | VectorSubset
    """Passage vectors by passage row."""
    sentence_vectors: Vectors | VectorSubset
    token_vectors: TokenSegments

    @classmethod
    def open(
        cls, folder: Path, *, previous: LocalGeneration | None = None, verification: Verification | None = None
    ) -> LocalGeneration:
        """Open and verify a generation, sharing the loaded files that `previous` has in common with it.

        Raises IndexDamaged with the file's name, IndexTooNew, IndexTooOld, IndexEncodedOtherwise.
        """
        manifest = read_manifest(folder)
        shared = _loaded(previous) if previous else {}
        verification = verification or Verification()
        encoder = _shared_encoder(previous, manifest) if previous else None
        codec = codec_for(manifest.model.name)
        if codec.name != manifest.token_codec:
            raise IndexEncodedOtherwise(folder, manifest.token_codec)
        for name, entry in manifest.files.items():
            verify_size(folder / name, entry)
            if not (is_read_on_demand(name) or entry in shared or (encoder and name in ENCODER_FILES)):
                verification.check(folder / name, entry)

        def load(names: str, read: Callable[[Path], Any]) -> list[Any]:
            entries = {name: manifest.files[name] for name in map(names.format, range(segment_count(manifest)))}
            return [shared[entry] if entry in shared else read(folder / name) for name, entry in entries.items()]

        try:
            opened = Store(folder / store.FILE)
            sources, sentences = opened.source_rows(), opened.sentence_rows()
            of_passages, of_sentences = load(PASSAGE_VECTORS, read_vectors), load(SENTENCE_VECTORS, read_vectors)
            rows = [rows for _, rows in sources.values()]
            generation = cls(
                folder,
                manifest,
                encoder or Encoder(folder),
                opened,
                Vectors(of_passages, live_rows(of_passages, (each.start for each in rows), map(len, rows))),
                Vectors(of_sentences, live_rows(of_sentences, sentences[:, 1], sentences[:, 2])),
                TokenSegments(load(TOKEN_VECTORS, lambda file: TokenVectors(file, codec))),
            )
        except Exception as error:  # four libraries with their own exception classes, one a bare Exception
            raise IndexDamaged(folder, f"cannot be opened ({type(error).__name__})") from error
        listed = {entry.source.path: entry.rows for entry in manifest.sources if entry.passages}
        stored = {path: rows for path, (_, rows) in sources.items() if rows}
        if listed != stored or generation.sentence_vectors.ntotal != manifest.sentences:
            raise IndexDamaged(folder / MANIFEST, "has other counts than the files it lists")
        return generation

    @property
    def name(self) -> str:
        return self.manifest.name

    def passage_of_sentence(self, row: int) -> int:
        """Return the row of the passage that contains the sentence with the given row."""
        return int(self.sentence_rows[np.searchsorted(self.sentence_rows[:, 1], row, side="right") - 1, 0])

    @cached_property
    def sentence_rows(self) -> NDArray[np.int64]:
        """The array from `Store.sentence_rows`."""
        return self.store.sentence_rows()

    @cached_property
    def _corpus_order(self) -> Callable[[int], tuple[int, int]]:
        return self.manifest.corpus_order()

    @property
    def segments(self) -> list[tuple[Any, Any]]:
        """The passage and sentence vectors of each segment; empty for a part of a generation."""
        if isinstance(self.passage_vectors, VectorSubset) or isinstance(self.sentence_vectors, VectorSubset):
            return []
        return list(zip(self.passage_vectors.segments, self.sentence_vectors.segments, strict=True))

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Numbers of passage, sentence and token vectors, including those that belong to no source any more."""
        passages, sentences = (sum(index.ntotal for index in each) for each in zip(*self.segments, strict=True))
        return passages, sentences, self.token_vectors.count

    @property
    def lexicon(self) -> Store:
        return self.store

    def search(self, vector: NDArray[np.float32], stems: Sequence[str], interval: Interval | None, depth: int) -> Found:
        if not self.manifest.passages:
            return Found({}, {}, {}, frozenset())
        dense = dict(nearest(self.passage_vectors, vector, depth))
        sentence: dict[int, float] = {}
        for number, score in nearest(self.sentence_vectors, vector, 2 * depth):
            sentence.setdefault(self.passage_of_sentence(number), score)
        lexical = dict(self.store.bm25(stems, depth))
        dated = frozenset(self.store.rows_in_interval(interval, depth) if interval else ())
        missing = [row for row in {**sentence, **lexical, **dict.fromkeys(dated)} if row not in dense]
        if missing:
            vectors = self.passage_vectors.reconstruct_batch(np.array(missing, np.int64))
            dense.update(zip(missing, (vectors @ vector).tolist(), strict=True))
        return Found(dense, sentence, lexical, dated)

    def matching(self, stems: Collection[str], limit: int) -> list[StoredPassage]:
        return self.store.passages(sorted((row for row, _ in self.store.bm25(stems, limit)), key=self._corpus_order))

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        return self.store.passages(rows)

    def encoded(self, rows: Sequence[int]) -> list[EncodedPassage]:
        """Implement `Generation.encoded`. Raises IndexDamaged if the checksum of token vectors does not match."""
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
        return sorted(self.store.date_mentions(stems, within), key=lambda mention: self._corpus_order(mention[0]))

    def within(self, collections: Collection[str]) -> LocalGeneration:
        from relbot.index.local.restriction import restrict  # it imports what writes a store

        part = restrict(self.manifest, self.store, self.sentence_rows, collections)
        passages, sentences = self.passage_vectors.among(part.passages), self.sentence_vectors.among(part.sentences)
        return replace(
            self, manifest=part.manifest, store=part.store, passage_vectors=passages, sentence_vectors=sentences
        )

    def _tokens_of(self, passage: StoredPassage) -> NDArray[np.int8]:
        stored = self.token_vectors.read(passage.first_token, passage.tokens)
        if checksum(stored) != passage.checksum:
            forget(self.folder.parent)
            raise IndexDamaged(self.token_vectors.file_of(passage.first_token), "does not match its checksum")
        return stored

    def row_of(self, passage_id: str) -> int | None:
        return self.store.row_of(passage_id)

    def surroundings(self, passage_id: str) -> Surroundings | None:
        row = self.row_of(passage_id)
        return None if row is None else surroundings_of(row, self.passages(self.manifest.with_neighbours(row)))

    def document(self, path: str) -> SourceText:
        """Return the rendered text of a source. Raises SourceUnknown."""
        return SourceText(self.manifest.entry(path).source, self.store.text(path) or "")


def _shared_encoder(previous: LocalGeneration, manifest: Manifest) -> Encoder | None:
    """Return the encoder of another generation if its files are the same, else None."""
    is_same = all(previous.manifest.files[name] == manifest.files[name] for name in ENCODER_FILES)
    return previous.encoder if is_same and previous.encoder.weights_unchanged else None


def _loaded(generation: LocalGeneration) -> Mapping[FileEntry, Any]:
    """Return the loaded segment files of a generation, by their manifest entries."""
    tokens = generation.token_vectors.segments
    return {
        generation.manifest.files[name]: value
        for number, vectors in enumerate(generation.segments)
        for name, value in zip(segment_files(number), (*vectors, tokens[number]), strict=True)
    }
