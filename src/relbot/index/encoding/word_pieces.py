"""The tokenizer, loaded once for all that use the same one: encoder and reader, or two generations. It takes 9 MB."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from tokenizers import Tokenizer

_loading = Lock()


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
