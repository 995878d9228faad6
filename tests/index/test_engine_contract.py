"""What every engine of an index must do: what it finds is compared with what the passages that it returns hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.engines import ENGINES, SOURCES, write_sources
from relbot.corpus.folder import scan
from relbot.errors.index import IndexBusy, IndexMissing, IndexUnusable, SourceUnknown
from relbot.index.build import build
from relbot.index.current_generation import CurrentGeneration
from relbot.index.encoding.pooling import checksum
from relbot.index.engines import open_index
from relbot.index.protocol import Generation, Index
from relbot.index.records import PassageRecord
from relbot.temporal.interval import Interval, years
from relbot.text.terms import stems

MakeAddress = Callable[[Path], str | Path]
ALL = 100
"""More than there are passages."""


@pytest.fixture(scope="module", params=ENGINES)
def make_address(request: pytest.FixtureRequest) -> MakeAddress:
    return ENGINES[request.param]


@pytest.fixture(scope="module")
def index(make_address: MakeAddress, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of all sources. Not to be built into."""
    folder = tmp_path_factory.mktemp("whole")
    address = make_address(folder)
    build(write_sources(folder / "corpus"), address)
    return open_index(address)


@pytest.fixture(scope="module")
def generation(index: Index) -> Generation:
    return index.open()


@pytest.fixture(scope="module")
def records(generation: Generation) -> Sequence[PassageRecord]:
    """All passages, in corpus order."""
    return generation.passages(all_rows(generation))


@pytest.fixture(scope="module")
def vector(generation: Generation) -> np.ndarray:
    return generation.encoder.encode("Who opened the embassy?").mean_vector()


def all_rows(generation: Generation) -> list[int]:
    return [row for source in generation.manifest.sources for row in source.rows]


def stems_of(record: PassageRecord) -> list[str]:
    return [*record.heading_terms, *(stem for sentence in record.sentences for stem in sentence.terms)]


def days(record: PassageRecord) -> list[Interval]:
    return [mention.interval for sentence in record.sentences for mention in sentence.dates]


def share_a_day(one: Interval, other: Interval) -> bool:
    return one.first <= other.last and other.first <= one.last


def ids(generation: Generation, rows: Sequence[int]) -> list[str]:
    return [record.passage.id for record in generation.passages(rows)]


def test_a_passage_knows_the_date_of_its_source(records: Sequence[PassageRecord]) -> None:
    dates = {record.passage.source.path: record.passage.source.date for record in records}
    assert dates == {**dict.fromkeys(SOURCES), "a/mill.md": "2024-03-05"}


def test_passages_come_in_the_order_asked_for_and_know_their_rows(
    generation: Generation, records: Sequence[PassageRecord]
) -> None:
    rows = all_rows(generation)
    assert len(rows) == len(set(rows)) == generation.manifest.passages
    assert [record.row for record in records] == rows
    assert generation.passages([rows[2], rows[0]]) == [records[2], records[0]]
    assert not generation.passages([])
    assert not generation.encoded([])
    assert not generation.sentence_vectors_of([])


def test_passages_are_as_the_sources_say_in_corpus_order(records: Sequence[PassageRecord]) -> None:
    assert list(dict.fromkeys(record.passage.source.path for record in records)) == sorted(SOURCES)
    text = {path: " ".join(SOURCES[path].split()) for path in SOURCES}
    for record in records:
        assert " ".join(record.passage.quote.split()) in text[record.passage.source.path]
        assert len(record.sentences) == len(record.passage.sentences)
        assert [sentence.span for sentence in record.sentences] == list(record.passage.sentences)


def test_vectors_are_whole_and_of_their_passages(generation: Generation, records: Sequence[PassageRecord]) -> None:
    rows = all_rows(generation)
    stored, alone = generation.encoded(rows[::-1]), generation.sentence_vectors_of(rows[::-1])
    for passage, sentences, record in zip(stored, alone, records[::-1], strict=True):
        assert passage.record == record
        assert passage.token_vectors.shape == (record.tokens, 384)
        assert checksum(passage.token_vectors) == record.checksum
        assert passage.sentence_vectors.shape == (len(record.sentences), 384)
        assert np.linalg.norm(passage.passage_vector) == pytest.approx(1, abs=1e-3)
        np.testing.assert_allclose(passage.sentence_vectors, sentences, atol=1e-6)


