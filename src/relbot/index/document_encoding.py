"""Turns the files of a build into encoded passages: in this process (`EncodingHere`) or with another `Encoding`."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Protocol

from relbot.answer import Passage, Source
from relbot.corpus.chunking import TokenOffsets, chunk, heading_prefix
from relbot.corpus.documents import Document, read_source
from relbot.corpus.folder import SourceFile
from relbot.corpus.outline import Rendered
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors.corpus import SourceRejected
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage, pool
from relbot.index.previous_passages import ReusablePassages
from relbot.index.resumption import EmbeddedSoFar
from relbot.temporal.date_mentions import DateMention, dates_by_passage, extract_dates
from relbot.temporal.day_order import is_day_first
from relbot.temporal.interval import Interval

Progress = Callable[[str, int, int], None]
"""A callback that takes the name of the step, the number of items done, and their total (0 if unknown)."""
_MAIL = ".eml"
_MANY_PAGES = 100
"""Minimum number of pages of a source for its progress to be reported page by page."""
_LONG = 500_000
"""Minimum length of a source, in characters, for the progress of its division to be reported; it takes seconds."""
_CHUNK_SIZE = 256
"""Number of passages encoded at a time: enough to keep every core busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source that was read, as the index stores it."""

    source: Source
    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class DividedPassage:
    """A passage before it is embedded."""

    passage: Passage
    heading: str
    """The text that is embedded before the quote."""
    dates: Sequence[tuple[DateMention, ...]]
    """The dates in each sentence."""

    @property
    def embedded_text(self) -> str:
        return self.heading + self.passage.quote


class Encoding(Protocol):
    """The reading and encoding of a build's files, in two steps. All implementations produce the same passages."""

    @property
    def rejected(self) -> Sequence[SourceRejected]:
        """The files that cannot be read; complete if `read` returned False, or once `sources` is exhausted."""

    def read(self, corpus: Path, files: Sequence[SourceFile], model: Model, progress: Progress) -> bool:
        """Read files, ordered by path, at least up to the first readable one; return whether there is one."""

    def sources(
        self, encoder: Encoder, reusable: ReusablePassages | None, so_far: EmbeddedSoFar | None, progress: Progress
    ) -> Iterator[tuple[ReadSource, Iterable[EncodedPassage]]]:
        """Yield the sources in order of their paths, each with its passages, which must be consumed before the next.

        Vectors of the previous generation or of a killed build may be reused.
        """

    def close(self) -> None:
        """Release all resources; may be called before `read`."""


