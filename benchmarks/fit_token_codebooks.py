"""Fit the codebooks of the token vectors (`relbot/index/encoding/token_codec.py`) on passages.

    python benchmarks/fit_token_codebooks.py DATA/squad2-wikipedia.jsonl.gz

Each file has one JSON object per line, with a `passage`; the same number of passages is sampled from each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from relbot.index.encoding import token_codec
from relbot.index.encoding.encoder import DIMENSIONS, WINDOW, Encoder, normalise
from relbot.index.encoding.model import export, resolve

_PASSAGES = 1_000
"""The number of passages sampled from each file, some 130,000 tokens."""
_ITERATIONS = 15
"""The iterations of k-means, after which the third digit of the error no longer falls."""
_POINTS = 60_000
"""The tokens that the centroids are fitted to; twice as many raise the cosine of other tokens by less than 0.001."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path(token_codec.__file__).parent / token_codec.CODEBOOKS)
    args = parser.parse_args()
    draw = random.Random(0)  # noqa: S311 - a sample, and no secret
    texts = [text for file in args.files for text in passages(file, draw)]
    with tempfile.TemporaryDirectory() as folder:
        export(resolve(None), Path(folder))
        tokens = token_vectors(Encoder(Path(folder)), texts)
    np.random.default_rng(0).shuffle(tokens)
    centroids = fit(tokens[:_POINTS])
    args.out.write_bytes(centroids.tobytes())
    codec = token_codec.ProductQuantiser(centroids)
    rest = tokens[_POINTS:] if len(tokens) > _POINTS else tokens
    decoded = normalise(codec.decode(codec.encode(rest)).astype(np.float32))
    cosine = (normalise(rest.astype(np.float32)) * decoded).sum(axis=1).mean()
    print(f"{len(texts)} passages, {len(tokens)} tokens, mean cosine of the decoded to the exact {cosine:.4f}")
    return 0


def passages(file: Path, draw: random.Random) -> list[str]:
    """Sample distinct passages of a file, cut roughly to the encoder's window."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        found = {json.loads(line).get("passage", "") for line in lines}
    return draw.sample(sorted(text[: 3 * WINDOW] for text in found if text), min(_PASSAGES, len(found - {""})))


def token_vectors(encoder: Encoder, texts: list[str]) -> NDArray[np.int8]:
    """Return the token vectors of the texts as an index stores them, (tokens, 384)."""
    fitting = [text for text in texts if len(encoder.token_offsets(text)) <= WINDOW - 2]
    vectors = np.concatenate([encoded.vectors[1:-1] for encoded in encoder.encode_all(fitting)])
    return np.rint(normalise(vectors) * 127).astype(np.int8)


def fit(tokens: NDArray[np.int8]) -> NDArray[np.int8]:
    """Fit the centroids, (subspaces, 256, dimensions of a subspace), in which 127 stands for 1."""
    quantiser = faiss.ProductQuantizer(DIMENSIONS, token_codec.SUBSPACES, 8)
    quantiser.cp.niter = _ITERATIONS
    quantiser.cp.max_points_per_centroid = _POINTS // 256
    quantiser.train(tokens.astype(np.float32))
    centroids = faiss.vector_to_array(quantiser.centroids).reshape(token_codec.SUBSPACES, 256, -1)
    rounded: NDArray[np.int8] = np.rint(centroids).astype(np.int8)
    return rounded


if __name__ == "__main__":
    raise SystemExit(main())
