"""What relbot needs of an index, in whatever engine: what a question reads of a generation, and what a build writes.

Passages are addressed by row, a number from 0. Those of a source have consecutive rows, in the order of the text, which
the manifest names (`SourceEntry.rows`); nothing else is said of rows, and those of another generation are others.

A question makes few calls, for an engine may be at the other end of a network: `search`, `encoded` for the short list,
and for some questions `matching`, `sentence_vectors_of`, `date_mentions`, `row_of` or `surroundings`. The lexicon is
asked often, and is best held in memory. `tests/index/test_engine_contract.py` has what every engine must do.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Source, SourceText, Span, Surroundings
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.manifest import LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.records import PassageRecord, Word
from relbot.index.resumption import EmbeddedSoFar
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval

BM25_K1, BM25_B = 1.2, 0.75
"""Parameters of BM25, as SQLite's FTS5 has them: https://www.sqlite.org/fts5.html#the_bm25_function"""
BM25_MIN_IDF = 1e-6
"""Of a stem in more than half of the passages, as FTS5 has it: so that it still counts as found."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that a search has found, by row, with their scores."""

    dense: Mapping[int, float]
    """Cosine of the passage's vector, of every passage that was found, in whatever way."""
    sentence: Mapping[int, float]
    """Cosine of its best sentence, of the passages of the nearest sentences."""
    lexical: Mapping[int, float]
    """BM25, above 0, of those that contain one of the stems."""
    dated: frozenset[int]
    """Those with a date in the interval."""


class Lexicon(Protocol):
    """The words, names and phrases of a generation. Words are folded (`terms.fold`), stems those of `terms.stem`."""

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        """The number of passages that contain each stem, headings included; 0 where none does."""

    def words(self, forms: Sequence[str]) -> Sequence[Word]:
        """The words whose folded form or stem is among the given forms, the most frequent first."""

    def names_by_initials(self, initials: str) -> Sequence[tuple[str, int]]:
        """(name, passages that contain it) of the names with the given folded initials, the most frequent first."""

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> Collection[tuple[str, ...]]:
        """Those of some phrases, each given as its stems, that a passage contains, in order and adjacent."""

    @property
    def word_forms(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """All folded words without stop words, and all stems of more than four letters, by (first letter, length)."""


class DatedPassages(Protocol):
    """The part of a generation from which a timeline is made."""

    def passages(self, rows: Sequence[int]) -> Sequence[PassageRecord]:
        """The passages with the given rows, in the given order; of however many."""

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> Sequence[tuple[int, Span, DateMention]]:
        """(passage row, sentence, date) in corpus order, of the sentences that contain all the given stems, and of the
        dates that share a day with an interval, where these are given.
        """


class Generation(DatedPassages, Protocol):
    """An open generation: immutable, thread-safe, and readable for as long as it is in use, whatever is published.

    Corpus order is that of the sources' paths, and within a source that of the text. Every method raises IndexUnusable
    where what it reads is damaged or away, and never returns a part of it.
    """

    @property
    def name(self) -> str:
        """Unique to it, of letters, digits and hyphens, and in order of publication."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def encoder(self) -> Encoder:
        """The model that its passages were encoded with."""

    @property
    def lexicon(self) -> Lexicon: ...

    def search(self, vector: NDArray[np.float32], stems: Sequence[str], interval: Interval | None, depth: int) -> Found:
        """The `depth` passages nearest to a vector, (384,), those of the `2 * depth` nearest sentences, the `depth`
        best by BM25 (Okapi, `BM25_K1`, `BM25_B`), and `depth` with a date in an interval, the shortest first; all
        together. Nothing is found in a generation without passages.
        """

    def matching(self, stems: Collection[str], limit: int) -> Sequence[PassageRecord]:
        """The best passages by BM25 that contain any of the stems, in corpus order."""

    def encoded(self, rows: Sequence[int]) -> Sequence[EncodedPassage]:
        """Passages with all of their vectors, in the given order."""

    def sentence_vectors_of(self, rows: Sequence[int]) -> Sequence[NDArray[np.float32]]:
        """By passage, (sentences, 384), normalised, in the given order."""

    def row_of(self, passage_id: str) -> int | None:
        """The row of a passage by its id; None where this generation has none with that id."""

    def surroundings(self, passage_id: str) -> Surroundings | None:
        """A passage by its id, with its neighbours in the source; None where this generation has none with that id."""

    def document(self, path: str) -> SourceText:
        """The rendered text of a source. Raises SourceUnknown."""

    def within(self, collections: Collection[str]) -> Self:
        """The part that some collections make up: as if built from their sources alone, so that no result, statistic or
        spelling can tell of the rest. It has no passages where it has none of them.
        """


class Build(Protocol):
    """The writing of the next generation; nothing of it is seen before `publish` returns."""

    def start(self, model: Model, previous: Generation | None, kept: Sequence[SourceEntry] = ()) -> Encoder:
        """Begin, and load the model for encoding; `kept` are the sources of `previous` that stay as they are, and all
        others of it are gone. Raises ModelError.
        """

    def embedded_so_far(self, model: Model) -> EmbeddedSoFar | None:
        """Where vectors are kept until they are published, and may be those of a build that was killed; None where an
        engine keeps none.
        """

    def write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        """Add a source with its rendered text and its passages, in order. Sources come in the order of their paths."""

    def publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Manifest:
        """Verify the generation, make it the current one in one step, and remove all others but the one before."""


class Index(Protocol):
    """An index at an address. Every method raises IndexUnusable where it is missing, damaged or away."""

    @property
    def address(self) -> str:
        """As people are told it: without a key."""

    def manifest(self, *, verify: bool = False) -> Manifest:
        """That of the current generation, which is not opened; with `verify` all that it is made of is checked."""

    def open(self, previous: Generation | None = None) -> Generation:
        """The current generation, verified; where `previous` has the same model, that is shared."""

    def others(self) -> Iterator[Generation]:
        """The other generations that are kept and intact, newest first, for when the current one is damaged."""

    def version(self) -> Hashable:
        """Changes when another generation is published; fast, as it is asked for with each question."""

    def build(self) -> AbstractContextManager[Build]:
        """A build, which excludes every other until its end, and leaves nothing behind where it is not published.

        Raises IndexBusy, IndexNotWritable.
        """
