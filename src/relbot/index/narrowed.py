"""A generation narrowed to at most a few hundred passages, which keep their rows; works with any engine.

It is meant for the document that a question names, which is only where to look first: its passages are fetched once and
compared here. The restriction to a collection, by contrast, must not reveal anything of the rest, and is implemented
by the engine (`Generation.within`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from relbot.answer import SourceText, Span, Surroundings
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.manifest import Manifest
from relbot.index.protocol import Found, Generation, Lexicon
from relbot.index.records import PassageRecord, Word
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval


class NarrowedLexicon:
    """A `protocol.Lexicon` with the frequencies of some passages, and the words and names of the whole generation."""

    def __init__(self, whole: Lexicon, records: Sequence[PassageRecord]) -> None:
        self._whole = whole
        self._stems = [record.stems for record in records]
        self._frequencies = Counter(stem for stems in self._stems for stem in set(stems))

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        return {stem: self._frequencies[stem] for stem in stems}

    def words(self, forms: Sequence[str]) -> Sequence[Word]:
        return self._whole.words(forms)

    def names_by_initials(self, initials: str) -> Sequence[tuple[str, int]]:
        return self._whole.names_by_initials(initials)

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> Collection[tuple[str, ...]]:
        found = self._whole.phrases(phrases)
        pairs = {pair for stems in self._stems for pair in pairwise(stems)}
        return frozenset(phrase for phrase in found if all(pair in pairs for pair in pairwise(phrase)))

    @property
    def word_forms(self) -> Mapping[tuple[str, int], Sequence[str]]:
        return self._whole.word_forms


@dataclass(frozen=True)
class NarrowedGeneration:
    """A `protocol.Generation` of the passages with the given rows, at least one, in corpus order."""

    whole: Generation
    rows: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.whole.name

    @property
    def encoder(self) -> Encoder:
        return self.whole.encoder

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest of the whole generation, reduced to the remaining sources and passages."""
        sources = [
            replace(entry, first_passage=kept[0], passages=kept[-1] - kept[0] + 1)
            for entry in self.whole.manifest.sources
            if (kept := [row for row in self.rows if row in entry.rows])
        ]
        sentences = sum(len(passage.record.sentences) for passage in self._passages)
        return replace(self.whole.manifest, sources=tuple(sources), sentences=sentences)

    @cached_property
    def lexicon(self) -> NarrowedLexicon:
        return NarrowedLexicon(self.whole.lexicon, [passage.record for passage in self._passages])

    @cached_property
    def _passages(self) -> Sequence[EncodedPassage]:
        return self.whole.encoded(self.rows)

    def search(
        self,
        vector: NDArray[np.float32],
        stems: Sequence[str],
        interval: Interval | None,
        depth: int,  # noqa: ARG002 - there are only a few passages
    ) -> Found:
        """Return all passages; `lexical` is the summed rarity of a passage's stems, as good as BM25 for so few."""
        dense = {p.record.row: float(p.passage_vector @ vector) for p in self._passages}
        sentence = {p.record.row: float((p.sentence_vectors @ vector).max()) for p in self._passages}
        dated = {row for row, _, _ in self.date_mentions((), interval)} if interval else ()
        return Found(dense, sentence, self._lexical(stems), frozenset(dated))

    def matching(self, stems: Collection[str], limit: int) -> Sequence[PassageRecord]:
        scores = self._lexical(stems)
        best = frozenset(sorted(scores, key=lambda row: (-scores[row], row))[:limit])
        return [passage.record for passage in self._passages if passage.record.row in best]

    def passages(self, rows: Sequence[int]) -> Sequence[PassageRecord]:
        kept = frozenset(self.rows)
        return self.whole.passages([row for row in rows if row in kept])

    def encoded(self, rows: Sequence[int]) -> Sequence[EncodedPassage]:
        by_row = {passage.record.row: passage for passage in self._passages}
        return [by_row[row] for row in rows]

    def sentence_vectors_of(self, rows: Sequence[int]) -> Sequence[NDArray[np.float32]]:
        return [passage.sentence_vectors for passage in self.encoded(rows)]

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> Sequence[tuple[int, Span, DateMention]]:
        kept = frozenset(self.rows)
        return [found for found in self.whole.date_mentions(stems, within) if found[0] in kept]

    def row_of(self, passage_id: str) -> int | None:
        row = self.whole.row_of(passage_id)
        return row if row in self.rows else None

    def surroundings(self, passage_id: str) -> Surroundings | None:
        return self.whole.surroundings(passage_id)

    def document(self, path: str) -> SourceText:
        return self.whole.document(path)

    def within(self, collections: Collection[str]) -> NarrowedGeneration:
        part = self.whole.within(collections)
        ids = [passage.record.passage.id for passage in self._passages]
        return NarrowedGeneration(part, tuple(row for id_ in ids if (row := part.row_of(id_)) is not None))

    def _lexical(self, stems: Collection[str]) -> dict[int, float]:
        count = len(self._passages)
        rarity = {stem: math.log(1 + count / n) for stem, n in self.lexicon.frequencies(stems).items() if n}
        scores = {p.record.row: sum(rarity.get(s, 0.0) for s in Counter(p.record.stems)) for p in self._passages}
        return {row: score for row, score in scores.items() if score}
