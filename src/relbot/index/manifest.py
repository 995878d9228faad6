"""The manifest of a generation: its sources, model, chunker settings and files, as human-readable JSON.

The name of a generation contains the hash of its manifest, which contains the hash of every file, so the name alone
verifies the whole generation.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from relbot.answer import Source
from relbot.contents import Contents, IndexedSource
from relbot.errors.index import IndexDamaged, IndexTooNew, IndexTooOld, SourceUnknown

FORMAT = 8
FILE = "manifest.json"

_DIGEST_LENGTH = 16
"""Number of hexadecimal digits of the manifest's hash in the name of a generation."""
TIME = re.compile(r"\d{8}T\d{12}", re.ASCII)
NAME = re.compile(rf"{TIME.pattern}-[0-9a-f]{{{_DIGEST_LENGTH}}}", re.ASCII)
"""The name of a generation: its time in UTC, to the microsecond, and the hash of its manifest."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """The model that embedded the passages."""

    name: str
    revision: str
    sha256: str
    """SHA-256 of its weights or, for the packaged model, of the encoder; empty for a model on the hub."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An indexed source; its passages have `passages` consecutive rows from `first_passage`."""

    source: Source
    revision: str
    """A digest of everything that the source depends on: `SourceFile.revision`."""
    first_passage: int
    passages: int

    @property
    def rows(self) -> range:
        """The rows of its passages."""
        return range(self.first_passage, self.first_passage + self.passages)

    def rows_near(self, row: int, reach: int) -> range:
        """Return the rows of its passages from `reach` before the given row to `reach` after it."""
        return range(max(self.rows.start, row - reach), min(self.rows.stop, row + reach + 1))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that could not be read when the generation was built, and why."""

    path: str
    why: str
    revision: str
    """Its revision, as in `SourceEntry`; empty if not even its bytes could be read."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """The size and SHA-256 of a file of a generation."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a generation, and the model and settings with which it was built."""

    built: datetime
    """Time of the build, in UTC."""
    model: ModelEntry
    chunker: Mapping[str, Any]
    """The settings that determine passage boundaries; when they change, all sources are embedded again."""
    sources: tuple[SourceEntry, ...]
    sentences: int
    files: Mapping[str, FileEntry]
    left_out: tuple[LeftOut, ...] = ()
    token_codec: str = ""
    """Name of the codec of the token vectors (`TokenCodec.name`); empty if the engine stores them without one."""
    name: str = field(default="", compare=False)
    """Name of the generation; not part of the file, whose hash it contains."""

    @property
    def passages(self) -> int:
        return sum(entry.passages for entry in self.sources)

    @property
    def contents(self) -> Contents:
        """The summary of the content that is shown to users."""
        sources = tuple(IndexedSource(entry.source, entry.passages) for entry in self.sources)
        return Contents(self.name, self.built, self.model.name, sources, self.passages, self.sentences)

    def entry(self, path: str) -> SourceEntry:
        """Return the entry of the source with a path. Raises SourceUnknown."""
        for entry in self.sources:
            if entry.source.path == path:
                return entry
        raise SourceUnknown(path)

    def with_neighbours(self, row: int) -> list[int]:
        """Return the row of a passage and the rows of its neighbours in the same source."""
        own = next((entry.rows for entry in self.sources if row in entry.rows), ())
        return [number for number in (row - 1, row, row + 1) if number in own]

    def corpus_order(self) -> Callable[[int], tuple[int, int]]:
        """Return a key function that sorts the rows of passages in corpus order."""
        starts = sorted((entry.first_passage, place) for place, entry in enumerate(self.sources) if entry.rows)
        firsts, places = [first for first, _ in starts], [place for _, place in starts]
        return lambda row: (places[bisect_right(firsts, row) - 1], row)

    def revisions(self) -> dict[str, str]:
        """Return the revision of each source by its path."""
        return {entry.source.path: entry.revision for entry in self.sources}

    def to_bytes(self) -> bytes:
        values = {
            "format": FORMAT,
            "built": self.built.isoformat(),
            "model": asdict(self.model),
            "chunker": self.chunker,
            "token_codec": self.token_codec,
            "sentences": self.sentences,
            "sources": [{**asdict(entry), "source": asdict(entry.source)} for entry in self.sources],
            "left_out": [asdict(entry) for entry in self.left_out],
            "files": {name: asdict(entry) for name, entry in sorted(self.files.items())},
        }
        return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest in a generation's folder.

        Raises IndexDamaged (also on a hash mismatch), IndexTooNew and IndexTooOld.
        """
        file = folder / FILE
        try:
            if not file.is_file() and file.exists():  # reading from a pipe would block
                raise IndexDamaged(file, "is not a file")
            with file.open("rb") as stream:  # hashed in blocks, as a foreign file may have any size
                found = hashlib.file_digest(stream, "sha256").hexdigest()[:_DIGEST_LENGTH]
            if found != digest_in(folder.name):
                raise IndexDamaged(file, "is not the one this generation was published with")
            return cls.parse(file.read_bytes(), folder.name, folder, file)
        except OSError as error:
            raise IndexDamaged(file, f"cannot be read ({error.strerror})") from None

    @classmethod
    def parse(cls, data: bytes, name: str, index: Path | str, file: Path | str) -> Manifest:
        """Parse the manifest of the generation with a name; `index` and `file` are named in errors.

        Raises IndexDamaged, IndexTooNew, IndexTooOld.
        """
        try:
            values = json.loads(data)
            if values["format"] > FORMAT:
                raise IndexTooNew(index, values["format"], FORMAT)
            if values["format"] < FORMAT:
                raise IndexTooOld(index, values["format"])
            return replace(cls._from_json(values), name=name)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
            raise IndexDamaged(file, "is not a valid manifest") from error

    @classmethod
    def _from_json(cls, values: Mapping[str, Any]) -> Manifest:
        return cls(
            built=datetime.fromisoformat(values["built"]).astimezone(UTC),
            model=_parse_entry(ModelEntry, values["model"]),
            chunker=values["chunker"],
            sources=tuple(
                _parse_entry(SourceEntry, {**entry, "source": _parse_entry(Source, entry["source"])})
                for entry in values["sources"]
            ),
            sentences=values["sentences"],
            files={name: _parse_entry(FileEntry, entry) for name, entry in values["files"].items()},
            left_out=tuple(_parse_entry(LeftOut, entry) for entry in values["left_out"]),
            token_codec=str(values["token_codec"]),
        )


Entry = TypeVar("Entry")


def _parse_entry(kind: type[Entry], values: Mapping[str, Any]) -> Entry:
    """Return an entry from its JSON object. Raises TypeError if a value does not have the type of its field."""
    for name, type_ in _FIELD_TYPES[kind].items():
        if not isinstance(values.get(name), type_):
            raise TypeError(f"{name} is {values.get(name)!r}")
    return kind(**values)


_FIELD_TYPES: dict[type, dict[str, Any]] = {
    kind: get_type_hints(kind) for kind in (ModelEntry, Source, SourceEntry, LeftOut, FileEntry)
}


def time_in(name: str) -> str:
    """Return the time in the name of a generation."""
    return name.partition("-")[0]


def time_after(now: datetime, others: Iterable[str]) -> str:
    """Return the time for a new generation's name.

    It is later than that of all others, given as names or times, even if the clock was set back.
    """
    time = f"{now:%Y%m%dT%H%M%S%f}"
    latest = max(map(time_in, others), default="")
    if time > latest:
        return time
    following = f"{int(latest.replace('T', '')) + 1:020}"
    return f"{following[:8]}T{following[8:]}"


def digest_in(name: str) -> str:
    """Return the digest in the name of a generation."""
    return name.rpartition("-")[2]


def digest(data: bytes) -> str:
    """Return the SHA-256 of a manifest, truncated as in the name of its generation."""
    return hashlib.sha256(data).hexdigest()[:_DIGEST_LENGTH]
