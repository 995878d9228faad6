"""Building an index: from a corpus folder to a published generation, embedding only what changed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from relbot.answer import Passage
from relbot.corpus.chunking import chunk, heading
from relbot.corpus.documents import Document, read_source
from relbot.corpus.folder import Scan, scan
from relbot.errors import CorpusUnreadable, SourceRejected
from relbot.index import publish
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.model import Model, export, resolve
from relbot.index.encoding.pooling import Grains, grains
from relbot.index.freshness import Changes, chunker_settings, compare, reusable
from relbot.index.generation import Generation
from relbot.index.generation_writer import GenerationWriter, copied
from relbot.index.manifest import FileRow, Manifest, ModelRow, SourceRow
from relbot.temporal.date_mentions import date_passages

Progress = Callable[[str, int, int], None]
"""Told the step in words, how much of it is done, and how much there is (0: not known)."""

_STRIDE = 256
"""Passages embedded at a time: enough to batch them by length, few enough to hold."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    generation: str
    published: bool
    """False where nothing had changed."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    rejected: tuple[SourceRejected, ...]
    sources: int
    passages: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**values, "rejected": [{"path": r.path, "why": r.why} for r in self.rejected]}


def build(corpus: Path, index: Path, *, model: str | None = None, progress: Progress = lambda *_: None) -> Report:
    """Bring an index up to date with a corpus folder.

    Sources that cannot be read are left out and reported. Raises CorpusError where none can, ModelError, IndexBusy and
    IndexNotWritable; in each case the index stays as it was.
    """
    started = time.perf_counter()
    found = scan(corpus)
    wanted = resolve(model)
    with publish.building(index) as folder:
        before = reusable(index, wanted)
        kept = {row.source.path: row for row in before[1].sources} if before else {}
        documents, rejected = _parsed(corpus, found, kept, progress)
        changes = compare(
            {s.path: s.sha256 for s in found.sources if s.path not in {r.path for r in rejected}}, before and before[1]
        )
        if not documents and not (kept.keys() - set(changes.removed)):
            raise CorpusUnreadable(corpus, len(rejected))
        if changes or before is None:
            name, manifest = _publish(index, folder, wanted, documents, before and before[0], changes, progress)
        else:
            name, manifest = before[0].name, before[1]
    return Report(
        generation=name,
        published=before is None or name != before[0].name,
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        unchanged=len(manifest.sources) - len(changes.added) - len(changes.changed),
        rejected=rejected,
        sources=len(manifest.sources),
        passages=manifest.passages,
        seconds=round(time.perf_counter() - started, 3),
    )


def _parsed(
    corpus: Path, found: Scan, kept: Mapping[str, SourceRow], progress: Progress
) -> tuple[dict[str, Document], tuple[SourceRejected, ...]]:
    """The sources that are new or have changed, by path, and those that cannot be read."""
    documents: dict[str, Document] = {}
    rejected = list(found.rejected)
    new = [s for s in found.sources if s.path not in kept or kept[s.path].sha256 != s.sha256]
    for done, source in enumerate(new):
        progress("Reading", done, len(new))
        try:
            documents[source.path] = read_source(corpus, source)
        except SourceRejected as error:
            rejected.append(error)
    return documents, tuple(sorted(rejected, key=lambda r: r.path))


def _publish(
    index: Path,
    folder: Path,
    model: Model,
    documents: Mapping[str, Document],
    before: Path | None,
    changes: Changes,
    progress: Progress,
) -> tuple[str, Manifest]:
    """Write a generation of the given documents and what has not changed since the one before, and publish it."""
    previous = Generation.open(before) if before else None
    with publish.writable(index):
        encoder = _encoder(folder, model, previous, progress)
        writer = GenerationWriter(folder)
        fresh = _embedded(documents, encoder, progress)
        unchanged = {row.source.path: row for row in previous.manifest.sources} if previous else {}
        for path in sorted((unchanged.keys() - set(changes.removed)) | documents.keys()):
            if path in documents:
                document = documents[path]
                writer.add(document.source, document.sha256, next(fresh))
            elif previous:
                row = unchanged[path]
                writer.add(row.source, row.sha256, copied(previous, row))
        progress("Publishing", 0, 0)
        sources, sentences = writer.close()
    now = datetime.now(UTC)

    def complete(files: Mapping[str, FileRow]) -> Manifest:
        row = ModelRow(model.name, model.revision, model.sha256)
        return Manifest(now, row, chunker_settings(), sources, sentences, files)

    name = publish.publish(index, folder, now, complete, lambda target: Generation.open(target, before=previous))
    return name, Manifest.read(index / name)


def _encoder(folder: Path, model: Model, previous: Generation | None, progress: Progress) -> Encoder:
    """The encoder of the generation before, or else the model's, exported."""
    if previous:
        for name in ENCODER_FILES:
            _shared(previous.folder / name, folder / name)
    else:
        progress("Exporting the model", 0, 0)
        export(model, folder)
    return Encoder(folder, threads=0)


def _shared(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a disk without hard links, such as one formatted as exFAT
        shutil.copyfile(file, target)


def _embedded(documents: Mapping[str, Document], encoder: Encoder, progress: Progress) -> Iterator[list[Grains]]:
    """The grains of each document, in the order of their paths; passages are embedded across documents."""
    chunked = []
    for done, path in enumerate(sorted(documents)):
        progress("Dividing", done, len(documents))
        chunked.append(chunk(documents[path], encoder.token_offsets))
    flow = _stream([passage for passages in chunked for passage in passages], encoder, progress)
    for passages in chunked:
        yield list(islice(flow, len(passages)))


def _stream(passages: Sequence[Passage], encoder: Encoder, progress: Progress) -> Iterator[Grains]:
    """The grains of passages, in order."""
    dates = date_passages(passages)
    for first in range(0, len(passages), _STRIDE):
        stride = passages[first : first + _STRIDE]
        above = [heading(passage.source, passage.section, encoder.token_offsets) for passage in stride]
        texts = [head + passage.quote for head, passage in zip(above, stride, strict=True)]
        dated = islice(dates, len(stride))
        for done, (passage, head, encoded, mentions) in enumerate(
            zip(stride, above, encoder.encode_all(texts), dated, strict=True), start=first + 1
        ):
            progress("Embedding", done, len(passages))
            yield grains(passage, head, encoded, mentions)
