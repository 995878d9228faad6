"""Builds an index, from a corpus folder to a published generation, embedding only the changed sources."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from relbot.corpus.folder import FolderScan
from relbot.errors.corpus import CorpusUnreadable, SourceRejected
from relbot.index.document_encoding import Encoding, EncodingHere, Progress
from relbot.index.encoding.model import Model, resolve
from relbot.index.engines import open_index
from relbot.index.freshness import chunker_settings, compare, reusable_manifest, scan_sources
from relbot.index.manifest import LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.previous_passages import ReusablePassages
from relbot.index.protocol import Build, Generation


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a build."""

    generation: str
    published: bool
    """False if nothing has changed."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    rejected: tuple[SourceRejected, ...]
    sources: int
    passages: int
    seconds: float
    unread: Mapping[str, int] = field(default_factory=dict)
    """Number of files in unsupported formats, by suffix."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready values."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**values, "rejected": [{"path": r.path, "why": r.why} for r in self.rejected]}


def build(
    corpus: Path,
    index: str | Path,
    *,
    model: str | None = None,
    progress: Progress = lambda *_: None,
    encoding: Encoding | None = None,
    own: Iterable[Path] = (),
) -> Report:
    """Bring an index up to date with a corpus folder.

    `encoding` reads and encodes the changed sources, by default in this process. `own` are relbot's folders other than
    those of the index and the model, which contain no sources. Unreadable sources are left out and reported. Raises
    CorpusError (e.g. if all sources are unreadable), ModelError, IndexBusy and IndexNotWritable; the index is unchanged
    then.
    """
    started = time.perf_counter()
    scanned = scan_sources(corpus, index, model, own)
    resolved = resolve(model)
    engine = open_index(index)
    with engine.build() as writing, closing(encoding or EncodingHere()) as reading:
        previous = reusable_manifest(engine, resolved)
        indexed = previous.revisions() if previous else {}
        stale = [source for source in scanned.sources if indexed.get(source.path) != source.revision]
        found = reading.read(corpus, stale, resolved, progress)
        kept = _kept(scanned, previous)
        if not found and not kept:
            raise CorpusUnreadable(corpus, (*scanned.rejected, *reading.rejected))
        before = compare(scanned.revisions(without=(*scanned.rejected, *reading.rejected)), previous)
        if not found and previous is not None and not before:
            manifest = previous
        else:
            generation = engine.open() if previous else None
            _write(writing, resolved, kept, generation, reading if found else None, progress)
            progress("Publishing", 0, 0)
            left_out = _left_out(scanned, (*scanned.rejected, *reading.rejected))
            entry = ModelEntry(resolved.name, resolved.revision, resolved.sha256)
            manifest = writing.publish(entry, chunker_settings(), left_out)
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


def _kept(scanned: FolderScan, previous: Manifest | None) -> list[SourceEntry]:
    """Return the sources of the previous generation that have not changed."""
    revisions, entries = scanned.revisions(without=scanned.rejected), previous.sources if previous else ()
    return [entry for entry in entries if revisions.get(entry.source.path) == entry.revision]


def _write(
    writing: Build,
    model: Model,
    kept: Sequence[SourceEntry],
    previous: Generation | None,
    reading: Encoding | None,
    progress: Progress,
) -> None:
    """Write a generation of the previous generation's unchanged sources and of those that are read, if any."""
    if not previous:
        progress("Exporting the model", 0, 0)
    encoder = writing.start(model, previous, kept)
    if not reading:
        return
    staying = {entry.source.path for entry in kept}
    leaving = [entry for entry in previous.manifest.sources if entry.source.path not in staying] if previous else []
    reusable = ReusablePassages(previous, leaving, encoder.token_offsets) if previous else None
    for read, passages in reading.sources(encoder, reusable, writing.embedded_so_far(model), progress):
        writing.write(read.source, read.revision, read.text, passages)


def _left_out(scanned: FolderScan, rejected: Iterable[SourceRejected]) -> tuple[LeftOut, ...]:
    revisions = scanned.revisions(without=())
    return tuple(LeftOut(r.path, r.why, revisions.get(r.path, "")) for r in sorted(rejected, key=lambda r: r.path))
