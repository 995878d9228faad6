from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.request.length import sentences_asked_for


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        ("give me three facts about the mill", 3),
        ("3 bullet points on the war", 3),
        ("top 5 most important facts", 5),
        ("a summary in two short sentences", 2),
        ("in one sentence", 1),
        ("in a single sentence", 1),
        ("fun fact?", 1),
        ("tell me something interesting", 1),
        ("tell me two things about the mill", 2),
        ("400 facts", None),
        ("99 facts", 12),
        ("0 facts", 1),
        ("two more", 2),
        ("fun facts", None),
        ("give me an overview", None),
        ("what happened in 1961", None),
        ("the two countries", None),
        ("between 3 and 4 things", 4),
    ],
)
def test_the_number_of_sentences_is_read_where_a_request_names_one(request_: str, count: int | None) -> None:
    assert sentences_asked_for(request_) == count


@given(st.text())
def test_any_text_asks_for_a_few_sentences_or_says_no_number(text: str) -> None:
    assert sentences_asked_for(text) in (None, *range(1, 13))
