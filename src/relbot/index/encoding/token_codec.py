"""How the token vectors of a passage are stored: in a quarter of their bytes, by a product quantiser with codebooks
that relbot ships, so that the first passage of an index is stored as the last one is.

A vector is divided into 96 pieces of four components, and each piece is replaced by the number of the nearest of 256
(Jégou et al. 2011, "Product quantization for nearest neighbor search"): 96 bytes a token, and what is decoded is
encoded to the same bytes again. Decoding is one lookup a piece. The codebooks are fitted to the packaged model on
60,000 tokens of Wikipedia, by `benchmarks/fit_token_codebooks.py`; vectors of another model are stored as they are.

passage@1 by the ranking, with the exact int8 vectors and with these: XQuAD 0.983 and 0.983, SQuAD 2.0 0.881 and 0.877.
`docs/scale.md` has what else was tried. Decoding and dequantising a short list of 1,700 tokens takes 0.5 ms, encoding
0.7 ms for each 100 tokens.
"""

from __future__ import annotations

import zlib
from functools import cache, cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import DIMENSIONS
from relbot.shipped_files import read_shipped

CODEBOOKS = "token_codebooks.i8"
"""(subspaces, 256, dimensions of one), int8, 127 for 1."""
SUBSPACES = 96


class TokenCodec(Protocol):
    """Encodes token vectors for the disk; `encode(decode(codes))` is `codes`."""

    @property
    def name(self) -> str:
        """By which a manifest names it."""

    @property
    def width(self) -> int:
        """Bytes of a token."""

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        """(tokens, 384), 127 for 1, as (tokens, width)."""

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        """(tokens, width) as (tokens, 384), 127 for 1."""


class Verbatim:
    """Stores the vectors as they are."""

    name = "int8"
    width = DIMENSIONS

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        return np.ascontiguousarray(tokens).view(np.uint8)

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        return codes.view(np.int8)


class ProductQuantiser:
    """Stores each four components as the number of the nearest of 256 centroids."""

    width = SUBSPACES

    def __init__(self, centroids: NDArray[np.int8]) -> None:
        """`centroids` as in `CODEBOOKS`."""
        self.name = f"pq{SUBSPACES}-{zlib.crc32(centroids.tobytes()):08x}"  # other codebooks are another codec
        self._centroids = centroids
        # The four components of a centroid are looked up as one number.
        self._words = np.ascontiguousarray(centroids).view(np.uint32)[:, :, 0].reshape(-1)
        self._first = np.arange(SUBSPACES, dtype=np.int64) * 256

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        codes: NDArray[np.uint8] = self._quantiser.compute_codes(tokens.astype(np.float32))
        return codes

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        return self._words.take(codes + self._first).view(np.int8).reshape(-1, DIMENSIONS)

    @cached_property
    def _quantiser(self) -> Any:
        import faiss  # a build alone encodes

        quantiser = faiss.ProductQuantizer(DIMENSIONS, SUBSPACES, 8)
        faiss.copy_array_to_vector(self._centroids.astype(np.float32).reshape(-1), quantiser.centroids)
        return quantiser


def codec_for(model: str) -> TokenCodec:
    """The codec for the vectors of a model, by its name."""
    return _shipped() if model == packaged_model.NAME else Verbatim()


@cache
def _shipped() -> ProductQuantiser:
    data = read_shipped(__package__, CODEBOOKS)
    return ProductQuantiser(np.frombuffer(data, np.int8).reshape(SUBSPACES, 256, -1))
