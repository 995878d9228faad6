"""Weights in 8 bits are nearly those in 32, and the same wherever they are made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from safetensors.numpy import load_file

from relbot.index.encoding import packaged_encoder, packaged_model
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.index.encoding.packaged_encoder import BLOCK, loudness, quantise, quantise_blocks

numbers = st.floats(-1e6, 1e6, width=32, allow_subnormal=False)


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2), elements=numbers))
def test_no_weight_moves_by_more_than_half_a_step_of_its_column(weights: NDArray[np.float32]) -> None:
    quantised, scales = quantise(weights)
    assert np.abs(quantised.astype(np.int16)).max() <= 127
    assert (np.abs(quantised * scales.astype(np.float64) - weights) <= 0.501 * scales).all()


def test_the_largest_of_each_column_takes_all_8_bits_and_a_column_of_zeros_none() -> None:
    quantised, scales = quantise(np.array([[1, 0, 1000], [-0.5, 0, -2000]], np.float32))
    assert quantised.tolist() == [[127, 0, 64], [-64, 0, -127]]
    assert scales == pytest.approx([1 / 127, 1, 2000 / 127])


def test_blocks_are_the_columns_in_pieces_with_a_scale_each() -> None:
    weights = np.random.default_rng(0).normal(size=(3 * BLOCK, 5)).astype(np.float32)
    weights[BLOCK : 2 * BLOCK] *= 100
    quantised, scales = quantise_blocks(weights)
    assert quantised.shape == (5, 3, BLOCK)
    again = (quantised.astype(np.float32) - 128) * scales.reshape(5, 3, 1)
    moved = np.abs(again.reshape(5, -1).T - weights)
    assert (moved <= 0.501 * np.repeat(scales.reshape(5, 3).T, BLOCK, axis=0)).all()


def test_what_a_loud_channel_is_divided_by_rounds_nothing() -> None:
    mantissas, _ = np.frexp(loudness())
    assert loudness().shape == (DIMENSIONS,)
    assert set(mantissas) == {0.5}, "powers of two"
    assert 1 < loudness().max() <= 4


def test_every_array_begins_where_its_numbers_may() -> None:
    sizes = [
        array.nbytes for _, array in packaged_encoder.arrays(load_file(packaged_model.folder() / "model.safetensors"))
    ]
    assert all(size % 64 == 0 for size in sizes[:-1])
    assert sum(sizes) < 24e6
