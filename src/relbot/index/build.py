"""Builds an index: from a corpus folder to a published generation, embedding only the changed sources."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any

from relbot.corpus.documents import Document, read_source
from relbot.corpus.folder import FolderScan, SourceFile, scan
from relbot.corpus.outline import Rendered
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors import CorpusUnreadable, SourceRejected
from relbot.index.embedding import Embedding, Progress
from relbot.index.encoding.model import Model, resolve
from relbot.index.engines import open_index
from relbot.index.freshness import chunker_settings, compare, reusable_manifest
from relbot.index.leaving_passages import LeavingPassages
from relbot.index.manifest import LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.protocol import Build, Generation

_MANY_PAGES = 100
"""From which on a source's pages are shown one by one while it is read."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a build."""

    generation: str
    published: bool
    """False where nothing has changed."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    rejected: tuple[SourceRejected, ...]
    sources: int
    passages: int
    seconds: float
    unread: Mapping[str, int] = field(default_factory=dict)
    """Numbers of files of no format that is read, by suffix."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**values, "rejected": [{"path": r.path, "why": r.why} for r in self.rejected]}


def build(corpus: Path, index: str | Path, *, model: str | None = None, progress: Progress = lambda *_: None) -> Report:
    """Bring an index up to date with a corpus folder.

    Unreadable sources are left out and reported. Raises CorpusError where all are unreadable, ModelError, IndexBusy and
    IndexNotWritable; the index is unchanged then.
    """
    started = time.perf_counter()
    scanned = scan(corpus)
    resolved = resolve(model)
    engine = open_index(index)
    with engine.build() as writing:
        previous = reusable_manifest(engine, resolved)
        indexed = previous.revisions() if previous else {}
        changed = [source for source in scanned.sources if indexed.get(source.path) != source.revision]
        reading = _Reading(corpus, changed, progress)
        with closing(reading.documents()) as documents:
            first = next(documents, None)
            if first is None and not _kept(scanned, previous):
                raise CorpusUnreadable(corpus, len(scanned.rejected) + len(reading.rejected))
            before = compare(scanned.revisions(without=(*scanned.rejected, *reading.rejected)), previous)
            if first is None and previous is not None and not before:
                manifest = previous
            else:
                generation = engine.open() if previous else None
                read = chain([first] if first else [], documents)
                kept = _kept(scanned, previous)
                manifest = _publish(writing, resolved, scanned, kept, generation, read, reading, progress)
        rejected = tuple(sorted((*scanned.rejected, *reading.rejected), key=lambda r: r.path))
        changes = compare(scanned.revisions(without=rejected), previous)
    return Report(
        generation=manifest.name,
        published=previous is None or manifest.name != previous.name,
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        unchanged=len(manifest.sources) - len(changes.added) - len(changes.changed),
        rejected=rejected,
        sources=len(manifest.sources),
        passages=manifest.passages,
        seconds=round(time.perf_counter() - started, 3),
        unread=scanned.unread,
    )


class _Reading:
    """Reads the new and changed sources, one after another."""

    def __init__(self, corpus: Path, sources: Sequence[SourceFile], progress: Progress) -> None:
        self._corpus, self._sources, self._progress = corpus, sources, progress
        self.rejected: list[SourceRejected] = []
        self.found = False
        """Whether any could be read."""
        self._read = 0

    def documents(self) -> Generator[Document]:
        """The documents of those that can be read."""
        with ParserProcess() as parsers:

            def parse_binary(path: str, data: bytes) -> Rendered:
                return parsers.parse(path, data, self._show_page)

            for done, source in enumerate(self._sources):
                if not self.found:  # after that, what is embedded tells how far it is
                    self._progress("Reading", done, len(self._sources))
                self._read = done + 1
                try:
                    document = read_source(self._corpus, source, parse_binary)
                except SourceRejected as error:
                    self.rejected.append(error)
                else:
                    self.found = True
                    yield document

    def _show_page(self, done: int, total: int) -> None:
        if total >= _MANY_PAGES:
            self._progress("Reading pages", done, total)

    def share(self) -> float:
        """Of the sources that have been read."""
        return self._read / len(self._sources)


def _kept(scanned: FolderScan, previous: Manifest | None) -> list[SourceEntry]:
    """The sources of the previous generation that have not changed."""
    revisions, entries = scanned.revisions(without=scanned.rejected), previous.sources if previous else ()
    return [entry for entry in entries if revisions.get(entry.source.path) == entry.revision]


def _publish(
    writing: Build,
    model: Model,
    scanned: FolderScan,
    kept: Sequence[SourceEntry],
    previous: Generation | None,
    documents: Iterator[Document],
    reading: _Reading,
    progress: Progress,
) -> Manifest:
    """Write and publish a generation of documents and of the unchanged sources of the previous generation."""
    if not previous:
        progress("Exporting the model", 0, 0)
    encoder = writing.start(model, previous, kept)
    staying = {entry.source.path for entry in kept}
    leaving = [entry for entry in previous.manifest.sources if entry.source.path not in staying] if previous else []
    reusable = LeavingPassages(previous, leaving, encoder.token_offsets) if previous and reading.found else None
    embedding = Embedding(encoder, reusable, writing.embedded_so_far(model), reading.share, progress)
    for document, passages in embedding.documents(documents):
        writing.write(document.source, document.revision, document.text, passages)
    progress("Publishing", 0, 0)
    revisions = scanned.revisions(without=())
    rejected = sorted((*scanned.rejected, *reading.rejected), key=lambda r: r.path)
    left_out = tuple(LeftOut(r.path, r.why, revisions.get(r.path, "")) for r in rejected)
    return writing.publish(ModelEntry(model.name, model.revision, model.sha256), chunker_settings(), left_out)
