"""What the encoder and the reader are run with: an ONNX Runtime session, for one text at a time, and the tokenizer."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from threading import Lock

import onnxruntime
from tokenizers import Tokenizer

_loading = Lock()
_SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Of ONNX Runtime 1.32: its kernel for a sum and a layer norm in one takes several times as long as two kernels do.
The reader needs 0.88 of the time without, the encoder 0.84 for a question."""


def open_session(graph: Path) -> onnxruntime.InferenceSession:
    """The session of a graph, with its weights. Raises Exception where it is no graph.

    By its path: from bytes the reader's takes 46 MB in place of 28. On one thread: two save a third of the time on idle
    cores, and double it on busy ones. Without memory patterns: one would be kept for each length of a text, 2 MB.
    Without `_SLOW_FUSIONS`.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False
    session = onnxruntime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )
    _return_freed_memory()
    return session


def _return_freed_memory() -> None:
    """Give back what the loading of a graph has freed, which glibc keeps: 9 MB of the reader's and the encoder's."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # glibc alone has it
        trim(0)


def tokenizer(data: bytes) -> Tokenizer:
    """The tokenizer that a tokenizer.json describes; thread-safe, never to be changed. Raises Exception if it is none.

    A text is never cut or filled up, and "[SEP]" in it is four words, which ends nothing.
    """
    with _loading:  # the index and the reader are loaded side by side
        return _load(data)


@lru_cache(maxsize=2)
def _load(data: bytes) -> Tokenizer:
    loaded = Tokenizer.from_buffer(data)
    loaded.no_truncation()
    loaded.no_padding()
    loaded.encode_special_tokens = True
    return loaded