def divide(
    document: Document, token_offsets: TokenOffsets, progress: Progress = lambda *_: None
) -> list[DividedPassage]:
    """Return the passages of a document with everything that is stored for them except their vectors."""
    length = len(document.text)

    def show(done: int) -> None:
        if length >= _LONG:
            progress("Dividing a long source, kB", done // 1000, length // 1000)

    passages = chunk(document, token_offsets, on_passage=show)
    headings = (heading_prefix(passage.source, passage.section, token_offsets) for passage in passages)
    dates = dates_by_passage(passages, is_day_first=is_day_first(document.text), written=_written(document.source))
    return list(map(DividedPassage, passages, headings, dates))


def _written(source: Source) -> Interval | None:
    """Return the day on which a mail was written; None for other sources, whose date may be that of a copy."""
    if PurePosixPath(source.path).suffix.lower() != _MAIL or not source.date:
        return None
    days = extract_dates(source.date)
    return days[0].interval if days and days[0].interval.precision == "day" else None


def embed(divided: Sequence[DividedPassage], encoder: Encoder, threads: int = 1) -> Iterator[EncodedPassage]:
    """Encode and pool passages, `threads` at once, in order. Raises WindowExceeded, IndexDamaged."""
    encoded = encoder.encode_all([each.embedded_text for each in divided], threads)
    for each, tokens in zip(divided, encoded, strict=True):
        yield pool(each.passage, each.heading, tokens, each.dates)


class EncodingHere:
    """An `Encoding` in this process. Sources are read and embedded in turn, a few hundred passages at a time, so that
    memory use does not grow with the corpus.
    """

    def __init__(self) -> None:
        self.rejected: list[SourceRejected] = []
        self._documents: Generator[Document, None, None] | None = None
        self._first: list[Document] = []
        self._share_read = 0.0

    def read(
        self,
        corpus: Path,
        files: Sequence[SourceFile],
        model: Model,  # noqa: ARG002 - `sources` is given its encoder
        progress: Progress,
    ) -> bool:
        self._documents = self._read(corpus, files, progress)
        self._first = list(islice(self._documents, 1))
        return bool(self._first)

    def sources(
        self, encoder: Encoder, reusable: ReusablePassages | None, so_far: EmbeddedSoFar | None, progress: Progress
    ) -> Iterator[tuple[ReadSource, Iterator[EncodedPassage]]]:
        embedding = _Embedding(encoder, reusable, so_far, lambda: self._share_read, progress)
        for document, passages in embedding.documents(chain(self._first, self._documents or ())):
            yield ReadSource(document.source, document.revision, document.text), passages

    def close(self) -> None:
        if self._documents:
            self._documents.close()

    def _read(self, corpus: Path, files: Sequence[SourceFile], progress: Progress) -> Generator[Document, None, None]:
        """Yield the documents of the readable files."""

        def show_page(done: int, total: int) -> None:
            if total >= _MANY_PAGES:
                progress("Reading pages", done, total)

        with ParserProcess() as parsers:

            def parse_binary(path: str, data: bytes) -> Rendered:
                return parsers.parse(path, data, show_page)

            found = False
            for done, file in enumerate(files):
                if not found:  # later the embedding reports the progress
                    progress("Reading", done, len(files))
                self._share_read = (done + 1) / len(files)
                try:
                    document = read_source(corpus, file, parse_binary)
                except SourceRejected as error:
                    self.rejected.append(error)
                else:
                    found = True
                    yield document


@dataclass(frozen=True, slots=True)
class _Embedding:
    """The encoder of passages, with the vectors that can be reused."""

    encoder: Encoder
    reusable: ReusablePassages | None
    so_far: EmbeddedSoFar | None
    share_read: Callable[[], float]
    """The share of the files read so far, from which the total number of passages is estimated."""
    progress: Progress

    def documents(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Iterator[EncodedPassage]]]:
        """Yield each document with its encoded passages, which must be consumed before the next. Batches may span
        documents.
        """
        done = 0
        for group in self._groups(documents):
            passages = [passage for _, some in group for passage in some]
            encoded = self._passages(passages, done)
            for document, some in group:
                yield document, islice(encoded, len(some))
            done += len(passages)

    def _groups(self, documents: Iterable[Document]) -> Iterator[list[tuple[Document, list[DividedPassage]]]]:
        """Yield groups of documents with their passages, each at least a batch except the last."""
        group: list[tuple[Document, list[DividedPassage]]] = []
        for document in documents:
            group.append((document, divide(document, self.encoder.token_offsets, self.progress)))
            if sum(len(passages) for _, passages in group) >= _CHUNK_SIZE:
                yield group
                group = []
        if group:
            yield group

    def _passages(self, passages: Sequence[DividedPassage], before: int) -> Iterator[EncodedPassage]:
        """Embed passages in order, reusing the vectors of those that were embedded before."""
        total = max(before + len(passages), round((before + len(passages)) / self.share_read()))
        for first in range(0, len(passages), _CHUNK_SIZE):
            batch = passages[first : first + _CHUNK_SIZE]
            copied = self._copied(batch)
            anew = [each for each, copy in zip(batch, copied, strict=True) if copy is None]
            embedded = embed(anew, self.encoder, os.cpu_count() or 1)
            for done, (each, copy) in enumerate(zip(batch, copied, strict=True), start=before + first + 1):
                self.progress("Embedding", done, total)
                yield copy or self._kept(each, next(embedded))

    def _copied(self, batch: Sequence[DividedPassage]) -> Sequence[EncodedPassage | None]:
        copied: Sequence[EncodedPassage | None] = [None] * len(batch)
        if self.reusable:
            passages, texts = [each.passage for each in batch], [each.embedded_text for each in batch]
            copied = self.reusable.find(passages, texts, [each.dates for each in batch])
        if self.so_far:
            so_far = self.so_far
            copied = [
                copy or so_far.find(each.passage, each.heading, each.dates)
                for copy, each in zip(copied, batch, strict=True)
            ]
        return copied

    def _kept(self, divided: DividedPassage, encoded: EncodedPassage) -> EncodedPassage:
        if self.so_far:
            self.so_far.add(divided.heading, encoded)
        return encoded
