from __future__ import annotations

import pytest

from ranked import Read
from relbot.reading.refusal import refusal_reason

PLAIN = "The sources do not say."


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("How tall is Mount Everest?", "Mount or Everest"),
        ("Which visa do I need?", "visa"),
        ("what does the sauna cost", "sauna"),
        ("do they have a cafeteria", "cafeteria"),
        ("is there any wifi in the embassy", "wifi"),
        ("do you have lockers?", "lockers"),
        ("have they got lawnmowers", "lawnmowers"),
        ("are there crocodiles", "crocodiles"),
        ("dolphins?", "dolphins"),
        ("Does the visa from Brazil count?", "Brazil"),
    ],
)
def test_the_name_or_the_one_noun_that_is_missing_is_the_reason(question: str, word: str, read: Read) -> None:
    assert refusal_reason(*read(question)) == f"Nothing in the sources mentions {word}."


@pytest.mark.parametrize(
    "question",
    [
        "what went on in the 70s",
        "which crashed first",
        "who was at the worst point",
        "did they start at the bottom of the ladder",
        "how does the machine know which person pressed the button",
        "what did louis the 14th do",
        "what did they attempt",
        "was it the quickest of them",
        "what have they abandoned",
        "is there smoking allowed",
        "are there beautiful houses",
    ],
)
def test_a_verb_an_adjective_an_ordinal_or_a_turn_of_speech_is_none(question: str, read: Read) -> None:
    assert refusal_reason(*read(question)) == PLAIN


@pytest.mark.parametrize(
    "question",
    [
        "does kim have a girlfriend",
        "how much money did they make",
        "what food do they eat",
        "who is the boss",
        "what is the weather like",
        "is there a website",
        "beers?",
        "Why do People hate it",
        "what do they want now that I'm here",
        "can i upgrade from 1.9",
        "phone number of the embassy",
        "What Is The Best Restaurant?",
        "how MUCH is it per week",
        "HOW MANY of them were sold",
    ],
)
def test_an_everyday_word_is_none_nor_is_a_capital_that_makes_no_name(question: str, read: Read) -> None:
    assert refusal_reason(*read(question)) == PLAIN


def test_what_the_sources_say_in_another_word_is_not_missing(read: Read) -> None:
    assert refusal_reason(*read("who wrote about the friendships")) == PLAIN


@pytest.mark.parametrize("question", ["who signed the e1044", "what is wrong with PPR.3B"])
def test_a_code_that_the_sources_write_otherwise_is_not_missing(question: str, read: Read) -> None:
    query, passages = read(question)
    assert query.identifiers
    assert query.unknown_terms
    assert refusal_reason(query, passages) == PLAIN
    assert "Nothing" in refusal_reason(query, passages, [query.identifiers[0].text])
