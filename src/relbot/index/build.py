"""Builds an index: from a corpus folder to a published generation, embedding only the changed sources."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import Any

from relbot.answer import Passage
from relbot.corpus.chunking import chunk, heading_prefix
from relbot.corpus.documents import Document, read_source
from relbot.corpus.folder import FolderScan, scan
from relbot.corpus.outline import Rendered
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors import CorpusUnreadable, SourceRejected
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model, resolve
from relbot.index.encoding.pooling import EncodedPassage, pool
from relbot.index.engines import open_index
from relbot.index.freshness import Changes, chunker_settings, compare, reusable_manifest
from relbot.index.leaving_passages import LeavingPassages
from relbot.index.manifest import LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.protocol import Build, Generation
from relbot.temporal.date_mentions import dates_by_passage

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0: unknown)."""

_MANY_PAGES = 100
"""From which on a source's pages are shown one by one while it is read."""
_CHUNK_SIZE = 256
"""Passages encoded at a time: enough to batch them by length, few enough to hold in memory."""


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
        indexed = {entry.source.path: entry for entry in previous.sources} if previous else {}
        documents, rejected = _parse_changed(corpus, scanned, indexed, progress)
        changes = compare(scanned.revisions(without=rejected), previous)
        if not documents and not (indexed.keys() - set(changes.removed)):
            raise CorpusUnreadable(corpus, len(rejected))
        if changes or previous is None:
            revisions = scanned.revisions(without=())
            left_out = tuple(LeftOut(r.path, r.why, revisions.get(r.path, "")) for r in rejected)
            before = engine.open() if previous else None
            manifest = _publish(writing, resolved, documents, left_out, before, changes, progress)
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


def _parse_changed(
    corpus: Path, scanned: FolderScan, indexed: Mapping[str, SourceEntry], progress: Progress
) -> tuple[dict[str, Document], tuple[SourceRejected, ...]]:
    """The documents of new and changed sources by path, and all rejected sources."""
    documents: dict[str, Document] = {}
    rejected = list(scanned.rejected)
    changed = [s for s in scanned.sources if s.path not in indexed or indexed[s.path].revision != s.revision]

    def show_page(done: int, total: int) -> None:
        if total >= _MANY_PAGES:
            progress("Reading pages", done, total)

    with ParserProcess() as parsers:

        def parse_binary(path: str, data: bytes) -> Rendered:
            return parsers.parse(path, data, show_page)

        for done, source in enumerate(changed):
            progress("Reading", done, len(changed))
            try:
                documents[source.path] = read_source(corpus, source, parse_binary)
            except SourceRejected as error:
                rejected.append(error)
    return documents, tuple(sorted(rejected, key=lambda r: r.path))


def _publish(
    writing: Build,
    model: Model,
    documents: Mapping[str, Document],
    left_out: tuple[LeftOut, ...],
    previous: Generation | None,
    changes: Changes,
    progress: Progress,
) -> Manifest:
    """Write and publish a generation of the documents and of the unchanged sources of the previous generation."""
    if not previous:
        progress("Exporting the model", 0, 0)
    indexed = {entry.source.path: entry for entry in previous.manifest.sources} if previous else {}
    gone = {*changes.changed, *changes.removed}
    encoder = writing.start(model, previous, [entry for path, entry in indexed.items() if path not in gone])
    leaving = [indexed[path] for path in sorted(gone)]
    reusable = LeavingPassages(previous, leaving, encoder.token_offsets) if previous and documents else None
    encoded = _encode_documents(documents, encoder, reusable, progress)
    for _, document in sorted(documents.items()):
        writing.write(document.source, document.revision, document.text, next(encoded))
    progress("Publishing", 0, 0)
    return writing.publish(ModelEntry(model.name, model.revision, model.sha256), chunker_settings(), left_out)


def _encode_documents(
    documents: Mapping[str, Document], encoder: Encoder, reusable: LeavingPassages | None, progress: Progress
) -> Iterator[list[EncodedPassage]]:
    """The encoded passages of each document, in the order of their paths. Batches span documents."""
    chunked = []
    for done, path in enumerate(sorted(documents)):
        progress("Dividing", done, len(documents))
        chunked.append(chunk(documents[path], encoder.token_offsets))
    all_passages = [passage for passages in chunked for passage in passages]
    encoded = _encode_passages(all_passages, encoder, reusable, progress)
    for passages in chunked:
        yield list(islice(encoded, len(passages)))


def _encode_passages(
    passages: Sequence[Passage], encoder: Encoder, reusable: LeavingPassages | None, progress: Progress
) -> Iterator[EncodedPassage]:
    """Encode and pool passages, in order; of those with the same words in the generation before, copy the vectors."""
    dates = dates_by_passage(passages)
    for first in range(0, len(passages), _CHUNK_SIZE):
        batch = passages[first : first + _CHUNK_SIZE]
        headings = [heading_prefix(passage.source, passage.section, encoder.token_offsets) for passage in batch]
        texts = [heading + passage.quote for heading, passage in zip(headings, batch, strict=True)]
        mentions = list(islice(dates, len(batch)))
        copied = reusable.find(batch, texts, mentions) if reusable else [None] * len(batch)
        encoded = encoder.encode_all([text for text, copy in zip(texts, copied, strict=True) if copy is None])
        for done, copy in enumerate(copied):
            progress("Embedding", first + done + 1, len(passages))
            yield copy or pool(batch[done], headings[done], next(encoded), mentions[done])
