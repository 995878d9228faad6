"""Compresses token vectors to a quarter of their size with a product quantiser.

A vector is divided into 96 subvectors of four components, and each is replaced by the number of the nearest of 256
centroids (Jégou et al. 2011, "Product quantization for nearest neighbor search"): 96 bytes per token, unchanged by
decoding and encoding again. Decoding is one lookup per subvector. The codebooks are shipped with relbot, so that the
first passage of an index is stored like the last. They were fitted to the packaged model on 60,000 tokens of Wikipedia
by `benchmarks/fit_token_codebooks.py`; vectors of any other model are stored as they are.

passage@1 of the ranking with exact int8 vectors and with compressed ones: XQuAD 0.983 and 0.983, SQuAD 2.0 0.881 and
0.877. `docs/scale.md` lists alternatives. Decoding and dequantising a short list of 1,700 tokens takes 0.5 ms, encoding
0.7 ms per 100 tokens.
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
"""The file of the centroids, (subspaces, 256, dimensions of a subspace), int8; 127 represents 1."""
SUBSPACES = 96


class TokenCodec(Protocol):
    """Encodes token vectors for storage; `encode(decode(codes))` equals `codes`."""

    @property
    def name(self) -> str:
        """The name of the codec in a manifest."""

    @property
    def width(self) -> int:
        """Number of bytes per token."""

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        """Encode token vectors, (tokens, 384) with 127 for 1, as (tokens, width)."""

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        """Decode (tokens, width) to token vectors, (tokens, 384) with 127 for 1."""


class Verbatim:
    """A codec that stores the vectors as they are."""

    name = "int8"
    width = DIMENSIONS

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        return np.ascontiguousarray(tokens).view(np.uint8)

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        return codes.view(np.int8)


class ProductQuantiser:
    """A codec that stores each group of four components as the number of the nearest of 256 centroids."""

    width = SUBSPACES

    def __init__(self, centroids: NDArray[np.int8]) -> None:
        """Create a codec from centroids, shaped as in `CODEBOOKS`."""
        self.name = f"pq{SUBSPACES}-{zlib.crc32(centroids.tobytes()):08x}"  # other codebooks make another codec
        self._centroids = centroids
        # The four components of a centroid are looked up as one 32-bit number.
        self._words = np.ascontiguousarray(centroids).view(np.uint32)[:, :, 0].reshape(-1)
        self._first = np.arange(SUBSPACES, dtype=np.int64) * 256

    def encode(self, tokens: NDArray[np.int8]) -> NDArray[np.uint8]:
        codes: NDArray[np.uint8] = self._quantiser.compute_codes(tokens.astype(np.float32))
        return codes

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.int8]:
        return self._words.take(codes + self._first).view(np.int8).reshape(-1, DIMENSIONS)

    @cached_property
    def _quantiser(self) -> Any:
        import faiss  # only a build encodes

        quantiser = faiss.ProductQuantizer(DIMENSIONS, SUBSPACES, 8)
        faiss.copy_array_to_vector(self._centroids.astype(np.float32).reshape(-1), quantiser.centroids)
        return quantiser


def codec_for(model: str) -> TokenCodec:
    """Return the codec for the vectors of a model, by its name."""
    return _shipped() if model == packaged_model.NAME else Verbatim()


@cache
def _shipped() -> ProductQuantiser:
    data = read_shipped(__package__, CODEBOOKS)
    return ProductQuantiser(np.frombuffer(data, np.int8).reshape(SUBSPACES, 256, -1))
