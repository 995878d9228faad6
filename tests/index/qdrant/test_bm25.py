from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.index.qdrant import bm25

STEMS = st.sampled_from(["tirana", "embassi", "open", "1959", "서울", "a"])
PASSAGES = st.lists(st.lists(STEMS, min_size=1, max_size=40), min_size=1, max_size=12)


@given(passages=PASSAGES, asked=st.sets(STEMS, min_size=1))
def test_passages_are_scored_as_by_the_engine_in_a_folder(passages: list[list[str]], asked: set[str]) -> None:
    counts = Counter(stem for passage in passages for stem in set(passage))
    rarity = bm25.rarity({stem: counts[stem] for stem in asked}, len(passages))
    average = sum(map(len, passages)) / len(passages)
    scores = {row: bm25.score(passage, rarity, average) for row, passage in enumerate(passages)}
    assert {row: score for row, score in scores.items() if score} == pytest.approx(by_sqlite(passages, asked))


def by_sqlite(passages: list[list[str]], asked: set[str]) -> dict[int, float]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE lexicon USING fts5(terms, tokenize='unicode61 remove_diacritics 0')")
    rows = [(row, " ".join(passage)) for row, passage in enumerate(passages)]
    database.executemany("INSERT INTO lexicon (rowid, terms) VALUES (?, ?)", rows)
    query = " OR ".join(f'"{stem}"' for stem in sorted(asked))
    return dict(database.execute("SELECT rowid, -bm25(lexicon) FROM lexicon WHERE lexicon MATCH ?", (query,)))


@given(passage=st.lists(STEMS, min_size=1, max_size=40), asked=st.sets(STEMS, min_size=1))
def test_sparse_vectors_meet_where_a_passage_has_a_word_of_the_question(passage: list[str], asked: set[str]) -> None:
    stored, question = bm25.sparse_passage(passage), bm25.sparse_question(dict.fromkeys(asked, 1.0))
    product = sum(weight * stored.get(dimension, 0.0) for dimension, weight in question.items())
    assert (product > 0) == bool(asked & set(passage))
    assert all(0 <= dimension < 2**32 for dimension in stored)


def test_a_passage_of_typical_length_has_its_exact_score_already_in_its_sparse_vector() -> None:
    passage, rarity = ["tirana", *["word"] * (bm25.TYPICAL_LENGTH - 1)], {"tirana": 2.0}
    stored, question = bm25.sparse_passage(passage), bm25.sparse_question(rarity)
    product = sum(weight * stored.get(dimension, 0.0) for dimension, weight in question.items())
    assert product == pytest.approx(bm25.score(passage, rarity, bm25.TYPICAL_LENGTH))
