"""Whether an index is up to date with its corpus, and what of it can be used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relbot import __version__
from relbot.corpus import chunking
from relbot.corpus.documents import read_source
from relbot.corpus.folder import scan
from relbot.errors import IndexUnusable, SourceRejected
from relbot.index.encoding.model import Model, resolve
from relbot.index.generation import sound
from relbot.index.manifest import Manifest, ModelRow
from relbot.index.publish import answering, current


@dataclass(frozen=True, slots=True)
class Changes:
    """How a corpus differs from an index, as paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What `relbot index` would do now."""

    fresh: bool
    changes: Changes
    rejected: tuple[SourceRejected, ...]
    reason: str | None
    """Why all of it would be built anew, in a sentence; None where only sources changed or nothing did."""


def check(corpus: Path, index: Path, *, model: str | None = None) -> Freshness:
    """Hold an index against its corpus, without writing. Raises CorpusError, IndexUnusable, ModelError."""
    manifest = answering(index, sound)
    found = scan(corpus)
    known = manifest.hashes()
    rejected = list(found.rejected)
    for source in found.sources:
        if known.get(source.path) != source.sha256:
            try:
                read_source(corpus, source)
            except SourceRejected as error:
                rejected.append(error)
    changes = compare({s.path: s.sha256 for s in found.sources if s.path not in {r.path for r in rejected}}, manifest)
    reason = outdated(manifest, resolve(model))
    return Freshness(not changes and reason is None, changes, tuple(rejected), reason)


def reusable(index: Path, model: Model) -> tuple[Path, Manifest] | None:
    """The generation that answers, where it is sound and made as it would be made now; else all is built anew."""
    try:
        folder = current(index)
        manifest = sound(folder)
    except IndexUnusable:
        return None
    return None if outdated(manifest, model) else (folder, manifest)


def outdated(manifest: Manifest, model: Model) -> str | None:
    """Why nothing of a generation can be used again, as a sentence; None where it can."""
    if manifest.model != ModelRow(model.name, model.revision, model.sha256):
        return f"It was built with the model {manifest.model.name}, and {model.name} is set now."
    if manifest.chunker != chunker_settings():
        return "It was built by another version of relbot, which divided the sources otherwise."
    return None


def compare(hashes: Mapping[str, str], manifest: Manifest | None) -> Changes:
    """How sources, as SHA-256 by path, differ from those a generation holds."""
    known = manifest.hashes() if manifest else {}
    return Changes(
        added=tuple(sorted(hashes.keys() - known.keys())),
        changed=tuple(sorted(path for path in hashes.keys() & known.keys() if hashes[path] != known[path])),
        removed=tuple(sorted(known.keys() - hashes.keys())),
    )


def chunker_settings() -> dict[str, Any]:
    """What decides where this version of relbot begins and ends passages."""
    return {
        "relbot": __version__,
        "window": chunking.WINDOW,
        "heading_tokens": chunking.HEADING_TOKENS,
        "min_tokens": chunking.MIN_TOKENS,
        "max_characters": chunking.MAX_CHARACTERS,
    }
