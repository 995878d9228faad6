"""Writes the files of a generation source by source: the whole, or one more segment beside those that are kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from relbot.answer import Source
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.encoding.token_codec import TokenCodec
from relbot.index.local import store
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.store_writer import StoreWriter
from relbot.index.local.vectors.segment_writer import SegmentWriter
from relbot.index.local.vectors.segments import TOKEN_VECTORS, segment_files
from relbot.index.local.verification import verify_whole
from relbot.index.manifest import FileEntry, SourceEntry

_ABSORBED = 2
"""A new segment absorbs the segments before it that have at most this many times its passages. So the number of
segments, and how often a passage is copied, grows only with the logarithm of the number of passages.
"""


class GenerationWriter:
    """Writes encoded passages of sources into a build folder, beside the kept sources of another generation."""

    def __init__(
        self,
        folder: Path,
        codec: TokenCodec,
        previous: LocalGeneration | None = None,
        kept: Sequence[SourceEntry] = (),
    ) -> None:
        """Begin with the sources `kept` from `previous`, which has the same codec. Raises OSError, IndexDamaged."""
        self._folder, self._codec, self._previous, self._sources = folder, codec, previous, list(kept)
        self._passages = self._sentences = self._tokens = 0
        if previous:
            self._passages, self._sentences, self._tokens = previous.sizes
            verify_whole(previous.folder, [store.FILE], previous.manifest)
            shutil.copyfile(previous.folder / store.FILE, folder / store.FILE)
        self._first = self._passages
        self._store = StoreWriter(folder / store.FILE, passages=self._passages, sentences=self._sentences)
        self._segment = SegmentWriter(folder)
        if previous:
            staying = {entry.source.path for entry in kept}
            for entry in previous.manifest.sources:
                if entry.source.path not in staying:
                    passages = [record.passage for record in previous.passages(entry.rows)]
                    self._store.remove(entry.source, entry.rows, passages)

    def add_source(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        """Write a source with its rendered text and its passages, in order."""
        first = self._passages
        self._store.begin_source(source, text)
        for passage in passages:
            codes = self._codec.encode(passage.token_vectors)
            record = replace(passage.record, checksum=checksum(self._codec.decode(codes)))
            self._store.add(record, self._tokens)
            self._segment.add(passage, codes)
            self._tokens += len(codes)
            self._passages += 1
        self._sources.append(SourceEntry(source, revision, first, self._passages - first))

    def close(self) -> tuple[tuple[SourceEntry, ...], int, dict[str, FileEntry]]:
        """Finish all files.

        Return the entries of the sources in corpus order, the number of sentences, and the entries of the files linked
        from the previous generation. Raises OSError, IndexDamaged.
        """
        sentences = self._store.close()
        segments = self._previous.segments if self._previous else []
        staying, size = len(segments), self._passages - self._first
        while size and staying and segments[staying - 1][0].ntotal <= _ABSORBED * size:
            staying -= 1
            size += segments[staying][0].ntotal
        linked: dict[str, FileEntry] = {}
        absorbed = []
        if self._previous:
            for name in (name for number in range(staying) for name in segment_files(number)):
                link_or_copy(self._previous.folder / name, self._folder / name)
                linked[name] = self._previous.manifest.files[name]
            for number, vectors in enumerate(segments[staying:], start=staying):
                verify_whole(self._previous.folder, segment_files(number), self._previous.manifest)
                absorbed.append((*vectors, self._previous.folder / TOKEN_VECTORS.format(number)))
        if size:
            self._segment.write(staying, absorbed)
        self._segment.close()
        return tuple(sorted(self._sources, key=lambda entry: entry.source.path)), sentences, linked


def link_or_copy(file: Path, target: Path) -> None:
    """Create a hard link to a file, or copy it if the file system has no hard links."""
    try:
        os.link(file, target)
    except OSError:  # a file system without hard links, e.g. exFAT
        shutil.copyfile(file, target)
