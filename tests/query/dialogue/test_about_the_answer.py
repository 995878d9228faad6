from __future__ import annotations

import pytest

from relbot.query.dialogue.about_the_answer import (
    asks_for_less,
    asks_for_more,
    asks_for_others,
    asks_to_elaborate,
    asks_when_that_was,
    pointed_at,
)


@pytest.mark.parametrize(
    "text",
    [
        *("who else?", "and who else besides the us?", "any others?", "Where else?", "others", "which others"),
        *("what others are there", "what other ones are there?", "who are the others", "and who was the other one"),
        *("are there others", "is there another one?", "were there any others", "are there any more of them"),
    ],
)
def test_others_are_asked_for_in_many_ways(text: str) -> None:
    assert asks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        *("who else came along", "what other ships sank", "who?", "the others fled", ""),
        *("are there others in Brazil", "who was the other man", "is there another bridge", "what else is there"),
    ],
)
def test_a_question_with_words_of_its_own_is_no_wish_for_others(text: str) -> None:
    assert not asks_for_others(text)


@pytest.mark.parametrize("text", ["how exactly?", "like what?", "and how?", "such as?", "elaborate"])
def test_more_of_the_same_is_asked_for(text: str) -> None:
    assert asks_to_elaborate(text)
    assert not asks_to_elaborate(f"{text} in 1961")


@pytest.mark.parametrize("text", ["shorter", "shorter please", "in one sentence", "too long", "make it shorter"])
def test_less_is_asked_for(text: str) -> None:
    assert asks_for_less(text)
    assert not asks_for_less(f"who built the {text}")


@pytest.mark.parametrize(
    ("text", "count", "index"),
    [
        ("the second one", 3, 1),
        ("what about the first?", 3, 0),
        ("tell me more about the last one", 3, 2),
        ("number 2", 3, 1),
        ("the fourth one", 3, None),
        ("number 0", 3, None),
        ("the second world war", 3, None),
        ("the last", 0, None),
        ("and the last", 1, None),
    ],
)
def test_one_of_several_sentences_is_pointed_at(text: str, count: int, index: int | None) -> None:
    assert pointed_at(text, count) == index


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("When was that exactly?", True),
        ("and when was this", True),
        ("what year was that?", True),
        ("when did that happen again", True),
        ("When was that bridge built?", False),
        ("when was it", False),
        ("when did that start", False),
    ],
)
def test_the_time_of_what_was_told_is_asked_for_by_that_alone(text: str, asks: bool) -> None:
    assert asks_when_that_was(text) is asks


@pytest.mark.parametrize(
    "text", ["another one", "one more", "two more please", "tell me another fact", "more facts", "next one", "3 more"]
)
def test_more_of_it_is_asked_for_by_number_too(text: str) -> None:
    assert asks_for_more(text)
    assert not asks_for_more(f"{text} about the mill")


@pytest.mark.parametrize("text", ["another", "another country", "more people", "next week", "one more question"])
def test_what_names_something_else_is_no_wish_for_more(text: str) -> None:
    assert not asks_for_more(text)
