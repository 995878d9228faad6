"""Runs the embedding model at query time, with tokenizers and ONNX Runtime, from the files of a generation.

Imports neither torch nor transformers, directly or indirectly; a test checks this.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from relbot.errors.index import IndexDamaged
from relbot.index.encoding.session import open_session, tokenizer

DIMENSIONS = 384
WINDOW = 256
"""Maximum number of tokens in an input, special tokens included: the length that all-MiniLM-L6-v2 was trained on."""
_KEPT_VECTORS = 4096
"""Number of text embeddings that are cached, 1.5 KB each: every question is compared with the questions of an FAQ."""
GRAPH, WEIGHTS, TOKENIZER = "encoder.onnx", "encoder.onnx.data", "tokenizer.json"
ENCODER_FILES = (GRAPH, WEIGHTS, TOKENIZER)


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text with the embedding of each of its tokens."""

    ids: NDArray[np.int32]
    """Word piece ids, (n,), special tokens first and last."""
    offsets: NDArray[np.int32]
    """Start and end of each token in the text, (n, 2); (0, 0) for special tokens."""
    vectors: NDArray[np.float32]
    """Contextual token embeddings, (n, 384), not normalised."""

    def mean_vector(self) -> NDArray[np.float32]:
        """Return the normalised embedding of the text, (384,), mean-pooled as in the training of all-MiniLM-L6-v2."""
        return normalise(self.vectors.mean(axis=0))


class WindowExceeded(ValueError):
    """A text has more tokens than the window and would be truncated silently."""


class Encoder:
    """Encodes texts as token embeddings. Immutable, hence thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Load the encoder from a folder with `ENCODER_FILES`."""
        self._tokenizer = tokenizer((folder / TOKENIZER).read_bytes())
        self._weights = folder / WEIGHTS
        self._descriptor = os.open(self._weights, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self._loaded_version = self.weights_version()
        self._session = open_session(folder / GRAPH)
        self._inputs = [each.name for each in self._session.get_inputs()]
        self._kept_vector = lru_cache(_KEPT_VECTORS)(self._vector)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Return the (start, end) of each token of a text of any length, without special tokens."""
        offsets: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return offsets

    def word_id(self, word: str) -> int | None:
        """Return the token id of a lower-case word, lower for more common words; None if it is not a single token."""
        found: int | None = self._tokenizer.token_to_id(word)
        return found

    def encode(self, text: str) -> EncodedText:
        """Encode one text. Raises WindowExceeded, IndexDamaged."""
        return next(self.encode_all([text]))

    def vector(self, text: str) -> NDArray[np.float32]:
        """Return the normalised embedding of a text, (384,), or of its beginning if it exceeds the window. Recent
        embeddings are cached. Raises IndexDamaged.
        """
        return self._kept_vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        offsets = self.token_offsets(text)
        room = WINDOW - 2  # special tokens
        return self.encode(text if len(offsets) <= room else text[: offsets[room - 1][0]]).mean_vector()

    def encode_all(self, texts: Sequence[str], threads: int = 1) -> Iterator[EncodedText]:
        """Encode texts, `threads` at once, and yield the results in order. Each text is run on its own, so its vectors
        do not depend on the other texts, and no time is spent on padding a batch.

        Raises WindowExceeded, IndexDamaged.
        """
        encodings = self._tokenizer.encode_batch(texts)
        for text, encoding in zip(texts, encodings, strict=True):
            if len(encoding.ids) > WINDOW:
                raise WindowExceeded(f"{len(encoding.ids)} tokens where {WINDOW} fit: {text[:60]!r}…")
        if threads == 1 or len(texts) < 2:
            yield from map(self._run, encodings)
            return
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(self._run, encodings)

    def _run(self, encoding: Encoding) -> EncodedText:
        if not self.weights_unchanged:
            raise IndexDamaged(self._weights, "was written to while it was in use")
        ids = np.array([encoding.ids], np.int64)
        values = {"input_ids": ids, "attention_mask": np.ones_like(ids)}  # the mask for a model exported with torch
        (states,) = self._session.run(["tokens"], {name: values[name] for name in self._inputs})
        return EncodedText(ids[0].astype(np.int32), np.array(encoding.offsets, np.int32).reshape(-1, 2), states[0])

    @property
    def weights_unchanged(self) -> bool:
        """Whether the weights file is unchanged since it was loaded."""
        return self.weights_version() == self._loaded_version

    def weights_version(self) -> tuple[int, int]:
        """Return (size, modification time in ns) of the weights file, which changes when it is written to or truncated.

        ONNX Runtime maps the file, so a change would alter the model or crash the process. A copy would take the memory
        of all word embeddings, of which a question needs only about a dozen rows.
        """
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns


def normalise(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors scaled to length 1 along the last axis; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit
