"""A fragment takes the place of what is like it in the question before."""

from __future__ import annotations

import pytest

from relbot.query.dialogue.parallel import replace_parallel_part


@pytest.mark.parametrize(
    ("question", "fragment", "put"),
    [
        ("when is the hall open on saturday", "on sunday", "when is the hall open on sunday"),
        ("is the office open on friday", "thursday", "is the office open on thursday"),
        ("saturday hours", "sunday", "sunday hours"),
        ("when does the shop close", "on saturdays", "when does the shop close on saturdays"),
        ("is it open on friday", "tomorrow", "is it open tomorrow"),
        ("is it open today", "at the weekend", "is it open at the weekend"),
        ("what does error E1 mean", "E3", "what does error E3 mean"),
        ("who sits in room 118", "room 12", "who sits in room 12"),
        ("whats the cheapest ticket", "the dearest", "whats the dearest ticket"),
        ("which is the slowest ship", "the most expensive", "which is the most expensive ship"),
        ("who sits in room 118", "in 12", "who sits in room 12"),
        ("what's new in version 2.3.0", "in 2.2.0", "what's new in version 2.2.0"),
        ("what does article 5 say", "paragraph 6", "what does paragraph 6 say"),
        ("how much is it for adults", "for students", "how much is it for students"),
        ("how do i get there", "by bus", "how do i get there by bus"),
        ("can i come for lunch", "with a dog", "can i come for lunch with a dog"),
        ("what is the top speed of rusty", "of pip", "what is the top speed of pip"),
        ("first boat on saturday", "the last", "last boat on saturday"),
        ("who was Napoleon's first wife", "the second one", "who was Napoleon's second wife"),
        ("what does the cheapest ticket cost", "the most expensive one", "what does the most expensive ticket cost"),
        ("which is the biggest room", "the smallest", "which is the smallest room"),
        ("who was his first wife", "the other one", "who was his other wife"),
        ("how long did the first illness last", "the second", "how long did the second illness last"),
        ("who paid for the last voyage", "the first", "who paid for the first voyage"),
    ],
)
def test_it_takes_the_place_of_its_like_or_stands_at_the_end(question: str, fragment: str, put: str) -> None:
    assert replace_parallel_part(question, fragment) == put


@pytest.mark.parametrize(
    "fragment", ["the queen", "hers", "per week", "Albania", "why", "the other one", "of pip", "the last"]
)
def test_what_is_no_day_code_or_such_a_phrase_takes_no_place(fragment: str) -> None:
    assert replace_parallel_part("how much is it for adults on sunday", fragment) is None
