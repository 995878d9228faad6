from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from relbot.index.local.vectors.flat_vectors import FlatVectors, read_vectors

DIMENSIONS = 8


def drawn(seed: int, size: int) -> NDArray[np.float32]:
    """Vectors, some of them equal."""
    return np.random.default_rng(seed).integers(-2, 3, (size, DIMENSIONS)).astype(np.float32)


def written(file: Path, vectors: NDArray[np.float32], kind: str = "Flat") -> Path:
    index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    index.add(vectors)
    faiss.write_index(index, str(file))
    return file


@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 60), count=st.integers(1, 70), queries=st.integers(0, 3))
@settings(deadline=None)
def test_the_scores_are_those_of_faiss_and_the_rows_those_of_the_scores(
    seed: int, size: int, count: int, queries: int
) -> None:
    vectors, asked = drawn(seed, size), drawn(seed + 1, queries)
    scores, rows = FlatVectors(vectors).search(asked, count)
    alone = faiss.IndexFlatIP(DIMENSIONS)
    alone.add(vectors)
    expected, _ = alone.search(asked, count) if queries else (np.zeros((0, count)), None)
    found = rows >= 0
    np.testing.assert_array_equal(scores[found], np.asarray(expected)[found])
    assert (found.sum(axis=1) == min(size, count)).all()
    for vector, own, row in zip(asked, scores, rows, strict=True):
        np.testing.assert_array_equal(vectors[row[row >= 0]] @ vector, own[row >= 0])
        assert len(set(row[row >= 0].tolist())) == min(size, count)


@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 40), share=st.floats(0, 1), count=st.integers(1, 50))
@settings(deadline=None)
def test_of_equal_vectors_the_first_is_the_better_also_among_some(
    seed: int, size: int, share: float, count: int
) -> None:
    vectors, (asked,) = drawn(seed, size), drawn(seed + 1, 1)
    live = np.random.default_rng(seed).random(size) < share
    _, (rows,) = FlatVectors(vectors).search(asked[None], count, live)
    ranked = sorted(np.flatnonzero(live).tolist(), key=lambda row: (-float(vectors[row] @ asked), row))
    assert [row for row in rows.tolist() if row >= 0] == ranked[:count]


@pytest.mark.parametrize("kind", ["Flat", "HNSW32"])
def test_what_faiss_has_written_is_read(kind: str, tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(50, DIMENSIONS)).astype(np.float32)
    index = read_vectors(written(tmp_path / "vectors", vectors, kind))
    assert (index.ntotal, index.d, isinstance(index, FlatVectors)) == (50, DIMENSIONS, kind == "Flat")
    np.testing.assert_array_equal(index.reconstruct_batch(np.arange(50)), vectors)
    assert index.search(vectors[7:8] * 9, 1)[1].shape == (1, 1)


@pytest.mark.parametrize("size", [0, 3, 4, 20, 44, 45, 100, -1])
def test_a_flat_index_cut_short_is_an_error(size: int, tmp_path: Path) -> None:
    file = written(tmp_path / "vectors", drawn(1, 20))
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises((ValueError, RuntimeError)):
        read_vectors(file)


@pytest.mark.parametrize(("at", "value"), [(4, 2**31 - 1), (4, 0), (8, 2**62), (33, 1), (37, 2**63)])
def test_a_header_that_does_not_fit_is_an_error(at: int, value: int, tmp_path: Path) -> None:
    file = written(tmp_path / "vectors", drawn(1, 20))
    content = bytearray(file.read_bytes())
    width = 4 if at in (4, 33) else 8
    content[at : at + width] = value.to_bytes(width, "little")
    file.write_bytes(content)
    with pytest.raises(ValueError, match="another size"):
        read_vectors(file)


def test_faiss_is_not_loaded_to_ask_a_small_corpus(seed_index: Path) -> None:
    code = (
        "import sys; from relbot import Relbot\n"
        f"assert Relbot.open({str(seed_index)!r}).ask('When did Kim Il Sung visit Tirana?').answered\n"
        "print({'faiss', 'rich', 'filelock', 'safetensors', 'dotenv'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
