"""A language or a river has a name: a sentence without one tells none."""

from __future__ import annotations

import pytest

from relbot.query.answer_constraints.named_kinds import lacks_name


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("what language do they speak there", "People there often speak with visitors about the weather."),
        ("which languages are spoken", "We speak to every guest."),
        ("what other languages can I learn", "The course is open to everyone."),
        ("which river runs through the town", "The water is clean enough to swim in."),
        ("what newspaper wrote about it", "The story was told for weeks."),
        ("which brand of bread do they have", "The village shop sells bread, fruit and shoes."),
    ],
)
def test_a_sentence_without_a_name_tells_none(question: str, sentence: str) -> None:
    assert lacks_name(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("what language do they speak there", "People there speak Frisian."),
        ("what language do they speak there", "English is spoken at the desk."),
        ("which languages are spoken", "The sign language of the island is spoken."),
        ("what language is the bot written in", "it is in python"),
        ("what language is the bot written in", "The bot is written in C."),
        ("which river runs through the town", "It lies on the Sarn."),
        ("which country hosts it", "China does so every year."),
        ("which brand is the drill", "Bosch drills are lent."),
        ("which brand is the drill", "The brand does not matter."),
        # another thing is asked for
        ("do they speak the language", "People there often speak with visitors."),
        ("what colour is the door", "The door is green."),
        ("which language", ""),
    ],
)
def test_what_may_still_tell_one_is_left(question: str, sentence: str) -> None:
    assert not lacks_name(question, sentence)