@pytest.mark.parametrize("depth", [1, 2, ALL])
def test_the_nearest_passages_are_found_with_the_cosine_of_every_passage_found(
    depth: int, generation: Generation, vector: np.ndarray
) -> None:
    rows = all_rows(generation)
    exact = {row: float(each.passage_vector @ vector) for row, each in zip(rows, generation.encoded(rows), strict=True)}
    found = generation.search(vector, stems("treaty Seoul"), years(1990), depth)
    assert {*found.dense} >= {*sorted(rows, key=lambda row: -exact[row])[:depth]}
    assert {*found.dense} >= {*found.sentence, *found.lexical, *found.dated}
    assert found.dense == pytest.approx({row: exact[row] for row in found.dense}, abs=1e-3)


@pytest.mark.parametrize("depth", [1, 2, ALL])
def test_passages_of_the_nearest_sentences_are_found_with_the_best_of_each(
    depth: int, generation: Generation, vector: np.ndarray
) -> None:
    rows = all_rows(generation)
    scores = [
        (float(score), row)
        for row, sentences in zip(rows, generation.sentence_vectors_of(rows), strict=True)
        for score in sentences @ vector
    ]
    expected: dict[int, float] = {}
    for score, row in sorted(scores, reverse=True)[: 2 * depth]:
        expected.setdefault(row, score)
    assert generation.search(vector, [], None, depth).sentence == pytest.approx(expected, abs=1e-3)


def test_passages_with_any_of_the_words_are_found_those_with_a_rare_one_first(
    generation: Generation, records: Sequence[PassageRecord], vector: np.ndarray
) -> None:
    asked = stems("treaty Seoul twice marble")
    found = generation.search(vector, asked, None, ALL).lexical
    assert {*found} == {record.row for record in records if set(asked) & set(stems_of(record))}
    assert min(found.values()) > 0
    (best,) = generation.search(vector, stems("Tirana marble"), None, 1).lexical
    assert "marble" in generation.passages([best])[0].passage.quote
    assert not generation.search(vector, [], None, ALL).lexical
    assert not generation.search(vector, ["xyzzy"], None, ALL).lexical


def test_passages_with_any_of_the_words_come_in_corpus_order(
    generation: Generation, records: Sequence[PassageRecord]
) -> None:
    asked = stems("treaty Tirana mill")
    assert generation.matching(asked, ALL) == [record for record in records if set(asked) & set(stems_of(record))]
    (best,) = generation.matching(stems("Tirana marble"), 1)
    assert "marble" in best.passage.quote
    assert not generation.matching([], ALL)


@pytest.mark.parametrize("span", [years(1959), years(1955, 1965), years(1990, 1991), years(1700)])
def test_passages_of_a_time_are_found_the_most_exact_first(
    span: Interval, generation: Generation, records: Sequence[PassageRecord], vector: np.ndarray
) -> None:
    dated = {
        r.row: min(d.days for d in days(r) if share_a_day(d, span))
        for r in records
        if any(share_a_day(d, span) for d in days(r))
    }
    assert generation.search(vector, [], span, ALL).dated == {*dated}
    exact = min(dated.values(), default=None)
    assert {dated[row] for row in generation.search(vector, [], span, 1).dated} == ({exact} if dated else set())
    assert not generation.search(vector, [], None, ALL).dated


def test_dates_are_told_in_corpus_order(generation: Generation, records: Sequence[PassageRecord]) -> None:
    every = [
        (record.row, sentence.span, mention, sentence.terms)
        for record in records
        for sentence in record.sentences
        for mention in sentence.dates
    ]
    assert generation.date_mentions() == [(row, span, mention) for row, span, mention, _ in every]
    asked = stems("Tirana embassy")
    with_words = [(row, span, mention) for row, span, mention, terms in every if set(asked) <= set(terms)]
    assert generation.date_mentions(asked) == with_words != []
    within = [(row, span, m) for row, span, m, _ in every if share_a_day(m.interval, years(1959, 1961))]
    assert generation.date_mentions(within=years(1959, 1961)) == within != []
    assert not generation.date_mentions(["xyzzy"])


def test_words_are_counted_in_passages(generation: Generation, records: Sequence[PassageRecord]) -> None:
    everything = [stems_of(record) for record in records]
    asked = {stem for terms in everything for stem in terms} | {"xyzzy", "o'r", '"', ""}
    counted = {stem: sum(stem in terms for terms in everything) for stem in asked}
    assert dict(generation.lexicon.frequencies(asked)) == counted


