from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.answer_constraints.answer_type import (
    AnswerType,
    asks_the_same,
    expected_answer_type,
    lacks_answer_type,
    same_words,
    type_agreement,
)
from relbot.temporal.date_mentions import extract_dates

QUESTIONS: dict[str, AnswerType] = {
    "When did Hoxha die?": "time",
    "In which year did Kim visit?": "time",
    "How many delegates came?": "number",
    "how long did the war last": "number",
    "Who hosted Kim?": "person",
    "By whom was it signed?": "person",
    "Where is the embassy?": "place",
    "In which city is the embassy?": "place",
    "Why did relations deteriorate?": "reason",
    "Hoxhaism": "other",
    "Did Hoxha travel?": "other",
    "": "other",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_word_tells_what_is_asked_for(question: str) -> None:
    assert expected_answer_type(question) == QUESTIONS[question]


def agrees(question: str, sentence: str) -> float:
    return type_agreement(expected_answer_type(question), question, sentence, extract_dates(sentence))


def test_a_sentence_with_what_is_asked_for_agrees_and_one_without_does_not() -> None:
    assert agrees("When did Kim visit?", "Kim visited in 1956.") == 1
    assert agrees("When did Kim visit?", "Kim visited often.") == -1
    assert agrees("How many came?", "Some 40 came.") == 1
    assert agrees("How many came?", "They came by train.") == -1
    assert agrees("Who came?", "Then Kim Il Sung came.") == 1
    assert agrees("Who came?", "They came by train.") == -1


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert agrees("Who met Hoxha?", "He met Hoxha.") == -1
    assert agrees("Since when, if not 1956, were there visits?", "There were visits in 1956.") == -1


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_always_one_of_three_and_none_where_nothing_is_expected(question: str, sentence: str) -> None:
    assert type_agreement("other", question, sentence, ()) == 0
    assert agrees(question, sentence) in {-1, 0, 1}


@pytest.mark.parametrize(
    ("question", "sentence", "lacking"),
    [
        ("When does the gate open?", "The gate opens at seven.", False),
        ("When does the pool open?", "At dawn.", False),
        ("When does the pool open?", "It has two doors.", True),
        ("How many soldiers did Albania send?", "Albania supported them diplomatically.", True),
        ("And how many came?", "Sixteen of them came.", False),
        ("How many came?", "Some came on 6 June.", False),
        ("How much did Albania send?", "Albania supported them diplomatically.", True),
        ("When did Albania help?", "Albania supported them diplomatically.", True),
        ("When did Albania help?", "Albania supported them after the war.", False),
        ("When is the fair?", "It is held at Pentecost.", False),
        ("In which year did Albania help?", "Albania supported them after the war.", True),
        ("In which year did Albania help?", "Albania supported them in 1950.", False),
        ("Who helped when the war began?", "Albania supported them diplomatically.", False),
    ],
)
def test_a_sentence_without_a_time_or_number_does_not_tell_when_or_how_many(
    question: str, sentence: str, lacking: bool
) -> None:
    assert lacks_answer_type(question, sentence, extract_dates(sentence)) is lacking


@pytest.mark.parametrize(
    ("question", "other", "same"),
    [
        ("When does the pool open?", "When does the pool open?", True),
        ("when will the pools open", "When does the pool open?", True),
        ("How can I bring a guest?", "Can I bring a guest?", True),
        ("Who opens the pool?", "When does the pool open?", False),
        ("When does the pool open?", "When does the sauna open?", False),
        ("When does the pool open in 2024?", "When does the pool open in 2023?", False),
        ("pool opening hours", "When does the pool open?", False),
    ],
)
def test_questions_ask_the_same_where_only_stop_words_case_and_endings_differ(
    question: str, other: str, same: bool
) -> None:
    assert same_words(question, other) == same


@pytest.mark.parametrize(
    ("question", "sentence", "same"),
    [
        ("who keeps the cash box", "Who keeps the cash box?", True),
        ("who keeps the cash box", "Anna asked: who keeps the cash box?", True),
        ("Where do I find the cash box?", "Ben: “Where do I find the old cash box?”", True),
        ("who keeps the cash box", "Clara keeps the cash box.", False),
        ("who keeps the cash box", "Where do you keep the cash box?", False),
        ("who keeps the cash box", "Who keeps the keys?", False),
        ("who is it", "Who?", False),
    ],
)
def test_a_sentence_asks_the_same_where_it_is_a_question_for_all_that_is_asked(
    question: str, sentence: str, same: bool
) -> None:
    assert asks_the_same(question, sentence) == same
