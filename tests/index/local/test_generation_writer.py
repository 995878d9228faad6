from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest

from relbot.index.local import build as local_build
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.index.local.vectors import segment_writer
from relbot.index.local.vectors.segments import segment_files
from relbot.index.local.verification import FILES
from relbot.index.manifest import FILE as MANIFEST

Indexed = Callable[[dict[str, str]], Path]

PAPERS = {
    "a.txt": "= Embassies =\n\nThe embassy in Tirana opened in 1956. It closed in 1991.\n",
    "b.txt": "= Treaties =\n\nA treaty on trade was signed in Pyongyang. It was renewed twice.\n",
    "c.txt": "= Visits =\n\nA delegation travelled to Seoul in 1990 and came back within a week.\n",
}


def vectors_of(generation: LocalGeneration) -> dict[str, list[np.ndarray]]:
    """By source, all that was written of each passage."""
    found: dict[str, list[np.ndarray]] = {}
    for source in generation.manifest.sources:
        for passage in generation.encoded(source.rows):
            found.setdefault(source.source.path, []).extend(
                [passage.passage_vector, passage.sentence_vectors, passage.token_vectors]
            )
    return found


def test_rows_of_all_files_belong_together(indexed: Indexed) -> None:
    generation = LocalGeneration.open(current_folder(indexed(PAPERS)))
    rows = generation.store.passages(range(generation.manifest.passages))
    assert [row.first_token for row in rows] == np.cumsum([0, *(row.tokens for row in rows)])[:-1].tolist()
    assert [row.first_sentence for row in rows] == np.cumsum([0, *(len(row.sentences) for row in rows)])[:-1].tolist()
    assert generation.passage_vectors.ntotal == len(rows)
    assert generation.sentence_vectors.ntotal == sum(len(row.sentences) for row in rows)
    for stored, row in zip(generation.encoded(range(len(rows))), rows, strict=True):
        assert len(stored.token_vectors) == row.tokens


def test_an_unchanged_source_is_copied_and_not_embedded_again(indexed: Indexed) -> None:
    before = vectors_of(LocalGeneration.open(current_folder(indexed(PAPERS))))
    generation = LocalGeneration.open(
        current_folder(indexed({"a.txt": "= New =\n\nSomething else was written.\n\nAnd more of it.\n"}))
    )
    after = vectors_of(generation)
    for path in ("b.txt", "c.txt"):
        assert all(np.array_equal(one, other) for one, other in zip(before[path], after[path], strict=True))
    assert not np.array_equal(before["a.txt"][0], after["a.txt"][0])


def test_a_large_index_becomes_a_graph_that_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_writer, "_MAX_FLAT", 100)
    vectors = np.random.default_rng(7).standard_normal((500, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with (tmp_path / "written").open("w+b") as written:
        written.write(vectors.tobytes())
        segment_writer._write_index(tmp_path / "graph", [], written)
    index = faiss.read_index(str(tmp_path / "graph"))
    assert type(index).__name__ == "IndexHNSWSQ"
    scores, rows = index.search(vectors[:50], 1)
    assert rows[:, 0].tolist() == list(range(50))
    assert scores[:, 0] == pytest.approx([1] * 50, abs=2e-2)
    assert index.reconstruct_batch(np.array([3, 1])) == pytest.approx(vectors[[3, 1]], abs=1e-3)
    assert index.reconstruct_n(3, 2) == pytest.approx(vectors[3:5], abs=1e-3)


def test_a_changed_source_becomes_a_segment_beside_files_that_are_shared(indexed: Indexed) -> None:
    sources = {f"{number}.txt": f"Letter {number} came to the embassy in {1900 + number}." for number in range(12)}
    before = current_folder(indexed(sources))
    written = vectors_of(LocalGeneration.open(before))
    after = current_folder(indexed({"3.txt": "The third letter was burnt."}))
    shared = {file.name for file in before.iterdir() if file.samefile(after / file.name)}
    assert shared >= set(segment_files(0))
    assert {file.name for file in after.iterdir()} == {MANIFEST, *FILES, *segment_files(1)}
    for number in (4, 5):
        folder = current_folder(indexed({f"{number}.txt": f"Nobody read letter {number}."}))
    assert not (folder / segment_files(2)[0]).exists(), "small segments become one"
    generation = LocalGeneration.open(folder)
    assert generation.manifest.passages == generation.passage_vectors.ntotal == 12
    assert generation.sizes[0] == 15
    kept = vectors_of(generation)
    for path in sources.keys() - {"3.txt", "4.txt", "5.txt"}:
        assert all(np.array_equal(one, other) for one, other in zip(written[path], kept[path], strict=True))


def test_graphs_and_matrices_are_searched_together(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_writer, "_MAX_FLAT", 4)
    letters = {f"{number}.txt": f"Letter {number} came to the embassy in {1900 + number}." for number in range(12)}
    assert kinds_that_find_each_passage(indexed(letters)) == ["IndexHNSWSQ"]
    kinds = kinds_that_find_each_passage(indexed({"3.txt": "The third letter was burnt."}))
    assert kinds == ["IndexHNSWSQ", "FlatVectors"]
    lost = {path: f"{text} It was lost at sea." for path, text in list(letters.items())[:8]}
    assert kinds_that_find_each_passage(indexed(lost)) == ["IndexHNSWSQ"], "both become a part of the new one"


def kinds_that_find_each_passage(index: Path) -> list[str]:
    """Of the vectors of the segments, by which each passage was found as the nearest to itself."""
    generation = LocalGeneration.open(current_folder(index))
    rows = rows_of(generation)
    for row, passage in zip(rows, generation.encoded(rows), strict=True):
        assert generation.passage_vectors.search(passage.passage_vector[None], 1)[1].tolist() == [[row]]
    return [type(passages).__name__ for passages, _ in generation.segments]


def test_what_no_source_has_any_more_is_left_behind_when_it_is_the_most(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_build, "_FEW", 3)
    indexed({"kept.txt": "The embassy in Tirana opened in 1956.", "a.txt": "It was sold in 1800."})
    sizes = []
    for year in range(1801, 1807):
        folder = current_folder(indexed({"a.txt": f"It was sold in {year}."}))
        generation = LocalGeneration.open(folder)
        sizes.append(generation.sizes[0])
        assert sorted(passage.passage.quote[-6:-1] for passage in generation.passages(rows_of(generation))) == [
            f" {year}",
            " 1956",
        ]
    assert sizes == [3, 4, 5, 2, 3, 4]


def rows_of(generation: LocalGeneration) -> list[int]:
    return [row for source in generation.manifest.sources for row in source.rows]
