"""Builds an index with Ray workers that read and embed the files, resuming after a killed build, and measures the
throughput and the cost.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from relbot.corpus.folder import SourceFile
from relbot.errors.corpus import SourceRejected
from relbot.errors.index import IndexNotWritable
from relbot.humanize import quantity
from relbot.index.build import Report, build
from relbot.index.bulk.kept_parts import KeptParts
from relbot.index.bulk.ray_workers import BulkFailed, OpenedSource, Part, RayWorkers, RefusedSource, WantedSource
from relbot.index.document_encoding import Progress, ReadSource
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.model import Model, export
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.freshness import chunker_settings
from relbot.index.manifest import FORMAT
from relbot.index.previous_passages import ReusablePassages
from relbot.index.resumption import EmbeddedSoFar

_SUFFIX = ".embedded"


@dataclass(frozen=True, slots=True)
class Throughput:
    """The throughput of the workers in one build, without passages kept from an earlier build."""

    passages: int = 0
    seconds: float = 0.0
    """Time from the first request to the last result, including the start of the workers."""
    workers: int = 0
    price: float | None = None
    """Price of all machines together per hour."""

    @property
    def rate(self) -> float:
        """Passages per second."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def per_million(self) -> float | None:
        """Cost of a million passages; None if there is no price or no passage."""
        return None if self.price is None or not self.passages else self.price / 3600 / self.rate * 1_000_000

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {**asdict(self), "rate": self.rate, "per_million": self.per_million}

    def __str__(self) -> str:
        done = f"{quantity(self.passages, 'passage')} in {self.seconds:.1f} s on {quantity(self.workers, 'worker')}"
        cost = f", {self.per_million:,.2f} a million at {self.price:,.2f} an hour" if self.per_million else ""
        return f"Embedded {done}: {self.rate:,.1f} a second{cost}."


def build_with_ray(
    corpus: Path,
    index: str | Path,
    *,
    address: str = "local",
    price: float | None = None,
    model: str | None = None,
    progress: Progress = lambda *_: None,
    own: Iterable[Path] = (),
) -> tuple[Report, Throughput]:
    """Build an index as `build` does, on Ray at an address (as for `ray.init`); `price` is per hour for all machines.

    Embedded passages are kept in `kept_file(index)` until they are published. Raises the errors of `build`, RayMissing
    and BulkFailed.
    """
    encoding = RayEncoding(kept_file(index), address, price)
    report = build(corpus, index, model=model, progress=progress, encoding=encoding, own=own)
    encoding.remove()
    return report, encoding.throughput


def kept_file(index: str | Path) -> Path:
    """Return the file for embedded passages: beside an index folder; for another address, in the working folder, named
    after the last part of the address.
    """
    _, separator, rest = str(index).partition("://")
    if not separator:
        folder = Path(index).absolute()
        return folder.with_name(folder.name + _SUFFIX)
    name = rest.partition("?")[0].rstrip("/").rpartition("/")[2]
    return Path(f"{name}{_SUFFIX}")


class RayEncoding:
    """An `Encoding` on Ray. Everything is embedded before the first source is written; only vectors that a killed build
    has kept in the file are reused.
    """

    def __init__(self, file: Path, address: str, price: float | None) -> None:
        self._file, self._address, self._price = file, address, price
        self._kept: KeptParts | None = None
        self._paths: list[str] = []
        self.rejected: list[SourceRejected] = []
        self.throughput = Throughput(price=price)

    def read(self, corpus: Path, files: Sequence[SourceFile], model: Model, progress: Progress) -> bool:
        """Read and embed all files. Raises RayMissing, BulkFailed, IndexNotWritable."""
        if not files:
            return False
        kept = self._kept = KeptParts(self._file, _key(model))
        wanted = [WantedSource(file, kept.numbers(file)) for file in files if not kept.is_complete(file)]
        refused = self._embed(kept, corpus, wanted, model, len(files), progress) if wanted else {}
        self._paths = [file.path for file in files if file.path not in refused]
        self.rejected = [SourceRejected(path, why) for path, why in refused.items()]
        return bool(self._paths)

    def sources(
        self,
        encoder: Encoder,  # noqa: ARG002 - the workers have the same one
        reusable: ReusablePassages | None,  # noqa: ARG002 - everything is embedded already
        so_far: EmbeddedSoFar | None,  # noqa: ARG002 - as above
        progress: Progress,
    ) -> Iterator[tuple[ReadSource, Iterable[EncodedPassage]]]:
        for done, path in enumerate(self._paths):
            progress("Writing", done, len(self._paths))
            if self._kept:
                yield self._kept.source(path), self._kept.passages(path)

    def remove(self) -> None:
        """Remove the kept passages after they are published."""
        if self._kept:
            self._kept.remove()

    def close(self) -> None:
        if self._kept:
            self._kept.close()

    def _embed(
        self,
        kept: KeptParts,
        corpus: Path,
        wanted: Sequence[WantedSource],
        model: Model,
        files: int,
        progress: Progress,
    ) -> dict[str, str]:
        """Embed files and keep their parts; return the paths of refused files with the reasons."""
        progress("Starting Ray", 0, 0)
        here = Counter({each.file.path: len(each.kept) for each in wanted})
        parts_of: dict[str, int] = {}
        refused: dict[str, str] = {}
        done, passages = files - len(wanted), 0
        with RayWorkers(self._address) as workers:
            started = time.perf_counter()
            progress("Embedding", done, files)
            try:
                for result in workers.encode(corpus, wanted, _encoder_files(model)):
                    match result:
                        case RefusedSource(path, why):
                            done += path not in refused
                            refused[path] = why
                            continue
                        case OpenedSource(read, parts):
                            kept.add_source(read, parts)
                            path = read.source.path
                            parts_of[path] = parts
                        case Part(path, revision, number, count, _, encoded):
                            kept.add_part(path, number, revision, encoded)
                            passages += count
                            here[path] += 1
                    done += here[path] == parts_of.get(path)
                    progress("Embedding", done, files)
            except sqlite3.Error as error:
                raise IndexNotWritable(self._file, str(error)) from None
            if done != files:
                raise BulkFailed(f"it has not returned all of {files} files")
            seconds = time.perf_counter() - started
            self.throughput = Throughput(passages, round(seconds, 3), workers.workers, self._price)
        return refused


def _encoder_files(model: Model) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        export(model, Path(folder))
        return {name: (Path(folder) / name).read_bytes() for name in ENCODER_FILES}


def _key(model: Model) -> str:
    """Return a key that changes when the model or the way of reading, dividing or storing sources changes."""
    return hashlib.sha256(json.dumps([FORMAT, astuple(model), chunker_settings()]).encode()).hexdigest()