def test_words_and_names_are_known_as_they_are_written(generation: Generation) -> None:
    (tirana,) = generation.lexicon.words(["tirana"])
    assert (tirana.surface_form, [tirana.stem]) == ("Tirana", stems("Tirana"))
    assert (tirana.passages, tirana.passages_as_name) == (2, 2)
    found = generation.lexicon.words(["tirana", "mill", "xyzzy", "treati"])
    assert {word.folded for word in found} >= {"tirana", "mill", "treaty"}
    assert [word.passages for word in found] == sorted((word.passages for word in found), reverse=True)
    assert [name for name, _ in generation.lexicon.names_by_initials("kpa")] == ["Korean People's Army"]
    assert [name for name, _ in generation.lexicon.names_by_initials("kis")] == ["Kim Il Sung"]
    assert not generation.lexicon.names_by_initials("xyz")


def test_word_forms_are_found_by_first_letter_and_length(generation: Generation) -> None:
    forms = generation.lexicon.word_forms
    assert "tirana" in forms["t", 6]
    assert "deleg" in forms["d", 5], "the stem of delegation"
    assert all((word[0], len(word)) == key for key, words in forms.items() for word in words)
    assert not any("the" in words for words in forms.values())


def test_phrases_are_in_order_and_adjacent(generation: Generation) -> None:
    phrases = [tuple(stems(words)) for words in ("Kim Il Sung", "Il Sung", "Sung Il", "Tirana marble", "xyzzy plugh")]
    assert set(generation.lexicon.phrases(phrases)) == set(phrases[:2])
    assert not generation.lexicon.phrases([])


def test_a_passage_is_shown_between_its_neighbours_in_the_source(
    generation: Generation, records: Sequence[PassageRecord]
) -> None:
    passages = [None, *(record.passage for record in records), None]
    for before, passage, after in zip(passages, passages[1:], passages[2:], strict=False):
        assert passage
        found = generation.surroundings(passage.id)
        assert found
        assert found.passage == passage
        assert found.before == (before if before and before.source == passage.source else None)
        assert found.after == (after if after and after.source == passage.source else None)


@pytest.mark.parametrize("passage_id", ["", "ffffffffffff", "é", "' OR 1=1", "\0", "x" * 10_000])
def test_a_passage_that_is_not_there_has_no_surroundings(passage_id: str, generation: Generation) -> None:
    assert generation.surroundings(passage_id) is None
    assert generation.row_of(passage_id) is None


def test_a_passage_has_its_row_by_its_id(generation: Generation, records: Sequence[PassageRecord]) -> None:
    assert [generation.row_of(record.passage.id) for record in records] == [record.row for record in records]


def test_the_text_of_a_source_is_that_to_which_offsets_refer(
    generation: Generation, records: Sequence[PassageRecord]
) -> None:
    for passage in (record.passage for record in records):
        document = generation.document(passage.source.path)
        assert document.source == passage.source
        assert document.text[passage.start : passage.end] == passage.quote
    with pytest.raises(SourceUnknown):
        generation.document("../a/embassy.md")


def test_facts_are_told_alike_by_index_manifest_and_generation(index: Index, generation: Generation) -> None:
    manifest = index.manifest(verify=True)
    assert manifest == index.manifest() == generation.manifest
    assert manifest.name == generation.name == manifest.contents.generation
    assert manifest.contents.passages == manifest.passages == sum(source.passages for source in manifest.sources)
    assert manifest.contents.sentences == manifest.sentences
    assert index.version() == index.version()


def test_a_part_is_as_if_built_from_its_sources_alone(
    generation: Generation, make_address: MakeAddress, vector: np.ndarray, tmp_path: Path
) -> None:
    address = make_address(tmp_path)
    build(write_sources(tmp_path / "corpus", "a", ""), address)
    alone, part = open_index(address).open(), generation.within(["a", "", "gone"])
    assert [s.source for s in part.manifest.contents.sources] == [s.source for s in alone.manifest.contents.sources]
    assert (part.manifest.passages, part.manifest.sentences) == (alone.manifest.passages, alone.manifest.sentences)
    assert ids(part, all_rows(part)) == ids(alone, all_rows(alone))
    words = stems("treaty Tirana mill Kim")
    one, other = (each.search(vector, words, years(1959), ALL) for each in (part, alone))
    for found, expected in zip(
        (one.dense, one.sentence, one.lexical), (other.dense, other.sentence, other.lexical), strict=True
    ):
        scores = dict(zip(ids(part, list(found)), found.values(), strict=True))
        assert scores == pytest.approx(dict(zip(ids(alone, list(expected)), expected.values(), strict=True)), abs=1e-2)
    assert sorted(ids(part, list(one.dated))) == sorted(ids(alone, list(other.dated)))
    assert part.lexicon.frequencies(words) == alone.lexicon.frequencies(words)
    forms = ["treaty", "tirana", "kim", "mill"]
    assert part.lexicon.words(forms) == alone.lexicon.words(forms)
    assert {key: sorted(forms) for key, forms in part.lexicon.word_forms.items()} == {
        key: sorted(forms) for key, forms in alone.lexicon.word_forms.items()
    }
    assert part.lexicon.names_by_initials("kis") == alone.lexicon.names_by_initials("kis")
    assert [m[2] for m in part.date_mentions()] == [m[2] for m in alone.date_mentions()]
    left_out = next(source for source in generation.manifest.sources if source.source.path.startswith("b"))
    assert part.surroundings(generation.passages([left_out.rows[0]])[0].passage.id) is None
    with pytest.raises(SourceUnknown):
        part.document(left_out.source.path)


