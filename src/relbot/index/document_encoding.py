"""From the files of a build to encoded passages: in this process (`EncodingHere`) or, by another `Encoding`,
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
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
from relbot.index.previous_passages import LeavingPassages
from relbot.index.resumption import EmbeddedSoFar
from relbot.temporal.date_mentions import DateMention, dates_by_passage
from relbot.temporal.day_order import is_day_first

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0: unknown)."""
_MANY_PAGES = 100
"""From which on a source's pages are shown one by one while it is read."""
_LONG = 500_000
"""Characters of a source from which on it takes seconds to divide it into passages, which is shown."""
_CHUNK_SIZE = 256
"""Passages encoded at a time: enough to keep every core busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source that was read, as the index keeps it."""

    source: Source
    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class DividedPassage:
    """A passage before it is embedded."""

    passage: Passage
    heading: str
    """What is embedded before the quote."""
    dates: Sequence[tuple[DateMention, ...]]
    """Those of each sentence."""

    @property
    def embedded_text(self) -> str:
        return self.heading + self.passage.quote


class Encoding(Protocol):
    """How the files of a build are read and encoded, in two steps. The passages are the same whichever does it."""

    @property
    def rejected(self) -> Sequence[SourceRejected]:
        """The files that cannot be read; complete where `read` found none that can, or when `sources` has ended."""

    def read(self, corpus: Path, files: Sequence[SourceFile], model: Model, progress: Progress) -> bool:
        """Read files, given in the order of their paths, at least up to the first that can be; whether any can."""

    def sources(
        self, encoder: Encoder, leaving: LeavingPassages | None, so_far: EmbeddedSoFar | None, progress: Progress
    ) -> Iterator[tuple[ReadSource, Iterable[EncodedPassage]]]:
        """The sources in the order of their paths, each with its passages, which are to be used up before the next.

        Vectors that the generation before has, or a killed build, may be copied.
        """

    def close(self) -> None:
        """End what was begun; also before `read`."""


def divide(
    document: Document, token_offsets: TokenOffsets, progress: Progress = lambda *_: None
) -> list[DividedPassage]:
    """The passages of a document with all that is stored of them but their vectors."""
    length = len(document.text)

    def show(done: int) -> None:
        if length >= _LONG:
            progress("Dividing a long source, kB", done // 1000, length // 1000)

    passages = chunk(document, token_offsets, on_passage=show)
    headings = (heading_prefix(passage.source, passage.section, token_offsets) for passage in passages)
    dates = dates_by_passage(passages, is_day_first=is_day_first(document.text))
    return list(map(DividedPassage, passages, headings, dates))


def embed(divided: Sequence[DividedPassage], encoder: Encoder) -> Iterator[EncodedPassage]:
    """Encode and pool passages, in order. Raises WindowExceeded, IndexDamaged."""
    encoded = encoder.encode_all([each.embedded_text for each in divided])
    for each, tokens in zip(divided, encoded, strict=True):
        yield pool(each.passage, each.heading, tokens, each.dates)


class EncodingHere:
    """Reads one source after another, while those before it are embedded, some hundred passages at a time, so that
    memory does not grow with the corpus. The methods are those of `Encoding`.
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
        model: Model,  # noqa: ARG002 - that of the encoder that `sources` is given
        progress: Progress,
    ) -> bool:
        self._documents = self._read(corpus, files, progress)
        self._first = list(islice(self._documents, 1))
        return bool(self._first)

    def sources(
        self, encoder: Encoder, leaving: LeavingPassages | None, so_far: EmbeddedSoFar | None, progress: Progress
    ) -> Iterator[tuple[ReadSource, Iterator[EncodedPassage]]]:
        embedding = _Embedding(encoder, leaving, so_far, lambda: self._share_read, progress)
        for document, passages in embedding.documents(chain(self._first, self._documents or ())):
            yield ReadSource(document.source, document.revision, document.text), passages

    def close(self) -> None:
        if self._documents:
            self._documents.close()

    def _read(self, corpus: Path, files: Sequence[SourceFile], progress: Progress) -> Generator[Document, None, None]:
        """The documents of the files that can be read."""

        def show_page(done: int, total: int) -> None:
            if total >= _MANY_PAGES:
                progress("Reading pages", done, total)

        with ParserProcess() as parsers:

            def parse_binary(path: str, data: bytes) -> Rendered:
                return parsers.parse(path, data, show_page)

            found = False
            for done, file in enumerate(files):
                if not found:  # after that, what is embedded tells how far it is
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
    """What passages are encoded with, and the vectors that need not be made again."""

    encoder: Encoder
    leaving: LeavingPassages | None
    so_far: EmbeddedSoFar | None
    share_read: Callable[[], float]
    """Of the documents, by which the number of passages is estimated while they are read."""
    progress: Progress

    def documents(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Iterator[EncodedPassage]]]:
        """Each document with its encoded passages, which are to be used up before the next. Batches span documents."""
        done = 0
        for group in self._groups(documents):
            passages = [passage for _, some in group for passage in some]
            encoded = self._passages(passages, done)
            for document, some in group:
                yield document, islice(encoded, len(some))
            done += len(passages)

    def _groups(self, documents: Iterable[Document]) -> Iterator[list[tuple[Document, list[DividedPassage]]]]:
        """Documents with their passages, together at least a batch."""
        group: list[tuple[Document, list[DividedPassage]]] = []
        for document in documents:
            group.append((document, divide(document, self.encoder.token_offsets, self.progress)))
            if sum(len(passages) for _, passages in group) >= _CHUNK_SIZE:
                yield group
                group = []
        if group:
            yield group

    def _passages(self, passages: Sequence[DividedPassage], before: int) -> Iterator[EncodedPassage]:
        """Embed passages, in order; of those that were embedded before, copy the vectors."""
        total = max(before + len(passages), round((before + len(passages)) / self.share_read()))
        for first in range(0, len(passages), _CHUNK_SIZE):
            batch = passages[first : first + _CHUNK_SIZE]
            copied = self._copied(batch)
            embedded = embed([each for each, copy in zip(batch, copied, strict=True) if copy is None], self.encoder)
            for done, (each, copy) in enumerate(zip(batch, copied, strict=True), start=before + first + 1):
                self.progress("Embedding", done, total)
                yield copy or self._kept(each, next(embedded))

    def _copied(self, batch: Sequence[DividedPassage]) -> Sequence[EncodedPassage | None]:
        copied: Sequence[EncodedPassage | None] = [None] * len(batch)
        if self.leaving:
            passages, texts = [each.passage for each in batch], [each.embedded_text for each in batch]
            copied = self.leaving.find(passages, texts, [each.dates for each in batch])
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
