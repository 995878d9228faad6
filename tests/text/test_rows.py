from __future__ import annotations

import pytest

from relbot.text.rows import row_keys


def test_the_keys_of_a_row_are_its_headers() -> None:
    row = "Name: Otto Brandt; Job: treasurer, since 2019; E-mail: otto@pier.example"
    assert [row[key.start : key.end].strip() for key in row_keys(row)] == ["Name:", "Job:", "E-mail:"]


@pytest.mark.parametrize(
    "text", ["Note: it is closed.", "He said: no; she said yes.", "It opens at 10:00; go: see.", ""]
)
def test_a_sentence_has_none(text: str) -> None:
    assert row_keys(text) == []
