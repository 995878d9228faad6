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
from typing import Any, TypeVar, get_type_hints

from relbot.answer import Source
from relbot.errors import IndexDamaged, IndexTooNew

FORMAT = 2
FILE = "manifest.json"

_DIGITS = 16
"""Of a manifest's hash in the name of its generation."""


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
            if not file.is_file() and file.exists():  # to read from a pipe would be to wait for ever
                raise IndexDamaged(file, "is not a file")
            with file.open("rb") as stream:  # hashed in pieces: where it is another one, it may be of any size
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found[:_DIGITS] != folder.name.rpartition("-")[2]:
                raise IndexDamaged(file, "is not the one this generation was published with")
            values = json.loads(file.read_bytes())
            if values["format"] > FORMAT:
                raise IndexTooNew(folder, values["format"], FORMAT)
            if values["format"] < FORMAT:
                raise IndexDamaged(file, "has a format that is no longer read")
            return cls._of(values)
        except OSError as error:
            raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
            raise IndexDamaged(file, "does not say what a manifest says") from error

    @classmethod
    def _of(cls, values: Mapping[str, Any]) -> Manifest:
        return cls(
            built=datetime.fromisoformat(values["built"]).astimezone(UTC),
            model=_made(ModelRow, values["model"]),
            chunker=values["chunker"],
            sources=tuple(
                _made(SourceRow, {**row, "source": _made(Source, row["source"])}) for row in values["sources"]
            ),
            sentences=values["sentences"],
            files={name: _made(FileRow, row) for name, row in values["files"].items()},
        )


Row = TypeVar("Row")


def _made(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """A row of that kind. Raises TypeError where a value is of another type than the row's."""
    for name, type_ in _TYPES[kind].items():
        if not isinstance(values.get(name), type_):
            raise TypeError(f"{name} is {values.get(name)!r}")
    return kind(**values)


_TYPES: dict[type, dict[str, Any]] = {kind: get_type_hints(kind) for kind in (ModelRow, Source, SourceRow, FileRow)}


def digest(data: bytes) -> str:
    """The part of a manifest's hash that names its generation."""
    return hashlib.sha256(data).hexdigest()[:_DIGITS]
