"""Questions that say by other words than a plural noun that they want several things, and their neighbours."""

from __future__ import annotations

import pytest

from relbot.query.request.intent import read_intent

SEVERAL = [
    ("where did they move to over the years", "move to"),
    ("who's owned the mill, one after the other?", "owned the mill"),
    ("who ran it, from start to now", "ran it"),
    ("what was the ship called through the decades", "ship called"),
    ("everything Ruth did for the choir", "Ruth did for the choir"),
    ("everything that broke down pls", "broke down"),
    ("who are the people running it, names", "people running it"),
    ("what does it do to you, all the symptoms", "do to you"),
    ("what did it hit, boats n stuff", "hit, boats"),
    ("what bad luck did they have, fires, thefts, anything", "bad luck did they have, fires, thefts"),
    ("what did she write, any books or diaries?", "she write"),
    ("famous harbour pilots, who were they", "famous harbour pilots"),
    ("did any of them win a prize, which ones", "of them win a prize"),
    ("are there volcanoes, and which ones?", "there volcanoes"),
    ("what were the main mistakes", "main mistakes"),
    ("who were the most famous teachers", "most famous teachers"),
    ("name the battles fought there", "battles fought there"),
    ("who are the people working here", "people working here"),
    ("any discounts going?", "discounts going"),
    ("people who work there?", "people who work there"),
    ("shops where I can see one before I buy", "shops where I can see one before I buy"),
    ("stuff thats banned in the studio?", "stuff thats banned in the studio"),
    ("dates to put in my diary", "dates to put in my diary"),
]
NOT_SEVERAL = [
    ("who owned the mill in 1920", "fact"),
    ("where did they move to", "fact"),
    ("how has the recipe changed over the years", "change"),
    ("was it ever in the hands of one firm", "yesno"),
    ("why did they move over the years", "why"),
    ("who owns it now", "now"),
    ("everything about the mill", "overview"),
    ("which ship did the bell come from, its name", "fact"),
    ("did any of them win a prize", "yesno"),
    ("what are the Alps", "definition"),
    ("who were the Vikings", "who"),
    ("directions to Harrow from Richmond", "fact"),
    ("opening hours on sunday", "fact"),
    ("connections to which town were cut", "fact"),
    ("the shops where I lost it were shut?", "yesno"),
    ("settlers who stayed there: did they get rights", "yesno"),
]


@pytest.mark.parametrize(("question", "topic"), SEVERAL)
def test_a_question_that_says_so_wants_several_things(question: str, topic: str) -> None:
    intent = read_intent(question)
    assert (intent.kind, intent.topic) == ("list", topic)


@pytest.mark.parametrize(("question", "kind"), NOT_SEVERAL)
def test_a_question_that_does_not_keeps_its_kind(question: str, kind: str) -> None:
    assert read_intent(question).kind == kind
