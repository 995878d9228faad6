"""The manifest, lexicons and texts that a generation stores beside its passages, and the verification of all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from relbot.index.manifest import FileEntry, Manifest, digest, digest_in
from relbot.index.qdrant.lexicon import Counts, QdrantLexicon
from relbot.index.qdrant.points.payload import RECORD, TOKENS, VECTORS, PayloadDamaged
from relbot.index.qdrant.points.reading import Points

MANIFEST, LEXICON, TEXT = "manifest", "lexicon/", "text/"
"""Names of blobs: the manifest, and the prefixes of a collection's counts and of a source's text."""
PASSAGES, TEXTS = "passages", "texts"
"""Names of manifest entries: of the payloads of all passages and of the texts of all sources, in corpus order."""
_PASSAGE_FIELDS = (RECORD, VECTORS, TOKENS)
_ROWS_AT_ONCE = 256


class Digest:
    """The size and SHA-256 of data that is written or read piece by piece."""

    def __init__(self) -> None:
        self._bytes, self._hash = 0, hashlib.sha256()

    def add(self, data: bytes) -> None:
        self._bytes += len(data)
        self._hash.update(data)

    def add_passage(self, payload: dict[str, object]) -> None:
        for field in _PASSAGE_FIELDS:
            self.add(str(payload.get(field)).encode())

    def entry(self) -> FileEntry:
        return FileEntry(self._bytes, self._hash.hexdigest())


def entry_of(data: bytes) -> FileEntry:
    """Return the size and hash of some bytes, like the manifest entry of a file."""
    return FileEntry(len(data), hashlib.sha256(data).hexdigest())


def read_manifest(points: Points, name: str) -> Manifest:
    """Read and verify the manifest of the generation with a name. Raises IndexUnusable."""
    data, address = points.blob(MANIFEST), str(points.connection.address)
    if digest(data) != digest_in(name):
        raise points.damaged("has another manifest than the one it was published with")
    return Manifest.parse(data, name, address, address)


def read_lexicon(points: Points, manifest: Manifest, collections: Collection[str]) -> QdrantLexicon:
    """Read and verify the lexicon of some collections. Raises IndexUnusable."""
    parts = []
    for collection in collections:
        data = points.blob(LEXICON + collection)
        if manifest.files.get(LEXICON + collection) != entry_of(data):
            raise points.damaged("has another lexicon than was written")
        try:
            parts.append(Counts.parse(data))
        except PayloadDamaged:
            raise points.damaged("has a lexicon that cannot be read") from None
    return QdrantLexicon(parts[0] if len(parts) == 1 else Counts.sum(parts), points.contains_in_order)


def collections_of(manifest: Manifest) -> tuple[str, ...]:
    """Return the distinct collections of a manifest's sources."""
    return tuple(dict.fromkeys(entry.source.collection for entry in manifest.sources))


def check_counts(points: Points, manifest: Manifest) -> None:
    """Check the numbers of passages and sentences. Raises IndexDamaged if there are too few or too many."""
    if points.counts() != (manifest.passages, manifest.sentences):
        raise points.damaged("has other numbers of passages and sentences than were written")


def verify(points: Points, name: str) -> Manifest:
    """Read a whole generation, compare it with its manifest, and return the manifest. Raises IndexUnusable."""
    manifest = read_manifest(points, name)
    check_counts(points, manifest)
    read_lexicon(points, manifest, collections_of(manifest))
    passages, texts = Digest(), Digest()
    for entry in manifest.sources:
        for first in range(0, entry.passages, _ROWS_AT_ONCE):
            for payload in points.payloads(entry.rows[first : first + _ROWS_AT_ONCE], _PASSAGE_FIELDS):
                passages.add_passage(payload)
        texts.add(points.blob(TEXT + entry.source.path))
    if (manifest.files.get(PASSAGES), manifest.files.get(TEXTS)) != (passages.entry(), texts.entry()):
        raise points.damaged("does not match its checksums")
    return manifest
