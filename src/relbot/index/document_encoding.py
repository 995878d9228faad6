"""From the files of a build to encoded passages: in this process (`embedding`) or, by another `Encoding`, elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from relbot.answer import Passage, Source
from relbot.corpus.chunking import TokenOffsets, chunk, heading_prefix
from relbot.corpus.documents import Document
from relbot.corpus.folder import SourceFile
from relbot.errors.corpus import SourceRejected
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage, pool
from relbot.index.previous_passages import LeavingPassages
from relbot.index.resumption import EmbeddedSoFar
from relbot.temporal.date_mentions import DateMention, dates_by_passage

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0: unknown)."""


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
