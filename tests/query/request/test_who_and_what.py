from __future__ import annotations

import pytest

from relbot.query.request.phrasing import phrased
from relbot.query.request.utterance import cleared
from relbot.query.request.who_and_what import everybody


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("who's who", ""),
        ("whos who in this mess, give me the names", ""),
        ("who is who at the club", "the club"),
        ("who are all the people in this story", ""),
        ("who are the main people here", ""),
        ("who were the key players?", ""),
        ("who all was involved", ""),
        ("who was involved in the strike?", "the strike"),
        ("who is mentioned in the second report", "the second report"),
        ("who are the people that had to do with the birds, by name", "the birds"),
        ("names of everybody involved pls", ""),
        ("everyone involved?", ""),
        ("list everyone mentioned in the article", ""),
        ("name the people involved", ""),
        ("give me all the names", ""),
        ("which people does the blog mention by name", ""),
    ],
)
def test_all_the_people_are_asked_for(asked: str, about: str) -> None:
    assert everybody(phrased(cleared(asked))) == about


@pytest.mark.parametrize(
    "asked",
    [
        "who runs the club",
        "who all died in this thing",
        "who came up with it",
        "who came up with the name",
        "who was mentioned first",
        "which people work there",
        "what kind of people live there",
        "list the people of tibet",
        "how many people are there",
        "names of the horses",
        "list all the books mentioned",
        "who are the players",
        "what languages are mentioned",
    ],
)
def test_some_of_them_or_other_things_are(asked: str) -> None:
    assert everybody(phrased(cleared(asked))) is None
