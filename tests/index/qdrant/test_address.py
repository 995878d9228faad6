from __future__ import annotations

import pytest

from relbot.index.engines import open_index
from relbot.index.qdrant.address import Address
from relbot.index.qdrant.errors import IndexAddressInvalid


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("qdrant://localhost/docs", "http://localhost:6333", "qdrant://localhost:6333/docs"),
        ("qdrant://10.0.0.7:7000/docs/", "http://10.0.0.7:7000", "qdrant://10.0.0.7:7000/docs"),
        ("qdrants://a.example/docs/guild_42", "https://a.example:6333", "qdrants://a.example:6333/docs/guild_42"),
        ("qdrant://[::1]:6333/docs", "http://[::1]:6333", "qdrant://[::1]:6333/docs"),
    ],
)
def test_an_address_names_a_server_and_an_index(text: str, url: str, shown: str) -> None:
    address = Address.parse(text)
    assert (address.url, str(address)) == (url, shown)
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "qdrant://",
        "qdrant:///docs",
        "qdrant://host",
        "qdrant://host/",
        "qdrant://host/a/b/c",
        "qdrant://host/a b",
        "qdrant://host/ä",
        "qdrant://host/..",
        f"qdrant://host/{'x' * 65}",
        "qdrant://host:port/docs",
        "qdrant://host:99999/docs",
        "qdrant://[::1/docs",
        "qdrant://host/docs?api_key=hunter2",
        "qdrant://host/docs#hunter2",
        "qdrants://hunter2@host/docs",
        "qdrants://user:hunter2@host/docs",
    ],
)
def test_what_is_no_address_is_told_in_one_sentence_without_what_may_be_a_key(text: str) -> None:
    with pytest.raises(IndexAddressInvalid, match=r"^The address of the index .*; write it as qdrant://host") as caught:
        open_index(text)
    assert "hunter2" not in str(caught.value)
