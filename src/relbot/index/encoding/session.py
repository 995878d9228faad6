"""Opens the ONNX Runtime sessions, for one text at a time, and the tokenizers of the encoder and the reader."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from threading import Lock

import onnxruntime
from tokenizers import Tokenizer

_loading = Lock()
_SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Optimisations that slow down ONNX Runtime 1.32: its fused kernel for a sum and a layer norm takes several times as
long as two separate kernels. Without it, the reader takes 0.88 of the time, and the encoder 0.84 for a question."""

_EXACT_PRODUCTS = ("session.x64quantprecision", "1")
"""Makes 8-bit products exact on x86 processors without VNNI, whose faster kernel lets sums of 16 bits overflow and so
gives other answers. Reading takes 1.2 times as long there; elsewhere, ONNX Runtime documents it as without effect."""


def open_session(graph: Path) -> onnxruntime.InferenceSession:
    """Open a session for a graph with its weights. Raises Exception if the file is not a graph.

    It is loaded by path, because the reader takes 46 MB instead of 28 from bytes. It runs on one thread: two would save
    a third of the time on idle cores and double it on busy ones. Memory patterns are off, as one of 2 MB would be kept
    for each text length, and so are `_SLOW_FUSIONS`.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False
    options.add_session_config_entry(*_EXACT_PRODUCTS)
    session = onnxruntime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )
    _return_freed_memory()
    return session


def _return_freed_memory() -> None:
    """Return the memory freed after loading a graph, which glibc would keep: 9 MB for the reader and the encoder."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # only glibc has it
        trim(0)


def tokenizer(data: bytes) -> Tokenizer:
    """Return the tokenizer described by a tokenizer.json, thread-safe and never to be modified. Raises Exception if the
    data is invalid.

    It neither truncates nor pads, and "[SEP]" in a text is tokenised as ordinary text, not as a separator.
    """
    with _loading:  # the index and the reader are loaded concurrently
        return _load(data)


@lru_cache(maxsize=2)
def _load(data: bytes) -> Tokenizer:
    loaded = Tokenizer.from_buffer(data)
    loaded.no_truncation()
    loaded.no_padding()
    loaded.encode_special_tokens = True
    return loaded
