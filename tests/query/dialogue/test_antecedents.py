"""What a pronoun means is what the question before asked for, not any name of the sentence that answers it."""

from __future__ import annotations

from datetime import date

import pytest

from relbot.query.dialogue.followup import reformulate
from relbot.query.dialogue.pronouns import stated_names
from relbot.query.dialogue.reformulation import DialogueContext

TODAY = date(2024, 5, 17)
ROW = "Name: Ines Caro; Job: Secretary; E-mail: ines@pier.example"
OFFICER = "On 6 June, Tom Ebers met the Chairman of the Board (and mayor) Paul Okafor."


def meant(text: str, before: str, answer: str, span: str = "") -> list[str]:
    context = DialogueContext(before, answer, span=span, typed=before, passage_id="p")
    return [way.text for way in reformulate(text, context, TODAY)]


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("her email?", "Ines Caro's email?"),
        ("what's her phone number", "what's Ines Caro's phone number?"),
        ("how do i reach her", "how do i reach Ines Caro?"),
        ("who is she", "who is Ines Caro?"),
    ],
)
def test_she_is_whom_the_answer_gives(text: str, put: str) -> None:
    assert put in meant(text, "who is the secretary", ROW, "Ines Caro")


@pytest.mark.parametrize(
    ("before", "answer", "span", "text", "put"),
    [
        (
            "who came in june",
            OFFICER,
            "the Chairman of the Board (and mayor) Paul Okafor",
            "what did he say",
            "what did Paul Okafor say?",
        ),
        ("who do i ask", "They are handled by the treasurer.", "the treasurer", "who is that", "who is the treasurer?"),
        ("what do they store it in", "All is kept in Basalt.", "Basalt", "what's that", "what's Basalt?"),
    ],
)
def test_he_and_that_are_what_was_asked_for(before: str, answer: str, span: str, text: str, put: str) -> None:
    assert put in meant(text, before, answer, span)
    assert not any("Tom Ebers" in way for way in meant(text, before, answer, span)[:2])


@pytest.mark.parametrize(
    ("before", "answer", "text", "put"),
    [
        (
            "what's wrong with the jetty",
            "Tom Ebers said it is rotten.",
            "when will it be fixed",
            "when will the jetty be fixed?",
        ),
        ("when is the sauna open", "On Saturday.", "how much is it", "how much is the sauna?"),
        (
            "did albania and North Korea get on",
            "North Korea was a friend.",
            "so were they mates or not",
            "were albania and North Korea mates or not?",
        ),
    ],
)
def test_it_and_they_are_what_was_asked_about(before: str, answer: str, text: str, put: str) -> None:
    assert put in meant(text, before, answer)


@pytest.mark.parametrize(
    ("before", "text", "put"),
    [
        ("who maintains matrix", "and xmpp", "who maintains xmpp?"),
        ("what does membership cost", "and a locker?", "what does a locker cost?"),
        ("when is the sauna open", "and the office", "when is the office open?"),
        ("who is the chair", "and the treasurer?", "who is the treasurer?"),
    ],
)
def test_another_thing_takes_the_place_of_the_one_before(before: str, text: str, put: str) -> None:
    assert meant(text, before, "It is so.")[0] == put


@pytest.mark.parametrize(
    ("text", "put"), [("email?", "Ines Caro's email?"), ("phone number", "Ines Caro's phone number?")]
)
def test_what_anybody_has_is_asked_of_whom_the_answer_gives(text: str, put: str) -> None:
    assert meant(text, "who is the secretary", ROW, "Ines Caro")[0] == put


def test_of_an_answer_of_several_statements_no_name_runs_from_one_into_the_next() -> None:
    assert [name.words for name in stated_names("Refunds – Hugo Lindner\n\nRefunds take ten days.")] == [
        "Hugo Lindner",
        "Refunds",
    ]


def test_what_only_opens_a_sentence_or_a_cell_is_no_name() -> None:
    answer = f"{ROW}\nFixed a crash. Dogs came with Marta Lindqvist."
    assert [name.words for name in stated_names(answer)] == ["Ines Caro", "Marta Lindqvist"]
