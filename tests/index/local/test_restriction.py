"""The part of an index that some collections make up is, table by table and vector by vector, the index of their
sources alone: so no question, of whatever kind, can tell that there is more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.answer import Passage, Source
from relbot.index.local.restriction import Kept, restricted_store
from relbot.index.local.store import Store
from relbot.index.local.store_writer import StoreWriter
from relbot.index.local.vectors.flat_vectors import FlatVectors
from relbot.index.local.vectors.segments import Vectors
from relbot.index.manifest import SourceEntry
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.date_mentions import dates_by_sentence
from relbot.text.sentences import split
from relbot.text.terms import stems

TABLES = (
    *("source", "passage", "sentence", "date", "word", "long_name"),
    *("posting", "length", "(SELECT rowid, bm25(lexicon) FROM lexicon WHERE lexicon MATCH 'king OR Paris OR war')"),
)
SENTENCES = (
    "King Otto Blunt was crowned in {}.",
    "The Korean People's Army (KPA) took Paris in {}.",
    "Nothing is known of the war.",
    "the KING of Zürich left Paris, and paris was glad.",
    "Zorblatt wrote to the king on 3 May {}.",
)
sources = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b/deep", "B", "ü c"]),
        st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(1000, 2000)), min_size=1, max_size=6),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=6,
)
Sources = Sequence[tuple[Source, Sequence[str]]]
"""Each with its passages."""


def as_sources(drawn: list[tuple[str, list[tuple[str, int]], int]]) -> Sources:
    found = []
    for number, (folder, filled, length) in enumerate(drawn):
        texts = [sentence.format(year) for sentence, year in filled]
        passages = [" ".join(texts[start : start + length]) for start in range(0, len(texts), length)]
        found.append((Source(f"Title {number}", "/".join(filter(None, (folder, f"{number}.md")))), passages))
    return found


def written(file: Path, sources: Sources) -> Store:
    writer = StoreWriter(file)
    for source, passages in sources:
        write_source(writer, source, passages)
    writer.close()
    return Store(file)


def write_source(writer: StoreWriter, source: Source, passages: Sequence[str]) -> None:
    writer.begin_source(source, " ".join(passages))
    for number, quote in enumerate(passages):
        spans = tuple(split(quote, 0, len(quote)))
        sentences = [quote[span.start : span.end] for span in spans]
        records = tuple(
            SentenceRecord(span, 0, 1, tuple(stems(sentence)), dates)
            for span, sentence, dates in zip(spans, sentences, dates_by_sentence(sentences), strict=True)
        )
        passage = Passage(source, 0, len(quote), quote, ("Past",), spans, f"{source.path}-{number}")
        writer.add(PassageRecord(passage, records, tuple(stems(source.title)), 1, 0))


def kept_of(sources: Sources, store: Store, collections: frozenset[str]) -> list[Kept]:
    kept, sentences = [], store.sentence_rows()
    for path, (number, rows) in store.source_rows().items():
        source = next(source for source, _ in sources if source.path == path)
        if source.collection in collections:
            first, last = sentences[rows.start], sentences[rows.stop - 1]
            entry = SourceEntry(source, "", rows.start, len(rows))
            kept.append(Kept(entry, number, rows, range(int(first[1]), int(last[1] + last[2]))))
    return kept


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(store.query(f"SELECT * FROM {table}", ())) for table in TABLES}  # noqa: S608


@settings(deadline=None, max_examples=25)
@given(drawn=sources, collections=st.frozensets(st.sampled_from(["", "a", "b", "B", "ü c", "gone"])))
def test_every_table_of_a_part_is_that_of_its_sources_alone(
    drawn: list[tuple[str, list[tuple[str, int]], int]], collections: frozenset[str]
) -> None:
    everything = as_sources(drawn)
    with tempfile.TemporaryDirectory() as folder:
        whole = written(Path(folder, "whole"), everything)
        alone = written(Path(folder, "alone"), [each for each in everything if each[0].collection in collections])
    part = restricted_store(whole, kept_of(everything, whole, collections), collections)
    assert content(part) == content(alone)
    np.testing.assert_array_equal(part.sentence_rows(), alone.sentence_rows())
    assert not part.query("SELECT * FROM form", ()) + part.query("SELECT * FROM name_form", ())


@pytest.mark.parametrize("kind", ["flat", "graph"])
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 60), share=st.floats(0, 1), count=st.integers(1, 70))
def test_a_search_among_some_vectors_is_that_of_an_index_of_these_alone(
    kind: str, seed: int, size: int, share: float, count: int
) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(size, 16)).astype(np.float32)
    rows = np.flatnonzero(chance.random(size) < share)
    segments: list[Any] = []
    for some in np.array_split(vectors, min(size, 1 + seed % 3)):
        segments.append(
            FlatVectors(some) if kind == "flat" else faiss.IndexHNSWFlat(16, 32, faiss.METRIC_INNER_PRODUCT)
        )
        if kind != "flat":
            segments[-1].add(some)
    alone = faiss.IndexFlatIP(16)
    rows = chance.permutation(rows)
    alone.add(vectors[rows])
    whole = Vectors(segments, np.ones(size, bool))
    part, query = whole.among(rows), chance.normal(size=(1, 16)).astype(np.float32)
    del whole, segments  # as when the next generation is published while a part of this one is in use
    assert part.ntotal == len(rows)
    scores, found = part.search(query, count)
    expected_scores, expected = alone.search(query, count)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_allclose(scores[found >= 0], expected_scores[found >= 0], rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(part.reconstruct_batch(np.arange(len(rows))), vectors[rows])
    half = np.arange(0, len(rows), 2)
    np.testing.assert_array_equal(part.among(half).reconstruct_batch(np.arange(len(half))), vectors[rows[half]])
