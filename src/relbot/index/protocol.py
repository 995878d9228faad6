"""The interface of an index engine: what a question reads from a generation, and what a build writes.

Passages are addressed by row, a number from 0. The passages of a source have consecutive rows in text order, which the
manifest records (`SourceEntry.rows`); nothing else is guaranteed about rows, and they differ between generations.

As an engine may be reached over a network, a question makes few calls: `search`, `encoded` for the short list, and for
some questions `matching`, `sentence_vectors_of`, `date_mentions`, `row_of` or `surroundings`. The lexicon is queried
often and is best kept in memory. `tests/index/test_engine_contract.py` specifies what every engine must do.
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
"""Parameters of BM25, the same as in SQLite's FTS5: https://www.sqlite.org/fts5.html#the_bm25_function"""
BM25_MIN_IDF = 1e-6
"""Inverse document frequency of a stem that occurs in more than half of the passages, so that it still counts as found;
the same as in FTS5."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found by a search, by row, with their scores."""

    dense: Mapping[int, float]
    """Cosine similarity of the passage vector, for every passage found in any way."""
    sentence: Mapping[int, float]
    """Cosine similarity of the best sentence, for the passages of the nearest sentences."""
    lexical: Mapping[int, float]
    """BM25 score, above 0, for passages that contain one of the stems."""
    dated: frozenset[int]
    """Passages with a date in the interval."""


class Lexicon(Protocol):
    """The words, names and phrases of a generation. Words are folded (`terms.fold`), and stems made by `terms.stem`."""

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return the number of passages, headings included, that contain each stem; 0 if none does."""

    def words(self, forms: Sequence[str]) -> Sequence[Word]:
        """Return the words whose folded form or stem is among the given forms, the most frequent first."""

    def names_by_initials(self, initials: str) -> Sequence[tuple[str, int]]:
        """Return (name, number of passages) of the names with the given folded initials, the most frequent first."""

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> Collection[tuple[str, ...]]:
        """Return those of the phrases, each given as stems, that occur in some passage in order and adjacent."""

    @property
    def word_forms(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """All folded words except stop words, and all stems of more than four letters, by (first letter, length)."""


class DatedPassages(Protocol):
    """The part of a generation from which timelines are built."""

    def passages(self, rows: Sequence[int]) -> Sequence[PassageRecord]:
        """Return the passages with the given rows, any number of them, in the given order."""

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> Sequence[tuple[int, Span, DateMention]]:
        """Return (passage row, sentence, date) for the dates in sentences with all of the given stems, in corpus order.

        If `within` is given, only dates that share a day with it are included.
        """


class Generation(DatedPassages, Protocol):
    """An open generation: immutable, thread-safe, and readable for as long as it is in use, whatever is published.

    Corpus order is the order of the sources' paths and, within a source, text order. Every method raises IndexUnusable
    if the data that it reads is damaged or unavailable, and never returns partial results.
    """

    @property
    def name(self) -> str:
        """A unique name of letters, digits and hyphens; names sort in order of publication."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def encoder(self) -> Encoder:
        """The model with which its passages were encoded."""

    @property
    def lexicon(self) -> Lexicon: ...

    def search(self, vector: NDArray[np.float32], stems: Sequence[str], interval: Interval | None, depth: int) -> Found:
        """Return the union of four searches.

        These are the `depth` passages nearest to a vector of shape (384,), those of the `2 * depth` nearest sentences,
        the `depth` best by BM25 (Okapi, `BM25_K1`, `BM25_B`), and `depth` with a date in the interval, the shortest
        intervals first. Nothing is found in a generation without passages.
        """

    def matching(self, stems: Collection[str], limit: int) -> Sequence[PassageRecord]:
        """Return the `limit` best passages by BM25 that contain any of the stems, in corpus order."""

    def encoded(self, rows: Sequence[int]) -> Sequence[EncodedPassage]:
        """Return passages with all of their vectors, in the given order."""

    def sentence_vectors_of(self, rows: Sequence[int]) -> Sequence[NDArray[np.float32]]:
        """Return the normalised sentence vectors of each passage, (sentences, 384), in the given order."""

    def row_of(self, passage_id: str) -> int | None:
        """Return the row of the passage with an id; None if this generation has none."""

    def surroundings(self, passage_id: str) -> Surroundings | None:
        """Return the passage with an id and its neighbours in the source; None if this generation has none."""

    def document(self, path: str) -> SourceText:
        """Return the rendered text of a source. Raises SourceUnknown."""

    def within(self, collections: Collection[str]) -> Self:
        """Return the part that consists of some collections, without passages if there are none of them.

        It behaves as if built from their sources alone: no result, statistic or spelling reveals anything of the rest.
        """


class Build(Protocol):
    """The writing of the next generation, of which nothing is visible before `publish` returns."""

    def start(self, model: Model, previous: Generation | None, kept: Sequence[SourceEntry] = ()) -> Encoder:
        """Begin a generation and return the encoder for it.

        `kept` are the sources of `previous` that are carried over unchanged; its other sources are dropped. Raises
        ModelError.
        """

    def embedded_so_far(self, model: Model) -> EmbeddedSoFar | None:
        """Return the store of vectors embedded but not yet published, possibly by a killed build; None if the engine
        keeps none.
        """

    def write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        """Add a source with its rendered text and its passages, in order. Sources are added in order of their paths."""

    def publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Manifest:
        """Verify the generation, make it current atomically, and remove all others except the previous one."""


class Index(Protocol):
    """An index at an address. Every method raises IndexUnusable if it is missing, damaged or unavailable."""

    @property
    def address(self) -> str:
        """The address as shown to users, without any API key."""

    def manifest(self, *, verify: bool = False) -> Manifest:
        """Return the manifest of the current generation without opening it; if `verify`, check all of its data."""

    def open(self, previous: Generation | None = None) -> Generation:
        """Verify and open the current generation; it shares the model of `previous` if that is the same."""

    def others(self) -> Iterator[Generation]:
        """Yield the other generations that are kept and intact, newest first, in case the current one is damaged."""

    def version(self) -> Hashable:
        """Return a value that changes when another generation is published; fast, as it is called for each question."""

    def build(self) -> AbstractContextManager[Build]:
        """Return a build as a context manager. It excludes all other builds until it ends, and leaves nothing behind
        if it is not published.

        Raises IndexBusy, IndexNotWritable.
        """
