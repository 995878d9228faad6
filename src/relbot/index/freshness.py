"""Checks whether an index is up to date with its corpus, and whether its current generation can be reused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relbot import __version__
from relbot.corpus import chunking
from relbot.corpus.documents import read_source
from relbot.corpus.folder import FolderScan, scan
from relbot.corpus.ignore_rules import lies_in
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors.corpus import CorpusInIndex, SourceRejected
from relbot.errors.index import IndexUnusable
from relbot.index.encoding.model import Model, resolve
from relbot.index.encoding.token_codec import codec_for
from relbot.index.engines import open_index
from relbot.index.manifest import Manifest, ModelEntry
from relbot.index.protocol import Index


@dataclass(frozen=True, slots=True)
class Changes:
    """The paths of the sources in which a corpus differs from an index."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Freshness:
    """The result of a freshness check, i.e. what `relbot index` would do."""

    fresh: bool
    changes: Changes
    rejected: tuple[SourceRejected, ...]
    reason: str | None
    """Why everything would be rebuilt, as a sentence; None if at most some sources have changed."""
    unread: Mapping[str, int] = field(default_factory=dict)
    """The same as `FolderScan.unread`."""


def check(corpus: Path, index: str | Path, *, model: str | None = None, own: Iterable[Path] = ()) -> Freshness:
    """Compare an index with its corpus, without writing anything; `own` is as in `scan_sources`.

    A source that could not be read when the index was built is not tried again unless it has changed.
    Raises CorpusError, IndexUnusable, ModelError.
    """
    manifest = open_index(index).manifest(verify=True)
    scanned = scan_sources(corpus, index, model, own)
    indexed = manifest.revisions()
    left_out = {entry.revision: entry.why for entry in manifest.left_out if entry.revision}
    rejected = list(scanned.rejected)
    with ParserProcess() as parsers:
        for source in scanned.sources:
            if indexed.get(source.path) == source.revision:
                continue
            if source.revision in left_out:
                rejected.append(SourceRejected(source.path, left_out[source.revision]))
                continue
            try:
                read_source(corpus, source, parsers.parse)
            except SourceRejected as error:
                rejected.append(error)
    changes = compare(scanned.revisions(without=rejected), manifest)
    reason = _rebuild_reason(manifest, resolve(model))
    return Freshness(not changes and reason is None, changes, tuple(rejected), reason, scanned.unread)


def scan_sources(corpus: Path, index: str | Path, model: str | None, own: Iterable[Path]) -> FolderScan:
    """Scan a corpus with `scan`, excluding the folders of the index and the model, and relbot's `own` other folders.

    Raises CorpusError, also if the corpus lies in the index.
    """
    folders = [Path(address) for address in (index, model) if address and "://" not in str(address)]
    if Path(index) in folders and lies_in(corpus, Path(index)):
        raise CorpusInIndex(corpus, index)
    return scan(corpus, (*folders, *own))


def reusable_manifest(index: Index, model: Model) -> Manifest | None:
    """Return the manifest of the current generation if it is intact and has the same model, chunker settings and token
    codec; None otherwise.
    """
    try:
        manifest = index.manifest(verify=True)
    except IndexUnusable:
        return None
    return None if _rebuild_reason(manifest, model) else manifest


def _rebuild_reason(manifest: Manifest, model: Model) -> str | None:
    """Return why a generation cannot be reused, as a sentence; None if it can."""
    if manifest.model != ModelEntry(model.name, model.revision, model.sha256):
        if manifest.model.name == model.name:
            return f"It was built with another version of the model {model.name}."
        return f"It was built with the model {manifest.model.name}, and {model.name} is set now."
    if manifest.chunker != chunker_settings():
        return "It was built by another version of relbot, which divided the sources otherwise."
    if manifest.token_codec not in ("", codec_for(model.name).name):
        return "It was built by another version of relbot, which stored vectors differently."
    return None


def compare(revisions: Mapping[str, str], manifest: Manifest | None) -> Changes:
    """Return how sources, given as revisions by path, differ from those of a generation."""
    indexed = manifest.revisions() if manifest else {}
    return Changes(
        added=tuple(sorted(revisions.keys() - indexed.keys())),
        changed=tuple(sorted(path for path in revisions.keys() & indexed.keys() if revisions[path] != indexed[path])),
        removed=tuple(sorted(indexed.keys() - revisions.keys())),
    )


def chunker_settings() -> dict[str, Any]:
    """Return the settings that determine passage boundaries in this version of relbot."""
    return {
        "relbot": __version__,
        "window": chunking.WINDOW,
        "heading_tokens": chunking.HEADING_TOKENS,
        "min_tokens": chunking.MIN_TOKENS,
        "max_characters": chunking.MAX_CHARACTERS,
    }
