"""A `protocol.Generation` on a Qdrant server."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from relbot.answer import SourceText, Span, Surroundings
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.manifest import Manifest
from relbot.index.protocol import Found
from relbot.index.qdrant import bm25
from relbot.index.qdrant.encoder_files import load_encoder
from relbot.index.qdrant.lexicon import QdrantLexicon
from relbot.index.qdrant.points.payload import (
    RECORD,
    TOKENS,
    VECTORS,
    PayloadDamaged,
    date_from,
    record_from,
    tokens_from,
    vectors_from,
)
from relbot.index.qdrant.points.reading import Points
from relbot.index.qdrant.points.stored import TEXT, check_counts, collections_of, read_lexicon, read_manifest
from relbot.index.records import PassageRecord, shared_among, surroundings_of
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval

_SPARE = 2
"""Number of candidates fetched by sparse vectors per passage that is kept after exact scoring."""
_SENTENCES_OF_A_DATE = 8
"""Number of dated sentences fetched per passage to find: a passage may have several, and a sentence several dates."""


@dataclass(frozen=True)
class QdrantGeneration:
    """An open generation. Thread-safe, and readable until two newer ones are published and its points removed."""

    points: Points
    manifest: Manifest
    encoder: Encoder
    lexicon: QdrantLexicon

    @classmethod
    def open(cls, points: Points, name: str, encoder: Encoder | None = None) -> Self:
        """Open the generation with a name; `encoder` is the encoder of its model, if it is loaded already.

        Raises IndexUnusable, ModelError.
        """
        manifest = read_manifest(points, name)
        check_counts(points, manifest)
        lexicon = read_lexicon(points, manifest, collections_of(manifest))
        if encoder is None:
            encoder = load_encoder(manifest, points.blob, str(points.connection.address))
        return cls(points, manifest, encoder, lexicon)

    @property
    def name(self) -> str:
        return self.manifest.name

    def search(self, vector: NDArray[np.float32], stems: Sequence[str], interval: Interval | None, depth: int) -> Found:
        if not self.manifest.passages:
            return Found({}, {}, {}, frozenset())
        rarity = self._rarity(stems)
        dense, candidates = self.points.search(vector, bm25.sparse_question(rarity), depth, _SPARE * depth)
        sentence: dict[int, float] = {}
        for row, score in self.points.nearest_sentences(vector, 2 * depth):
            sentence.setdefault(row, score)
        lexical = dict(self._weighed(candidates, rarity)[:depth])
        dated = frozenset(self._dated(interval, depth) if interval else ())
        dense.update(self.points.similarities(vector, ({*sentence, *lexical} | dated) - dense.keys()))
        self.points.confirm_still_there()
        return Found(dense, sentence, lexical, dated)

    def matching(self, stems: Collection[str], limit: int) -> list[PassageRecord]:
        rarity = self._rarity(stems)
        if not rarity:
            return []
        candidates = self.points.search_stems(bm25.sparse_question(rarity), _SPARE * limit)
        self.points.confirm_still_there()
        return self.passages(sorted(row for row, _ in self._weighed(candidates, rarity)[:limit]))

    def passages(self, rows: Sequence[int]) -> list[PassageRecord]:
        payloads = self.points.payloads(rows, [RECORD])
        with self._damage():
            return [record_from(p, row, self._shared_titles) for p, row in zip(payloads, rows, strict=True)]

    def encoded(self, rows: Sequence[int]) -> list[EncodedPassage]:
        payloads = self.points.payloads(rows, [RECORD, VECTORS, TOKENS])
        found = []
        with self._damage():
            for payload, row in zip(payloads, rows, strict=True):
                record = record_from(payload, row, self._shared_titles)
                vectors, tokens = vectors_from(payload), tokens_from(payload)
                if len(vectors) != 1 + len(record.sentences) or checksum(tokens) != record.checksum:
                    raise PayloadDamaged(f"passage {row}")
                found.append(EncodedPassage(vectors[0], vectors[1:], tokens, record))
        return found

    def sentence_vectors_of(self, rows: Sequence[int]) -> list[NDArray[np.float32]]:
        payloads = self.points.payloads(rows, [VECTORS])
        with self._damage():
            return [vectors_from(payload)[1:] for payload in payloads]

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> list[tuple[int, Span, DateMention]]:
        if not self.manifest.passages:
            return []
        found = list(self.points.dated_sentences(stems, within))
        self.points.confirm_still_there()
        with self._damage():
            return [
                (row, Span(*payload["span"]), date_from(values))
                for row, payload in found
                for values in payload["dates"]
                if within is None or _overlaps(values, within)
            ]

    def row_of(self, passage_id: str) -> int | None:
        row = self.points.row_of(passage_id) if self.manifest.passages else None
        if row is None:
            self.points.confirm_still_there()
        return row

    def surroundings(self, passage_id: str) -> Surroundings | None:
        row = self.row_of(passage_id)
        return None if row is None else surroundings_of(row, self.passages(self.manifest.with_neighbours(row)))

    def document(self, path: str) -> SourceText:
        source = self.manifest.entry(path).source
        return SourceText(source, self.points.blob(TEXT + path).decode("utf-8", "surrogatepass"))

    def within(self, collections: Collection[str]) -> Self:
        """Implement `Generation.within`: the part keeps the rows of the whole and loads its collections' lexicon."""
        sources = tuple(entry for entry in self.manifest.sources if entry.source.collection in collections)
        manifest = replace(self.manifest, sources=sources)
        kept = collections_of(manifest)
        points = replace(self.points, within=kept)
        lexicon = read_lexicon(points, self.manifest, kept)
        return replace(
            self, points=points, manifest=replace(manifest, sentences=lexicon.counts.sentences), lexicon=lexicon
        )

    def _rarity(self, stems: Collection[str]) -> dict[str, float]:
        return bm25.rarity(self.lexicon.frequencies(stems), self.manifest.passages)

    def _weighed(self, candidates: Mapping[int, Sequence[str]], rarity: Mapping[str, float]) -> list[tuple[int, float]]:
        """Return (row, BM25 score) of candidates, given as stems by row, best first."""
        average = self.lexicon.counts.length / self.lexicon.counts.passages
        scores = {row: bm25.score(stems, rarity, average) for row, stems in candidates.items()}
        return sorted(((row, score) for row, score in scores.items() if score), key=lambda found: (-found[1], found[0]))

    def _dated(self, interval: Interval, limit: int) -> list[int]:
        """Return the rows of passages with a date in an interval, the shortest such date first."""
        shortest: dict[int, int] = {}
        for row, payload in self.points.dated(interval, _SENTENCES_OF_A_DATE * limit):
            with self._damage():
                days = [values["last"] - values["first"] for values in payload["dates"] if _overlaps(values, interval)]
                shortest[row] = min(*days, shortest.get(row, days[0]))
        return sorted(shortest, key=lambda row: (shortest[row], row))[:limit]

    @cached_property
    def _shared_titles(self) -> frozenset[str]:
        return shared_among(entry.source.title for entry in self.manifest.sources)

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (PayloadDamaged, LookupError, TypeError):
            raise self.points.damaged("holds a passage that was altered") from None


def _overlaps(values: Mapping[str, int], interval: Interval) -> bool:
    """Return whether a stored date shares a day with an interval."""
    return values["first"] <= interval.last.number and values["last"] >= interval.first.number