def test_a_part_without_sources_has_nothing_to_find(generation: Generation, vector: np.ndarray) -> None:
    part = generation.within(["gone"])
    assert part.manifest.passages == 0
    found = part.search(vector, stems("treaty"), years(1959), ALL)
    assert not {*found.dense, *found.sentence, *found.lexical, *found.dated}
    assert not part.matching(stems("treaty"), ALL)
    assert not part.date_mentions()
    assert not part.lexicon.word_forms


def test_many_threads_read_the_same(generation: Generation, vector: np.ndarray) -> None:
    def read(_: int) -> object:
        found = generation.search(vector, stems("treaty Tirana"), years(1959), ALL)
        return found, [passage.record for passage in generation.encoded(list(found.dense))]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(read, range(12))
    assert all(other == first for other in others)


def test_an_index_that_is_not_there_is_missing(make_address: MakeAddress, tmp_path: Path) -> None:
    missing = open_index(make_address(tmp_path))
    for read in (missing.manifest, missing.open):
        with pytest.raises(IndexMissing):
            read()
    assert list(missing.others()) == []


def test_a_build_is_published_in_one_step_and_keeps_what_has_not_changed(
    make_address: MakeAddress, tmp_path: Path
) -> None:
    address, corpus = make_address(tmp_path), write_sources(tmp_path / "corpus")
    build(corpus, address)
    index = open_index(address)
    current, before, version = CurrentGeneration(index), index.open(), index.version()
    assert not build(corpus, address).published
    assert index.version() == version
    (corpus / "a" / "embassy.md").write_text("# Embassies\n\nA castle was bought in 1802.\n")
    (corpus / "visit.txt").unlink()
    with index.build():
        with pytest.raises(IndexBusy), open_index(address).build():
            pass
        assert index.version() == version, "nothing is published yet"
    assert index.manifest() == before.manifest, "a build that is given up leaves nothing"
    report = build(corpus, address)
    after = current.get()
    assert (after.name, report.generation) == (index.manifest().name, after.name)
    assert after.name > before.name
    assert index.version() != version
    assert [s.source.path for s in after.manifest.sources] == sorted({*SOURCES} - {"visit.txt"})
    assert {*scan(corpus).revisions(without=()).items()} == {*after.manifest.revisions().items()}
    for path in ("a/mill.md", "b/deep/treaty.md"):
        one, other = (encoded_of(generation, path) for generation in (before, after))
        assert [each.record.passage for each in one] == [each.record.passage for each in other]
        for each, again in zip(one, other, strict=True):
            np.testing.assert_array_equal(each.token_vectors, again.token_vectors)
            np.testing.assert_allclose(each.passage_vector, again.passage_vector, atol=1e-6)
    assert after.lexicon.frequencies(["seoul", "castl"]) == {"seoul": 0, "castl": 1}
    assert "Seoul" in before.document("visit.txt").text, "a generation in use stays readable"
    assert [generation.name for generation in index.others() if generation.name != after.name] == [before.name]


def encoded_of(generation: Generation, path: str) -> Sequence:  # type: ignore[type-arg]
    (source,) = (source for source in generation.manifest.sources if source.source.path == path)
    return generation.encoded(source.rows)


@pytest.mark.parametrize("address", ["ftp://host/index", "s3://key:secret@host/x", "://", f"{'x' * 99}://a\nb"])
def test_an_address_of_no_engine_is_told_in_one_sentence_without_its_secrets(address: str) -> None:
    with pytest.raises(IndexUnusable, match="relbot does not know; set RELBOT_INDEX or --index to a folder") as caught:
        open_index(address)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 200
