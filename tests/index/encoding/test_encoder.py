from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.encoder import DIMENSIONS, ENCODER_FILES, WINDOW, Encoder, WindowExceeded, normalise
from relbot.index.local.publish import current_folder

readable = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def test_alike_texts_are_near_and_others_far(encoder: Encoder) -> None:
    kim, visit, fish = (
        encoder.encode(text).mean_vector()
        for text in ("Kim visited Tirana.", "The Korean leader travelled to Albania's capital.", "Trout swim upstream.")
    )
    assert kim @ visit > 0.4 > kim @ fish
    assert kim @ kim == pytest.approx(1, abs=1e-5)


def test_every_word_piece_has_a_vector_and_its_place_in_the_text(encoder: Encoder) -> None:
    encoded = encoder.encode("Kim visited Shqipëri.")
    assert len(encoded.ids) == len(encoded.offsets) == len(encoded.vectors)
    assert encoded.vectors.shape[1] == DIMENSIONS
    assert encoded.offsets[[0, -1]].tolist() == [[0, 0], [0, 0]], "special tokens stand for nothing"
    assert encoded.offsets[1].tolist() == [0, 3]
    assert encoded.offsets[-2].tolist() == [20, 21]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_text_has_the_same_vectors_alone_as_among_others_which_keep_their_order(
    threads: int, seed_index: Path, encoder: Encoder
) -> None:
    texts = ["Kim " * n + "left." for n in (1, 90, 7, 40, 2, 3, 100, 5, 60, 4, 11)]
    for text, encoded in zip(texts, Encoder(current_folder(seed_index)).encode_all(texts, threads), strict=True):
        assert (encoded.vectors == encoder.encode(text).vectors).all()


def test_a_text_past_the_window_is_an_error_and_not_cut_in_silence(encoder: Encoder) -> None:
    assert len(encoder.encode("a " * (WINDOW - 2)).ids) == WINDOW
    with pytest.raises(WindowExceeded, match="257 tokens where 256 fit"):
        encoder.encode("a " * (WINDOW - 1))
    with pytest.raises(WindowExceeded):
        list(encoder.encode_all(["short", "a " * WINDOW]))


def test_offsets_of_a_text_of_any_length_are_given(encoder: Encoder) -> None:
    assert len(encoder.token_offsets("a " * 1000)) == 1000


def test_the_marks_of_the_model_are_words_where_a_text_holds_them(encoder: Encoder) -> None:
    ids = encoder.encode("Who [SEP] was [CLS] it?").ids.tolist()
    assert (ids.count(ids[0]), ids.count(ids[-1])) == (1, 1)


def test_nothing_at_all_is_a_text_too(encoder: Encoder) -> None:
    assert np.isfinite(encoder.encode("").mean_vector()).all()
    assert list(encoder.encode_all([])) == []


@settings(max_examples=40, deadline=None)
@given(readable)
def test_offsets_lie_within_any_text(encoder: Encoder, text: str) -> None:
    offsets = encoder.token_offsets(text)
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert offsets == sorted(offsets)


def test_threads_get_what_one_alone_gets(encoder: Encoder) -> None:
    texts = [f"Kim visited {n} towns." for n in range(40)]
    alone = [encoder.encode(text).mean_vector() for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode(text).mean_vector(), texts))
    assert np.abs(np.stack(alone) - np.stack(together)).max() < 1e-6


def test_a_zero_vector_stays_zero_when_normalised() -> None:
    vectors = normalise(np.array([[0, 0], [3, 4]], np.float32))
    assert vectors.tolist() == [[0, 0], [pytest.approx(0.6), pytest.approx(0.8)]]


def test_weights_that_are_written_to_while_they_are_in_use_are_told(seed_index: Path, tmp_path: Path) -> None:
    for name in ENCODER_FILES:
        shutil.copyfile(current_folder(seed_index) / name, tmp_path / name)
    encoder = Encoder(tmp_path)
    encoder.encode("Kim")
    weights = tmp_path / "encoder.onnx.data"
    os.link(weights, tmp_path / "shared")  # as the next generation does
    encoder.encode("Kim")
    os.truncate(weights, 0)
    with pytest.raises(IndexDamaged, match=r"encoder\.onnx\.data was written to while it was in use"):
        encoder.encode("Hoxha")
