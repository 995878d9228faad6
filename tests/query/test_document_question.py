"""A question may name the document to look in, and is then the question without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.document_question import document_question

NAMED = {
    "according to the faq, can i bring a guest": ("faq", "can i bring a guest"),
    "in the price list, how much is a day ticket?": ("price list", "how much is a day ticket"),
    "in the faq where do i park": ("faq", "where do i park"),
    "how much is a filling in the 2023 price list": ("2023 price list", "how much is a filling"),
    "who is the chair according to the minutes of may": ("minutes of may", "who is the chair"),
    "what did the may minutes decide": ("may minutes", ""),
    "what was decided at the june meeting": ("june meeting", ""),
    "whats in the may newsletter": ("may newsletter", ""),
    "what happened in the last call": ("last call", ""),
    "what did they decide in november": ("minutes of november", ""),
    "what got decided in december 2025?": ("minutes of december 2025", ""),
}
TOPICS = {
    "what do the minutes say about parking": ("minutes", "parking"),
    "does the policy mention dogs": ("policy", "dogs"),
    "anything about parking in the minutes?": ("minutes", "parking"),
    "fee according to the statutes": ("statutes", "fee"),
}


@pytest.mark.parametrize("question", NAMED)
def test_the_document_is_parted_from_what_is_asked_of_it(question: str) -> None:
    named = document_question(question)
    assert named is not None
    assert (named.document, named.asked) == NAMED[question]


@pytest.mark.parametrize("question", TOPICS)
def test_what_a_document_says_about_a_topic_is_told_from_a_question(question: str) -> None:
    named = document_question(question)
    assert named is not None
    assert (named.document, named.topic) == TOPICS[question]


@pytest.mark.parametrize("question", ["are dogs ok in the main hall", "what happened in the war", "what's in the faq?"])
def test_a_place_or_an_event_is_no_document_to_look_in(question: str) -> None:
    assert document_question(question) is None


@given(st.text(max_size=120))
def test_any_text_is_parted(text: str) -> None:
    document_question(text)
