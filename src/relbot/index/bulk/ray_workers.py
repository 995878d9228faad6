"""Reads and embeds files with Ray Data: one stage of actors parses and divides, another embeds. The only user of Ray.

Workers read the files at the same paths as this process, and parse them in separate processes as usual. The encoder's
files are sent from here, so that all workers use the same encoder.
"""

from __future__ import annotations

import logging
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from relbot.corpus.documents import read_source
from relbot.corpus.folder import SourceFile
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors import RelbotError
from relbot.errors.corpus import SourceRejected
from relbot.index.bulk.kept_parts import part_to_bytes
from relbot.index.document_encoding import DividedPassage, ReadSource, divide, embed
from relbot.index.encoding.encoder import Encoder

PART = 32
"""Number of passages in a part: about a second of work for one core, so that a large file keeps all of them busy."""
_REACH_SECONDS = 5.0
"""Timeout for a cluster to accept a connection."""
_EMBEDDERS_A_READER = 8
"""Number of embedders per reader. Set by hand: parsing and dividing takes under a tenth of the time of embedding."""


class RayMissing(RelbotError):
    """A package that a bulk build needs is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"A build with --ray needs the package {package}; run `pip install 'relbot[ray]'`, or leave --ray out."
        )
        self.package = package


class BulkFailed(RelbotError):
    """Ray cannot be reached, or has lost its workers."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Ray has failed ({why}), and nothing was published; what is embedded is kept, so see that Ray runs and"
            " run the same command again."
        )
        self.why = why


@dataclass(frozen=True, slots=True)
class WantedSource:
    """A file to be read, and the numbers of its parts that are kept already."""

    file: SourceFile
    kept: frozenset[int]


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A source that was read, and its number of parts."""

    read: ReadSource
    parts: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source: first divided (`passages`), then embedded (`encoded`, by `part_to_bytes`)."""

    path: str
    revision: str
    number: int
    count: int
    """Number of its passages."""
    passages: tuple[DividedPassage, ...] = ()
    encoded: bytes = b""


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """A file that cannot be read or embedded."""

    path: str
    why: str


Result = OpenedSource | Part | RefusedSource


class RayWorkers:
    """Ray on this machine or on a cluster, as a context manager that disconnects at the end."""

    def __init__(self, address: str) -> None:
        """Connect to Ray at an address as for `ray.init`; "local" starts Ray on this machine.

        If this process is connected to Ray already, that connection is used and left open. There is one worker per CPU.

        Raises RayMissing, BulkFailed.
        """
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # otherwise Ray sends usage statistics to its makers
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        try:
            import ray
            import ray.data
        except ImportError as error:
            raise RayMissing(error.name or str(error)) from None
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        self._ray: Any = ray
        self._is_started = not ray.is_initialized()
        options: dict[str, Any] = {"include_dashboard": False} if address == "local" else {}
        try:
            if self._is_started:
                _reach(address)
                self._ray.init(address=address, log_to_driver=False, logging_level="ERROR", **options)
            self.workers = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        except (ray.exceptions.RayError, OSError, RuntimeError, ValueError) as error:
            raise BulkFailed(_last_line(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_started:
            self._ray.shutdown()

    def encode(self, corpus: Path, wanted: Sequence[WantedSource], encoder: Mapping[str, bytes]) -> Iterator[Result]:
        """Read and embed files, and yield the results in any order.

        `encoder` contains the encoder's files by name. Raises BulkFailed.
        """
        ray = self._ray
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = 1  # a block per part, so that parts of one file go to different workers
        files = ray.put(dict(encoder))
        pool = ray.data.ActorPoolStrategy
        try:
            read = ray.data.from_items(
                [{"item": each} for each in wanted], override_num_blocks=len(wanted)
            ).map_batches(
                _Reader,
                fn_constructor_args=(corpus.resolve(), files),
                compute=pool(size=max(1, self.workers // _EMBEDDERS_A_READER)),
                batch_size=None,
                num_cpus=0,
            )
            embedded = read.map_batches(
                _Embedder, fn_constructor_args=(files,), compute=pool(size=self.workers), batch_size=None, num_cpus=1
            )
            for row in embedded.iter_rows():
                yield row["item"]
        except ray.exceptions.RayError as error:
            raise BulkFailed(_last_line(error)) from None


class _Reader:
    def __init__(self, corpus: Path, encoder: Any) -> None:
        self._corpus, self._encoder, self._parsers = corpus, _load(encoder), ParserProcess()

    def __call__(self, batch: Mapping[str, Sequence[WantedSource]]) -> Iterator[dict[str, list[Result]]]:
        for wanted in batch["item"]:
            try:
                document = read_source(self._corpus, wanted.file, self._parsers.parse)
                divided = divide(document, self._encoder.token_offsets)
            except SourceRejected as error:
                yield {"item": [RefusedSource(wanted.file.path, error.why)]}
                continue
            except ValueError as error:
                yield {"item": [RefusedSource(wanted.file.path, str(error))]}
                continue
            starts = range(0, len(divided), PART)
            yield {"item": [OpenedSource(ReadSource(document.source, document.revision, document.text), len(starts))]}
            for number, first in enumerate(starts):
                if number not in wanted.kept:
                    passages = tuple(divided[first : first + PART])
                    yield {"item": [Part(wanted.file.path, document.revision, number, len(passages), passages)]}


class _Embedder:
    def __init__(self, encoder: Any) -> None:
        self._encoder = _load(encoder)

    def __call__(self, batch: Mapping[str, Sequence[Result]]) -> dict[str, list[Result]]:
        return {"item": [self._embedded(each) if isinstance(each, Part) else each for each in batch["item"]]}

    def _embedded(self, part: Part) -> Part | RefusedSource:
        try:
            encoded = part_to_bytes(list(embed(part.passages, self._encoder)))
        except ValueError as error:
            return RefusedSource(part.path, str(error))
        return replace(part, passages=(), encoded=encoded)


def _reach(address: str) -> None:
    """Connect to an address, as Ray takes minutes to notice that nothing listens there. Raises OSError, ValueError."""
    _, _, place = address.rpartition("://")
    if ":" in place:
        found = urlsplit(f"//{place}")
        socket.create_connection((found.hostname or "", found.port or 0), _REACH_SECONDS).close()


def _load(files: Any) -> Encoder:
    """Load an encoder from files in Ray's object store; it keeps them open, so their folder may be removed."""
    import ray

    with tempfile.TemporaryDirectory() as folder:
        for name, data in ray.get(files).items():
            (Path(folder) / name).write_bytes(data)
        return Encoder(Path(folder))


def _last_line(error: BaseException) -> str:
    """Return the last line of an error message, which names the error if the message is a traceback."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].strip().rstrip(".")[:300]
