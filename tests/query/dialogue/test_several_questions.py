"""Several questions in one message are told apart, and one question stays one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.dialogue.several_questions import MOST_QUESTIONS, split_questions, to_ask_again

SPOKEN = "hi hey relbot please thanks who won tell me can you do know the ok ! ? . , 1) 2) a) b) q1: and"
WORDS = st.sampled_from([*SPOKEN.split(), "\n"])


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("When did Zog die? And who came after him?", ["When did Zog die?", "And who came after him?"]),
        ("who won\nwho lost\n\nwhen was it", ["who won", "who lost", "when was it"]),
        ("1. Who won?\n2) Who lost?", ["Who won?", "Who lost?"]),
        (
            "- who was Zog\n- what happened in 1900\n- list all kings",
            ["who was Zog", "what happened in 1900", "list all kings"],
        ),
        ("who was J. R. Smith? where did he live", ["who was J. R. Smith?", "where did he live"]),
        ("Is it No. 5? Or No. 6?", ["Is it No. 5?", "Or No. 6?"]),
        ("A. Hoxha? D. Hoxha? who were they", ["A. Hoxha?", "D. Hoxha?", "who were they"]),
        ("what is it. who made it.", ["what is it.", "who made it."]),
        (
            "when is the next meeting, and who is the chair? where do I park",
            ["when is the next meeting", "who is the chair?", "where do I park"],
        ),
        ("how much is a locker and when are you open", ["how much is a locker", "when are you open"]),
        ("I saw a dam. Who built it? It was big. Is it old?", ["I saw a dam. Who built it?", "It was big. Is it old?"]),
        (
            "2 questions: when do you open, how much is a ticket and can i bring my dog?",
            ["when do you open", "how much is a ticket", "can i bring my dog?"],
        ),
        ("is there parking and do i need a permit", ["is there parking", "do i need a permit"]),
        ("who pays for repairs and how much is the rent", ["who pays for repairs", "how much is the rent"]),
        ("1) who won 2) who lost 3) prices", ["who won", "who lost", "prices"]),
        ("Hi! I have a few questions for you: a) opening hours b) prices", ["opening hours", "prices"]),
        ("Q1: who won? Q2: who lost?", ["who won?", "who lost?"]),
        ("first: who won? second: who lost? and finally, when?", ["who won?", "who lost?", "when?"]),
        ("- opening hours\n- prices\n- parking", ["opening hours", "prices", "parking"]),
        ("how much is it? and for children? and for dogs?", ["how much is it?", "and for children?", "and for dogs?"]),
        ("who is the chair\nparking?", ["who is the chair", "parking?"]),
        ("which are allowed?\n- candles\n- fryers\nand why?", ["which are allowed?", "candles fryers and why?"]),
    ],
)
def test_several_questions_are_told_apart(text: str, questions: list[str]) -> None:
    assert list(split_questions(text)) == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "how much is the deposit and when is it paid back?",
            ["how much is the deposit", "when is the deposit paid back?"],
        ),
        (
            "what is the door code, how is it changed and who is the caretaker",
            ["what is the door code", "how is the door code changed", "who is the caretaker"],
        ),
        ("who are the members and where do they meet", ["who are the members", "where do the members meet"]),
        ("where are my keys and what are they for", ["where are my keys", "what are my keys for"]),
        ("what is a sextant and how does it work", ["what is a sextant", "how does a sextant work"]),
        ("what is the club and what is its address", ["what is the club", "what is the club's address"]),
        # the thing stands before what is done with it, or what it does
        (
            "when is the deposit paid back and how much is it",
            ["when is the deposit paid back", "how much is the deposit"],
        ),
        ("when is the rent due and how much is it", ["when is the rent due", "how much is the rent"]),
        ("what is the boat called and who is it for", ["what is the boat called", "who is the boat for"]),
        (
            "how many members does the club have and when was it founded?",
            ["how many members does the club have", "when was the club founded?"],
        ),
        (
            "what time does the swimming course start and what does it cost",
            ["what time does the swimming course start", "what does the swimming course cost"],
        ),
        ("when are the keys sent and what are they for", ["when are the keys sent", "what are the keys for"]),
    ],
)
def test_a_question_that_points_back_to_the_one_thing_before_it_is_asked_of_that(
    text: str, questions: list[str]
) -> None:
    assert list(split_questions(text)) == questions


@pytest.mark.parametrize(
    "text",
    [
        # who or what is meant is not said by one noun phrase that ends the question
        *("who was Zog and what did he do", "who wrote the book and when was it printed and why"),
        "how much is the deposit of the flat and when is it paid back",
        *("when is the deposit on the flat due and how much is it", "why does the lamp start a fire and how hot is it"),
        *("which version is the latest and when was it released", "when is the tenant of the flat told and what is it"),
        # the pronoun is of another, of several, or of nothing
        *("who was the author and when was it written", "what is the shop and when are they open"),
        *("what is the hall and how long does it take", "what is the inn and when is it open to those"),
    ],
)
def test_a_question_that_points_back_to_another_than_the_thing_before_it_stays_with_it(text: str) -> None:
    assert split_questions(text) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        *("Dr. No? or Goldfinger, which came first", "Was it Dr. No or From Russia?", "I read about Zog. Who was he?"),
        *(
            "who won",
            "Is it true? really?",
            "why did they go? they had money",
            "??? ???",
            "hello",
            "was it the U.S. or Mexico?",
        ),
        *("who was Zog and what did he do", "how and why did Zog flee", "what is the moat and the wall"),
        *("who decides what is said and what is done", "who pays and how much is the rent"),
        *("what is the gap between what is said and what is done", "tell me who won and what is next"),
        *("What is rule 2) about?", "does version 1) or 2) work", "is there a lift and if so how much is it"),
        *("which of these is allowed?\ncandles", "what are the two questions: that of guilt and that of cost"),
        *(
            "what is the name of the\nvan's driver?",
            "when\ndoes the museum open",
            "who sang it and\nhow was it received?",
        ),
        "is it possible to move a booking that I made\nfor two people to the week after, and who pays\nfor it?",
        *("what did they mean by 'who? me?' in the song", "he died in 1900, or? no", "the U.S. or Mexico?"),
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert split_questions(text) == (" ".join(text.split()),)


def test_of_many_questions_none_is_lost_and_those_that_are_not_answered_are_named() -> None:
    asked = [f"Who was king {n}?" for n in range(9)]
    parts = split_questions(" ".join(asked))
    assert list(parts) == asked
    assert to_ask_again(parts).endswith(": " + " ".join(asked[MOST_QUESTIONS:]))
    assert not to_ask_again(parts[:MOST_QUESTIONS])


def test_nothing_is_no_question() -> None:
    assert split_questions(" \n ") == ()


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=30).map(" ".join)))
def test_every_word_is_in_one_of_the_questions(text: str) -> None:
    parts = split_questions(text)
    assert bool(parts) == bool(text.split())
    marks = {"and", "first", "second", "third", "fourth", "last", "final", "firstly"}  # and "1)", "q2:"
    said = {word for word in re.findall(r"\w{3,}", text) if word.lower() not in marks}
    assert said <= set(re.findall(r"\w+", " ".join(parts)))
