"""Builds an index: from a corpus folder to a published generation, embedding only the changed sources."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from relbot.corpus.folder import scan
from relbot.errors import CorpusUnreadable, SourceRejected
from relbot.index.document_encoding import Encoding, EncodingHere, Progress, ReadSource
from relbot.index.encoding.model import Model, resolve
from relbot.index.engines import open_index
from relbot.index.freshness import Changes, chunker_settings, compare, reusable_manifest
from relbot.index.leaving_passages import LeavingPassages
from relbot.index.manifest import LeftOut, Manifest, ModelEntry
from relbot.index.protocol import Build, Generation


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


def build(
    corpus: Path,
    index: str | Path,
    *,
    model: str | None = None,
    progress: Progress = lambda *_: None,
    encoding: Encoding | None = None,
) -> Report:
    """Bring an index up to date with a corpus folder; `encoding` reads and encodes what changed, else this process.

    Unreadable sources are left out and reported. Raises CorpusError where all are unreadable, ModelError, IndexBusy and
    IndexNotWritable; the index is unchanged then.
    """
    started = time.perf_counter()
    encoding = encoding or EncodingHere()
    scanned = scan(corpus)
    resolved = resolve(model)
    engine = open_index(index)
    with engine.build() as writing:
        previous = reusable_manifest(engine, resolved)
        indexed = {entry.source.path: entry for entry in previous.sources} if previous else {}
        stale = [s for s in scanned.sources if s.path not in indexed or indexed[s.path].revision != s.revision]
        documents, refused = encoding.read(corpus, stale, resolved, progress)
        rejected = tuple(sorted((*scanned.rejected, *refused), key=lambda r: r.path))
        changes = compare(scanned.revisions(without=rejected), previous)
        if not documents and not (indexed.keys() - set(changes.removed)):
            raise CorpusUnreadable(corpus, len(rejected))
        if changes or previous is None:
            revisions = scanned.revisions(without=())
            left_out = tuple(LeftOut(r.path, r.why, revisions.get(r.path, "")) for r in rejected)
            before = engine.open() if previous else None
            manifest = _publish(writing, resolved, documents, encoding, left_out, before, changes, progress)
        else:
            manifest = previous
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


def _publish(
    writing: Build,
    model: Model,
    documents: Mapping[str, ReadSource],
    encoding: Encoding,
    left_out: tuple[LeftOut, ...],
    previous: Generation | None,
    changes: Changes,
    progress: Progress,
) -> Manifest:
    """Write and publish a generation of the documents and of the unchanged sources of the previous generation."""
    if not previous:
        progress("Exporting the model", 0, 0)
    encoder = writing.start(model, previous)
    indexed = {entry.source.path: entry for entry in previous.manifest.sources} if previous else {}
    leaving = [indexed[path] for path in (*changes.changed, *changes.removed)]
    reusable = LeavingPassages(previous, leaving, encoder.token_offsets) if previous and documents else None
    encoded = encoding.passages(encoder, reusable, progress)
    for path in sorted((indexed.keys() - set(changes.removed)) | documents.keys()):
        if path in documents:
            document = documents[path]
            writing.write(document.source, document.revision, document.text, next(encoded))
        else:
            writing.keep(indexed[path])
    progress("Publishing", 0, 0)
    return writing.publish(ModelEntry(model.name, model.revision, model.sha256), chunker_settings(), left_out)
