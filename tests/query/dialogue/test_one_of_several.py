"""One of the things that were asked for is asked about, now or later, and any of those that there are."""

from __future__ import annotations

from datetime import date

import pytest

from relbot.query.dialogue.common_nouns import complete_with_any, complete_with_noun, ranked_noun, things_asked_for
from relbot.query.dialogue.followup import reformulate
from relbot.query.dialogue.reformulation import DialogueContext

TODAY = date(2024, 5, 17)


def meant(text: str, context: DialogueContext) -> list[str]:
    return [way.text for way in reformulate(text, context, TODAY)]


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("which operas did she write", "operas"),
        ("how many voyages did he make", "voyages"),
        ("what were his prizes", "prizes"),
        ("what types of stove are there", "types of stove"),
        ("how many years did it take", ""),
        ("which opera was the first", ""),
        ("who founded it", ""),
    ],
)
def test_things_are_asked_for_where_there_may_be_several(question: str, things: str) -> None:
    assert things_asked_for(question) == things


@pytest.mark.parametrize(
    ("things", "core", "put"),
    [
        ("operas", "was the first one a hit", "was the first opera a hit"),
        ("voyages", "who paid for the last", "who paid for the last voyage"),
        ("types of stove", "how much is that one", "how much is that stove"),
        ("wives", "when did the other one die", "when did the other wife die"),
        ("tours of Europe", "was the longest one in May", "was the longest tour in May"),
        ("operas", "was the one who sang it famous", None),
        ("operas", "was one of them a hit", None),
        ("operas", "was she the first to do so", None),
        ("operas", "is that the best", None),
        ("", "was the first one a hit", None),
    ],
)
def test_what_points_at_one_of_them_gets_their_noun(things: str, core: str, put: str | None) -> None:
    assert complete_with_noun(things, core) == put


@pytest.mark.parametrize(
    ("question", "core", "put"),
    [
        ("do they have animal suits", "how long can you stay in one", "how long can you stay in an animal suit"),
        ("is there a map", "where do i get one", "where do i get a map"),
        ("do you sell maps", "how much is one", "how much is a map"),
        ("do you sell maps", "which one is the best", None),
        ("do you sell maps", "is that one any good", None),
        ("do you sell maps", "can one park there", None),
        ("who won", "where do i get one", None),
    ],
)
def test_any_of_those_that_there_are_is_one(question: str, core: str, put: str | None) -> None:
    assert complete_with_any(question, core) == put


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("who was his first wife", "wife"),
        ("who paid for the third voyage", "voyage"),
        ("who was the first to swim it", ""),
        ("when did she last win", ""),
        ("what happened the first time", ""),
    ],
)
def test_what_is_asked_for_by_its_rank_is_one_of_several(question: str, noun: str) -> None:
    assert ranked_noun(question) == noun


def test_one_of_those_asked_for_some_questions_ago_is_still_one_of_them() -> None:
    later = DialogueContext("when was that: the first voyage?", "In 1766.", typed="when was that", listed="voyages")
    assert meant("who paid for the third one", later)[0] == "who paid for the third voyage?"
    nothing = DialogueContext("when was that: the storm?", "In 1766.", typed="when was that")
    assert "who paid for the third one" in meant("who paid for the third one", nothing)


def test_one_of_them_is_never_what_the_document_is_about() -> None:
    context = DialogueContext("which operas did she write", "She wrote two.")
    first = reformulate("was the first one a hit", context, TODAY)[0]
    assert first.is_resolved


def test_which_one_does_something_is_asked_of_those_asked_for() -> None:
    context = DialogueContext("what types of stove are there", "Box stoves and others.")
    assert meant("which one gets the hottest", context)[0] == "which of the types of stove gets the hottest?"
