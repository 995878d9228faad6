"""The asking side's model: tokenizers and ONNX Runtime over the files that a generation holds.

Neither torch nor transformers is imported here or above; a test holds that.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from relbot.errors import IndexDamaged

DIMENSIONS = 384
WINDOW = 256
"""Tokens that the model sees at once, special tokens included: the length all-MiniLM-L6-v2 was trained on."""
_WEIGHTS = "encoder.onnx.data"
ENCODER_FILES = ("encoder.onnx", _WEIGHTS, "tokenizer.json")

_BATCH = 4
"""Passages a batch: 35 passages/s on two cores, against 33 with 8 and 29 with 16 (XQuAD, sorted by length)."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the model sees it."""

    ids: NDArray[np.int32]
    """(n,) word pieces, the special tokens first and last."""
    offsets: NDArray[np.int32]
    """(n, 2) characters of the text each stands for; (0, 0) for special tokens."""
    vectors: NDArray[np.float32]
    """(n, 384), in the context of the whole text, not normalised."""

    def mean(self) -> NDArray[np.float32]:
        """The text's own vector, (384,), normalised: the pooling all-MiniLM-L6-v2 was trained with."""
        return normalised(self.vectors.mean(axis=0))


class WindowExceeded(ValueError):
    """A text has more tokens than the model sees; embedding it would silently lose its end."""


class Encoder:
    """Turns texts into token vectors. Thread-safe: it holds nothing that changes."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load from a folder that holds `ENCODER_FILES`.

        One thread suits single questions: a pass took 6.5 ms, with two threads 4.5 ms for more CPU on idle cores and
        12 ms against 5.6 on busy ones. For many passages 0 takes all cores.
        """
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file comes with a truncation at 128 tokens; here whatever is too long is an error, not a silence.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._weights = folder / _WEIGHTS
        self._descriptor = os.open(self._weights, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)
        self._written = self.last_written()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """The (start, end) of each token of a text, without special tokens; of any length."""
        offsets: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return offsets

    def encode(self, text: str) -> Encoded:
        """One text. Raises WindowExceeded, IndexDamaged."""
        return next(self.encode_all([text]))

    def encode_all(self, texts: Sequence[str]) -> Iterator[Encoded]:
        """Many texts, in their order; batched by length, so best handed over some hundreds at a time.

        Raises WindowExceeded, IndexDamaged.
        """
        pieces = self._tokenizer.encode_batch(texts)
        for text, piece in zip(texts, pieces, strict=True):
            if len(piece.ids) > WINDOW:
                raise WindowExceeded(f"{len(piece.ids)} tokens where {WINDOW} fit: {text[:60]!r}…")
        vectors: dict[int, NDArray[np.float32]] = {}
        by_length = sorted(range(len(texts)), key=lambda i: len(pieces[i].ids))
        for first in range(0, len(by_length), _BATCH):
            batch = by_length[first : first + _BATCH]
            vectors.update(zip(batch, self._run([pieces[i] for i in batch]), strict=True))
        for i, piece in enumerate(pieces):
            yield Encoded(
                np.array(piece.ids, np.int32),
                np.array(piece.offsets, np.int32).reshape(-1, 2),
                vectors[i],
            )

    def _run(self, batch: Sequence[Encoding]) -> list[NDArray[np.float32]]:
        if not self.intact:
            raise IndexDamaged(self._weights, "was written to while it was in use")
        longest = max(len(piece.ids) for piece in batch)
        ids = np.zeros((len(batch), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(batch):
            ids[row, : len(piece.ids)] = piece.ids
            mask[row, : len(piece.ids)] = 1
        (states,) = self._session.run(["tokens"], {"input_ids": ids, "attention_mask": mask})
        return [states[row, : len(piece.ids)] for row, piece in enumerate(batch)]

    @property
    def intact(self) -> bool:
        """Whether nobody has written into the weights since they were loaded."""
        return self.last_written() == self._written

    def last_written(self) -> tuple[int, int]:
        """What changes when somebody writes into the file of the weights, or cuts it short.

        ONNX Runtime maps it, so that would be another model, or the end of the process. To copy the weights instead
        was measured: 169 MB against 109, 283 while they are loaded, and 0.1 s more for each cold question.
        """
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns


def normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors at length 1 along the last axis; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit
