from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.index.local import postings
from relbot.index.local.postings import Postings, PostingsWriter

STEMS = st.sampled_from(["kim", "visit", "tirana", "embassi", "seoul", "1956"])
PASSAGES = st.lists(st.lists(STEMS, max_size=30), min_size=1, max_size=30)


def written(
    passages: list[list[str]], database: sqlite3.Connection | None = None, first: int = 0
) -> sqlite3.Connection:
    """The tables of some passages, with others from row `first` on where they were written before."""
    if database is None:
        database = sqlite3.connect(":memory:")
        database.executescript(postings.SCHEMA)
    writer = PostingsWriter(database)
    for row, stems in enumerate(passages, start=first):
        writer.add(row, stems)
    writer.close()
    return database


def read(database: sqlite3.Connection) -> Postings:
    return Postings(lambda sql, values: database.execute(sql, values).fetchall())


def reader(passages: list[list[str]]) -> Postings:
    return read(written(passages))


def by_fts5(passages: list[list[str]], stems: list[str]) -> dict[int, float]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE lexicon USING fts5 (terms, content='')")
    rows = [(row, " ".join(stems)) for row, stems in enumerate(passages)]
    database.executemany("INSERT INTO lexicon (rowid, terms) VALUES (?, ?)", rows)
    sql = "SELECT rowid, -bm25(lexicon) FROM lexicon WHERE lexicon MATCH ?"
    return dict(database.execute(sql, (" OR ".join(stems),)).fetchall()) if stems else {}


@given(PASSAGES, st.lists(STEMS, unique=True, max_size=6))
def test_scores_are_those_of_fts5(passages: list[list[str]], stems: list[str]) -> None:
    assert dict(reader(passages).best(stems, 100)) == pytest.approx(by_fts5(passages, stems), rel=1e-6)


@given(PASSAGES, st.lists(STEMS, unique=True, max_size=6), st.integers(0, 31))
def test_the_best_are_the_first_of_all_and_ties_are_in_order_of_rows(
    passages: list[list[str]], stems: list[str], limit: int
) -> None:
    found = reader(passages).best(stems, 100)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert reader(passages).best(stems, limit) == found[:limit]


@given(PASSAGES)
def test_frequencies_count_passages(passages: list[list[str]]) -> None:
    counted = reader(passages).frequencies(["kim", "tirana", "xyzzy"])
    assert counted == {stem: sum(stem in each for each in passages) for stem in ("kim", "tirana", "xyzzy")}


@pytest.mark.parametrize("passages", [[], [[]], [["kim"] * 70_000], [["kim"] * 300, ["kim"]]])
def test_no_length_is_too_small_or_too_large(passages: list[list[str]]) -> None:
    found = reader(passages).best(["kim", "kim", "xyzzy"], 10)
    assert [row for row, _ in found] == [row for row, stems in enumerate(passages) if stems]
    assert all(score > 0 for _, score in found)


@given(PASSAGES, PASSAGES, st.sets(st.integers(0, 29)), st.lists(STEMS, unique=True, min_size=1, max_size=6))
def test_passages_that_come_and_go_leave_what_would_have_been_written_without_them(
    before: list[list[str]], after: list[list[str]], gone: set[int], stems: list[str]
) -> None:
    database = written(before)
    gone = {row for row in gone if row < len(before)}
    writer = PostingsWriter(database)
    for row in gone:
        writer.remove(row, before[row])
    writer.close()
    written(after, database, first=len(before))
    rows = [row for row in range(len(before) + len(after)) if row not in gone]
    alone = reader([(before + after)[row] for row in rows])
    found, expected = read(database).best(stems, 100), alone.best(stems, 100)
    assert [row for row, _ in found] == [rows[row] for row, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])
    assert read(database).frequencies(stems) == alone.frequencies(stems)
