from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Passage, Source, Span
from relbot.index.local.store import Store
from relbot.index.local.store_writer import StoreWriter
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import years
from relbot.text.terms import stems

TIRANA = Source("Tirana", "a/tirana.txt", "https://example.org/t", "CC0")
SEOUL = Source("서울", "b “quoted”.md")


def row(source: Source, quote: str, section: tuple[str, ...] = (), *, year: int | None = None) -> PassageRecord:
    passage = Passage(
        source, 10, 10 + len(quote), quote, section, (Span(10, 10 + len(quote)),), f"{hash(quote):x}"[:12]
    )
    dates = (DateMention(years(year), 2, 6, str(year), False),) if year else ()
    sentence = SentenceRecord(passage.sentences[0], 2, 5, tuple(stems(quote)), dates)
    return PassageRecord(passage, (sentence,), ("tirana",), 7, 42)


ROWS = [
    (TIRANA, row(TIRANA, "Kim visited Tirana in 1956.", ("History", "Early “years”"), year=1956)),
    (TIRANA, row(TIRANA, "The embassy closed; Kim, Kim and Kim left.")),
    (SEOUL, row(SEOUL, "서울 is a city 🏙, twinned in 1990.", year=1990)),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("a folder?#%41") / "store.sqlite"
    writer = StoreWriter(path)
    for place, (source, passage) in enumerate(ROWS):
        if place == 0 or ROWS[place - 1][0] != source:
            writer.begin_source(source, f"All of {source.title}.")
        writer.add(passage)
    writer.close()
    return path


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    store = Store(file)
    yield store
    store.close()


def test_the_text_of_a_source_is_kept(store: Store) -> None:
    assert store.text(TIRANA.path) == f"All of {TIRANA.title}."
    assert store.text("other.txt") is None


def test_passages_come_back_whole_and_in_the_order_asked_for(store: Store) -> None:
    found = store.passages([2, 0])
    assert [p.passage for p in found] == [ROWS[2][1].passage, ROWS[0][1].passage]
    assert [p.sentences for p in found] == [ROWS[2][1].sentences, ROWS[0][1].sentences]
    assert [(p.first_sentence, p.heading_terms, p.tokens, p.checksum) for p in found] == [
        (2, ("tirana",), 7, 42),
        (0, ("tirana",), 7, 42),
    ]


def test_a_passage_is_found_by_its_id_and_an_unknown_one_is_not(store: Store) -> None:
    assert [store.row_of(passage.passage.id) for _, passage in ROWS] == [0, 1, 2]
    assert store.row_of("no such id") is None


def test_the_passage_that_says_a_rare_word_comes_first(store: Store) -> None:
    matched = store.bm25(stems("Kim 1956"), 10)
    assert [row for row, _ in matched] == [0, 1]
    assert matched[0][1] > matched[1][1] > 0
    assert store.bm25(stems("Kim 1956"), 1) == matched[:1]


def test_no_words_match_nothing(store: Store) -> None:
    assert store.bm25([], 10) == []
    assert store.bm25(["xyzzy"], 10) == []


@given(st.lists(st.text(max_size=30).flatmap(lambda text: st.sampled_from(stems(text) or ["or"])), max_size=8))
def test_no_word_is_taken_for_the_query_language(file: Path, terms: list[str]) -> None:
    assert all(0 <= row < 3 for row, _ in Store(file).bm25(terms, 10))


def test_how_often_a_word_occurs_is_counted_in_passages(store: Store) -> None:
    assert store.frequencies(["kim", "tirana", "xyzzy"]) == {
        "kim": 2,  # Kim, Kim and Kim is one passage
        "tirana": 3,  # headings count
        "xyzzy": 0,
    }


def test_passages_of_a_time_are_found(store: Store) -> None:
    assert store.rows_in_interval(years(1956), 10) == [0]
    assert sorted(store.rows_in_interval(years(1950, 1999), 10)) == [0, 2]
    assert store.rows_in_interval(years(1950, 1999), 1) == [2], "the most exact first, and 1956 was a leap year"
    assert store.rows_in_interval(years(1700), 10) == []


def test_rows_are_numbered_in_the_order_of_writing(store: Store) -> None:
    assert store.sentence_rows().tolist() == [[0, 0, 1], [1, 1, 1], [2, 2, 1]]
    assert store.source_rows() == {TIRANA.path: (1, range(2)), SEOUL.path: (2, range(2, 3))}


def test_many_threads_may_read(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        quotes = list(pool.map(lambda i: store.passages([i % 3])[0].passage.quote, range(200)))
    assert quotes == [ROWS[i % 3][1].passage.quote for i in range(200)]


def test_it_is_readable_after_its_file_is_gone(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(file.read_bytes())
    store = Store(copy)
    copy.unlink()
    assert store.passages([1])[0].passage == ROWS[1][1].passage
