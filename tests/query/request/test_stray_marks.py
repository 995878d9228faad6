"""Typing and pasting leave marks in a question that ask nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.request.utterance import cleared

CLEARED = {
    "can i bring a guest (x)": "can i bring a guest",
    "when is it (?)": "when is it",
    'where do i park"': "where do i park",
    "where can i park]": "where can i park",
    "who was he)?": "who was he?",
    "are do\u200bgs al\u00adlowed": "are dogs allowed",
    "any1 know when it opens": "when it opens",
}
KEPT = ("what is f(x)", "rule 4 (b)", '"who was Zog"', "who said “stop”?", "(who was he)", "]", "what is X (the lake)")


@pytest.mark.parametrize("text", CLEARED)
def test_a_stray_mark_is_taken_off(text: str) -> None:
    assert cleared(text) == CLEARED[text]


@pytest.mark.parametrize("text", KEPT)
def test_a_mark_with_a_pair_or_a_meaning_stays(text: str) -> None:
    assert cleared(text) == text


@given(st.text(alphabet='ab ()[]{}"“”»«`?!.', max_size=40))
def test_no_letter_is_lost_but_one_in_brackets(text: str) -> None:
    letters = [sum(map(str.isalnum, each)) for each in (text, cleared(text))]
    assert letters[1] >= letters[0] - 1 or letters[1] > 0
