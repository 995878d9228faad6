"""The manifest: what an index generation was made from and what it consists of.

Kept as JSON that a person can read. A generation is named after the hash of its manifest, and the manifest holds the
hash of every file, so the name alone vouches for all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relbot.answer import Source
from relbot.errors import IndexDamaged, IndexTooNew

FORMAT = 2
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """The model that embedded the passages."""

    name: str
    revision: str
    sha256: str
    """Of its weights; empty where it was named by hub name."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it was indexed; its passages are `first_passage` and the `passages - 1` after it."""

    source: Source
    sha256: str
    first_passage: int
    passages: int


@dataclass(frozen=True, slots=True)
class FileRow:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    built: datetime
    """In UTC."""
    model: ModelRow
    chunker: Mapping[str, Any]
    """What decides where passages begin and end; sources are embedded again when it changes."""
    sources: tuple[SourceRow, ...]
    sentences: int
    files: Mapping[str, FileRow]

    @property
    def passages(self) -> int:
        return sum(row.passages for row in self.sources)

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each source by its path."""
        return {row.source.path: row.sha256 for row in self.sources}

    def to_bytes(self) -> bytes:
        values = {
            "format": FORMAT,
            "built": self.built.isoformat(),
            "model": asdict(self.model),
            "chunker": self.chunker,
            "sentences": self.sentences,
            "sources": [{**asdict(row), "source": asdict(row.source)} for row in self.sources],
            "files": {name: asdict(row) for name, row in sorted(self.files.items())},
        }
        return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest in a generation's folder. Raises IndexTooNew, and IndexDamaged where it is another one."""
        file = folder / FILE
        try:
            data = file.read_bytes()
        except OSError as error:
            raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
        if digest(data) != folder.name.rpartition("-")[2]:
            raise IndexDamaged(file, "is not the one this generation was published with")
        values = json.loads(data)
        if values["format"] > FORMAT:
            raise IndexTooNew(folder, values["format"], FORMAT)
        if values["format"] < FORMAT:
            raise IndexDamaged(file, "has a format that is no longer read")
        return cls(
            built=datetime.fromisoformat(values["built"]).astimezone(UTC),
            model=ModelRow(**values["model"]),
            chunker=values["chunker"],
            sources=tuple(SourceRow(**{**row, "source": Source(**row["source"])}) for row in values["sources"]),
            sentences=values["sentences"],
            files={name: FileRow(**row) for name, row in values["files"].items()},
        )


def digest(data: bytes) -> str:
    """The part of a manifest's hash that names its generation."""
    return hashlib.sha256(data).hexdigest()[:16]
