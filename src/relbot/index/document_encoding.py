"""From the files of a build to encoded passages: here, or, by another `Encoding`, on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from relbot.answer import Passage, Source
from relbot.corpus.chunking import TokenOffsets, chunk, heading_prefix
from relbot.corpus.documents import Document, read_source
from relbot.corpus.folder import SourceFile
from relbot.corpus.outline import Rendered
from relbot.corpus.parser_process.process import ParserProcess
from relbot.errors import SourceRejected
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage, pool
from relbot.index.leaving_passages import LeavingPassages
from relbot.temporal.date_mentions import DateMention, dates_by_passage

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0: unknown)."""

_MANY_PAGES = 100
"""From which on a source's pages are shown one by one while it is read."""
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
    """How the files of a build are read and encoded. The passages are the same whichever does it."""

    def read(
        self, corpus: Path, files: Sequence[SourceFile], model: Model, progress: Progress
    ) -> tuple[Mapping[str, ReadSource], tuple[SourceRejected, ...]]:
        """The readable sources by path, and the others with the reason."""

    def passages(
        self, encoder: Encoder, reusable: LeavingPassages | None, progress: Progress
    ) -> Iterator[Iterable[EncodedPassage]]:
        """The encoded passages of each source that was read, in the order of their paths."""


class EncodingHere:
    """Reads and encodes in this process, and copies the vectors of words that the generation before had as well."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}

    def read(
        self,
        corpus: Path,
        files: Sequence[SourceFile],
        model: Model,  # noqa: ARG002 - that which `passages` is given
        progress: Progress,
    ) -> tuple[Mapping[str, ReadSource], tuple[SourceRejected, ...]]:
        rejected: list[SourceRejected] = []

        def show_page(done: int, total: int) -> None:
            if total >= _MANY_PAGES:
                progress("Reading pages", done, total)

        with ParserProcess() as parsers:

            def parse_binary(path: str, data: bytes) -> Rendered:
                return parsers.parse(path, data, show_page)

            for done, file in enumerate(files):
                progress("Reading", done, len(files))
                try:
                    self._documents[file.path] = read_source(corpus, file, parse_binary)
                except SourceRejected as error:
                    rejected.append(error)
        read = {path: ReadSource(d.source, d.revision, d.text) for path, d in self._documents.items()}
        return read, tuple(rejected)

    def passages(
        self, encoder: Encoder, reusable: LeavingPassages | None, progress: Progress
    ) -> Iterator[Iterable[EncodedPassage]]:
        """Batches span documents."""
        divided = []
        for done, path in enumerate(sorted(self._documents)):
            progress("Dividing", done, len(self._documents))
            divided.append(divide(self._documents[path], encoder.token_offsets))
        encoded = _encode([passage for passages in divided for passage in passages], encoder, reusable, progress)
        for passages in divided:
            yield list(islice(encoded, len(passages)))


def divide(document: Document, token_offsets: TokenOffsets) -> list[DividedPassage]:
    """The passages of a document with all that is stored of them but their vectors."""
    passages = chunk(document, token_offsets)
    headings = (heading_prefix(passage.source, passage.section, token_offsets) for passage in passages)
    return list(map(DividedPassage, passages, headings, dates_by_passage(passages)))


def embed(divided: Sequence[DividedPassage], encoder: Encoder) -> Iterator[EncodedPassage]:
    """Encode and pool passages, in order. Raises WindowExceeded, IndexDamaged."""
    encoded = encoder.encode_all([each.embedded_text for each in divided])
    for each, tokens in zip(divided, encoded, strict=True):
        yield pool(each.passage, each.heading, tokens, each.dates)


def _encode(
    divided: Sequence[DividedPassage], encoder: Encoder, reusable: LeavingPassages | None, progress: Progress
) -> Iterator[EncodedPassage]:
    """Embed passages, in order; of those with the same words in the generation before, copy the vectors."""
    for first in range(0, len(divided), _CHUNK_SIZE):
        batch = divided[first : first + _CHUNK_SIZE]
        copied: Sequence[EncodedPassage | None] = [None] * len(batch)
        if reusable:
            passages, texts = [each.passage for each in batch], [each.embedded_text for each in batch]
            copied = reusable.find(passages, texts, [each.dates for each in batch])
        embedded = embed([each for each, copy in zip(batch, copied, strict=True) if copy is None], encoder)
        for done, copy in enumerate(copied, start=first + 1):
            progress("Embedding", done, len(divided))
            yield copy or next(embedded)
