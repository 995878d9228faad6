from __future__ import annotations

import pytest

from relbot.index.encoding import packaged_model
from relbot.index.encoding.session import tokenizer


def test_the_same_file_is_loaded_once_and_another_by_itself() -> None:
    data = (packaged_model.folder() / "tokenizer.json").read_bytes()
    other = data.replace(b'"lowercase":true', b'"lowercase":false')
    assert other != data
    assert tokenizer(data) is tokenizer(bytes(bytearray(data)))
    assert tokenizer(other) is not tokenizer(data)


def test_what_is_no_tokenizer_is_an_error_each_time() -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="Cannot instantiate Tokenizer"):
            tokenizer(b"{rubbish")
