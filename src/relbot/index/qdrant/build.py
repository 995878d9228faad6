"""A `protocol.Build` on a Qdrant server.

If a process is killed at any point of a publication, either the old or the new generation is current. The steps are:

1. a build takes the lock, and removes anything left by a killed build
2. collections are created, and passages, sentences and texts are written, each point with an id derived from its row
3. lexicon and manifest are written, and the graphs are built
4. the new generation is opened as for answering, and its numbers of points and its hashes are checked
5. its head is written, and the alias is switched (`placement`)
6. all generations except this one and the previous one are removed
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from relbot.answer import Source
from relbot.errors.index import IndexDamaged, IndexTooNew, IndexTooOld, IndexUnusable
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.manifest import FileEntry, LeftOut, Manifest, ModelEntry, SourceEntry, digest, time_after
from relbot.index.previous_passages import kept_passages
from relbot.index.protocol import Generation
from relbot.index.qdrant.connection import CollectionMissing, Connection
from relbot.index.qdrant.encoder_files import BLOB, entries, exported, is_packaged
from relbot.index.qdrant.generation import QdrantGeneration
from relbot.index.qdrant.lexicon import Counts
from relbot.index.qdrant.lock import Lock
from relbot.index.qdrant.points import layout
from relbot.index.qdrant.points.placement import Placement
from relbot.index.qdrant.points.reading import Points
from relbot.index.qdrant.points.stored import LEXICON, MANIFEST, PASSAGES, TEXT, TEXTS, Digest, entry_of
from relbot.index.qdrant.points.writing import Writing

_POLL = 1.0
"""Seconds between checks whether the graphs are built."""


class QdrantBuild:
    """Writes a generation that is invisible until it is published; implements `protocol.Build`."""

    def __init__(self, connection: Connection, placement: Placement, lock: Lock) -> None:
        """Begin a build for which `lock` is held."""
        self._connection, self._placement, self._lock = connection, placement, lock
        self._time = time_after(datetime.now(UTC), placement.names())
        self._files: dict[str, FileEntry] = {}
        self._sources: list[SourceEntry] = []
        self._counts: dict[str, Counts] = {}
        self._passages, self._texts = Digest(), Digest()
        self._rows = 0
        self._previous: Generation | None = None
        self._kept = deque[SourceEntry]()
        """Sources still to be copied from the previous generation, in corpus order."""
        self._writing = Writing(connection, placement.place(self._time))
        self._is_begun = self._is_published = False

    def start(self, model: Model, previous: Generation | None, kept: Sequence[SourceEntry] = ()) -> Encoder:
        self._previous = previous
        self._kept.extend(kept)
        self._is_begun = True
        self._placement.begin(self._time)
        with exported(model) as folder:
            self._files.update(entries(folder))
            if not is_packaged(model.revision):
                for name in self._files:
                    self._writing.blob(BLOB + name, (folder / name).read_bytes())
            self._encoder = Encoder(folder)  # it keeps the files open
        return self._encoder

    def embedded_so_far(self, model: Model) -> None:
        """Return None, as the index has no folder for unpublished vectors."""

    def write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        self._write_kept(before=source.path)
        self._write(source, revision, text, passages)

    def _write_kept(self, before: str | None = None) -> None:
        """Copy the kept sources before a path, or all remaining ones, so that rows are in corpus order."""
        while self._previous and self._kept and (before is None or self._kept[0].source.path < before):
            entry = self._kept.popleft()
            text = self._previous.document(entry.source.path).text
            self._write(entry.source, entry.revision, text, kept_passages(self._previous, entry))

    def _write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        first, counts = self._rows, self._counts.setdefault(source.collection, Counts())
        for passage in passages:
            self._passages.add_passage(self._writing.passage(self._rows, passage))
            counts.add(passage.record)
            self._rows += 1
        data = text.encode("utf-8", "surrogatepass")
        self._texts.add(data)
        self._writing.blob(TEXT + source.path, data)
        self._sources.append(SourceEntry(source, revision, first, self._rows - first))

    def publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Manifest:
        self._write_kept()
        for collection, counts in self._counts.items():
            data = counts.to_bytes()
            self._files[LEXICON + collection] = entry_of(data)
            self._writing.blob(LEXICON + collection, data)
        files = {**self._files, PASSAGES: self._passages.entry(), TEXTS: self._texts.entry()}
        sentences = sum(counts.sentences for counts in self._counts.values())
        manifest = Manifest(datetime.now(UTC), model, chunker, tuple(self._sources), sentences, files, left_out)
        data = manifest.to_bytes()
        self._writing.blob(MANIFEST, data)
        self._writing.flush()
        self._index()
        name = f"{self._time}-{digest(data)}"
        points = Points(self._connection, self._placement.place(self._time))
        opened = QdrantGeneration.open(points, name, self._encoder)
        self._lock.check()
        self._placement.publish(name)
        self._is_published = True
        with suppress(IndexUnusable, CollectionMissing):  # the next build tries again
            remove_old(self._placement)
        return opened.manifest

    def give_up(self) -> None:
        """Remove what was written but not published; if the server is unavailable, the next build does it.

        A generation that became current by a request whose response was lost is kept.
        """
        if self._is_begun and not self._is_published:
            with suppress(IndexUnusable, CollectionMissing):
                if not (self._placement.current() or "").startswith(self._time):
                    self._placement.remove(self._time)

    def _index(self) -> None:
        place = self._placement.place(self._time)
        layout.begin_indexing(self._connection, place)
        while layout.is_indexing(self._connection, place):
            time.sleep(_POLL)


def remove_old(placement: Placement) -> None:
    """Remove all generations except the current and the previous one, or only incomplete ones if the current one is
    unknown. The caller must hold the lock.
    """
    names = placement.names()
    try:
        current = placement.current()
    except (IndexTooNew, IndexTooOld, IndexDamaged):
        current = None
    whole = sorted(filter(None, names.values()))
    kept = [name for name in whole if name <= current][-2:] if current in whole else whole
    for found, name in names.items():
        if name not in kept:
            placement.remove(found)
