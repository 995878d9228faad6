from __future__ import annotations

import pytest

from relbot.query.request.phrasing import phrased, without_expletives


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("where even is it", "where is it"),
        ("what the hell is a sluice?", "what is a sluice?"),
        ("why on earth did they dig there", "why did they dig there"),
        ("so who tf runs it", "so who runs it"),
        ("who is even there", "who is there"),
        ("what exactly did he say", "what exactly did he say"),
        ("who really runs it", "who really runs it"),
        ("is it even open", "is it even open"),
        ("where on earth", "where on earth"),
    ],
)
def test_what_only_stresses_a_question_word_is_left_out(text: str, without: str) -> None:
    assert without_expletives(text) == without


@pytest.mark.parametrize("stress", ["exactly", "even", "actually", "on earth"])
def test_a_request_is_recognised_without_any_stress(stress: str) -> None:
    assert phrased(f"what {stress} is a sluice") == "what is a sluice"
