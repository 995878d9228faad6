"""A size of several measures is called by the first."""

from __future__ import annotations

import pytest

from relbot.text.sizes import first_measure, with_first_measures


@pytest.mark.parametrize(
    ("word", "first"),
    [("m10x60", "m10"), ("DN50x200x3", "DN50"), ("m10", ""), ("e1044", ""), ("10x60", ""), ("xbox", "")],
)
def test_what_stands_before_the_second_measure_is_the_first(word: str, first: str) -> None:
    assert first_measure(word) == first


def test_words_that_are_no_sizes_are_kept_as_they_are() -> None:
    assert with_first_measures(["bolt", "m10x60"]) == {"bolt", "m10x60", "m10"}
