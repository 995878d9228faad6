from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import DIMENSIONS, Encoder, normalise
from relbot.index.encoding.pooling import dequantise
from relbot.index.encoding.token_codec import TokenCodec, Verbatim, codec_for

CODECS = [codec_for(packaged_model.NAME), Verbatim()]
TEXTS = (
    "The embassy in Tirana was opened on 28 November 1948, and Kim came to see it.",
    "my bike's mirrors r broken!!! any tips??",
    "서울은 대한민국의 수도이다. Πού είναι; Где это?",
    "x_1 = f(a, b) -> {'k': [0.5, 1e-9]}",
)


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
@given(codes=st.data())
def test_what_is_decoded_is_encoded_to_the_same_bytes(codec: TokenCodec, codes: st.DataObject) -> None:
    stored = codes.draw(arrays(np.uint8, st.tuples(st.integers(0, 5), st.just(codec.width))))
    decoded = codec.decode(stored)
    assert decoded.dtype == np.int8
    assert decoded.shape == (len(stored), DIMENSIONS)
    np.testing.assert_array_equal(codec.decode(codec.encode(decoded)), decoded)


def test_another_model_is_stored_as_it_is() -> None:
    vectors = np.arange(-384, 384).astype(np.int8).reshape(2, DIMENSIONS)
    codec = codec_for("somebody/another-model")
    assert codec.name == "int8"
    np.testing.assert_array_equal(codec.decode(codec.encode(vectors)), vectors)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_of_any_text_are_near_what_they_were_in_a_quarter_of_the_bytes(text: str, encoder: Encoder) -> None:
    exact = normalise(encoder.encode(text).vectors[1:-1])
    codec = codec_for(packaged_model.NAME)
    codes = codec.encode(np.rint(exact * 127).astype(np.int8))
    assert 4 * codes.nbytes == exact.size
    decoded = dequantise(codec.decode(codes))
    assert (decoded * exact).sum(axis=1).mean() == pytest.approx(1, abs=0.04), "on average no nearer and no farther"
    cosines = (normalise(decoded) * exact).sum(axis=1)
    assert cosines.min() > 0.9
    assert cosines.mean() > 0.94
