from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
import pytest

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.token_codec import Verbatim
from relbot.index.local.vectors.segments import TokenVectors

FILE = "tokens-0.codes"
ROWS = (np.arange(5 * DIMENSIONS) % 255 - 127).astype(np.int8).reshape(5, DIMENSIONS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_bytes(ROWS.tobytes())
    return tmp_path


def test_rows_are_read_as_they_were_written(folder: Path) -> None:
    vectors = TokenVectors(folder / FILE, Verbatim())
    assert np.array_equal(vectors.read(0, 5), ROWS)
    assert np.array_equal(vectors.read(3, 1), ROWS[3:4])
    assert vectors.read(5, 0).shape == (0, DIMENSIONS)


def test_rows_that_are_not_there_are_damage(folder: Path) -> None:
    vectors = TokenVectors(folder / FILE, Verbatim())
    for first, count in ((4, 2), (5, 1), (1000, 1)):
        with pytest.raises(IndexDamaged, match=rf"{FILE} was cut short"):
            vectors.read(first, count)
    with pytest.raises(IndexDamaged, match=rf"{FILE} cannot be read \(Invalid argument\)"):
        vectors.read(-1, 1)


def test_a_file_that_is_cut_short_while_it_is_open_is_damage(folder: Path) -> None:
    vectors = TokenVectors(folder / FILE, Verbatim())
    os.truncate(folder / FILE, DIMENSIONS + 1)
    assert np.array_equal(vectors.read(0, 1), ROWS[:1])
    with pytest.raises(IndexDamaged, match=rf"{FILE} was cut short"):
        vectors.read(1, 1)


def test_a_file_that_is_removed_is_readable_to_the_end(folder: Path) -> None:
    vectors = TokenVectors(folder / FILE, Verbatim())
    (folder / FILE).unlink()
    assert np.array_equal(vectors.read(0, 5), ROWS)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_the_file_is_closed_when_nobody_holds_it(folder: Path) -> None:
    vectors = TokenVectors(folder / FILE, Verbatim())
    opened = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names, and no path that is asked anything
    del vectors
    gc.collect()
    assert len(opened - set(os.listdir("/proc/self/fd"))) >= 1  # noqa: PTH208
