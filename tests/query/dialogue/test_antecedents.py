"""What a pronoun means is what the question before asked for, not any name of the sentence that answers it."""

from __future__ import annotations

from datetime import date

import pytest

from relbot.query.dialogue.followup import reformulate
from relbot.query.dialogue.pronouns import stated_names
from relbot.query.dialogue.reformulation import DialogueContext, Person

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
        ("is there wifi", "On deck 2 only.", "is it free", "is the wifi free?"),
        ("is there a plugin for caves", "Digger draws caves.", "who made it", "who made the plugin for caves?"),
        ("tell me about the sauna", "It is hot.", "when was it built", "when was the sauna built?"),
        (
            "what's Ines Caro's best known plugin",
            "Ines Caro is best known for Digger.",
            "what does it draw",
            "what does Ines Caro's best known plugin draw?",
        ),
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
        ("how fast is rusty", "and pip?", "how fast is pip?"),
        ("how fast is rusty", "same for pip", "how fast is pip?"),
        ("who does the tea", "and the cakes?", "who does the cakes?"),
        ("is the sauna per person", "and the hall", "is the hall per person?"),
        ("what does membership cost", "for students?", "what does membership cost for students?"),
    ],
)
def test_another_thing_takes_the_place_of_the_one_before(before: str, text: str, put: str) -> None:
    assert meant(text, before, "It is so.")[0] == put


def test_he_is_never_what_somebody_did_something_to() -> None:
    ways = meant("where is he from", "who founded Telenet", "It was founded by the head of a firm.")
    assert not any("is Telenet" in way for way in ways)


def test_he_stays_the_person_before_where_the_next_question_names_only_a_thing() -> None:
    context = DialogueContext(
        "is there space left in the Mud Club",
        "No.",
        typed="is there space left",
        person=Person("Bea", "who runs Mud Club"),
    )
    assert reformulate("what's her phone", context, TODAY)[1].text == "what's Bea's phone?"


def test_whom_a_refusal_left_unnamed_is_asked_about_with_that_question_alone() -> None:
    ways = reformulate("what days is she in", DialogueContext("who treats reptiles", ""), TODAY)
    assert [way.shown for way in ways] == ["who treats reptiles, and what days is she in?"]


@pytest.mark.parametrize("text", ["who do i ask", "who should we write to"])
def test_whom_to_ask_is_about_what_was_asked_before(text: str) -> None:
    assert meant(text, "what does a lost key cost", "It costs 5 €.") == [f"{text}: a lost key cost?"]


def test_another_thing_takes_the_place_of_a_pronoun_where_what_it_means_stands_beside() -> None:
    context = DialogueContext("how big was it: the first barge go", "40 feet.", typed="how big was it", passage_id="p")
    assert reformulate("and the ferry?", context, TODAY)[0].text == "how big was the ferry?"


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


def test_it_is_what_an_answer_is_about_and_no_name_that_is_said_of_it() -> None:
    licensed = meant("is it free", "can i sell maps i made", "Yes. The bundled tiles are CC0, so that nobody minds.")
    assert "is CC0 free?" not in licensed
    for answer in ("The Fog Brush came out in May.", "The plugin Fog Brush came out in May."):
        assert "is Fog Brush free?" in meant("is it free", "what launched in may", answer)
    assert "is Fog Brush free?" not in meant("is it free", "what launched in may", "In May some tried Fog Brush.")


STRIKE = "It was led by Agnes Rourke, a packer, and by the blower Emil Hartung, who had come from Bohemia."


@pytest.mark.parametrize(
    ("before", "answer", "span", "text", "put"),
    [
        ("who led the strike", STRIKE, "Agnes Rourke", "what did they want", "Agnes Rourke and Emil Hartung want"),
        ("who wrote Tern", "Jo Farr and Bea Lunt did.", "Jo Farr", "are they friends", "Jo Farr and Bea Lunt friends"),
        (
            "who set it up with Annika",
            "Annika Voss and Tobi Land did.",
            "Annika Voss and Tobi Land",
            "is he here",
            "is Tobi Land here",
        ),
        ("who was Kim's first wife", "Kim married Ana Lunt.", "Ana Lunt", "who came after her", "came after Ana Lunt"),
        ("which lake is the largest", "The largest is Vostok.", "Vostok", "could something live in it", "in Vostok"),
    ],
)
def test_a_pronoun_takes_up_those_that_were_asked_for(before: str, answer: str, span: str, text: str, put: str) -> None:
    completed = [way for way in meant(text, before, answer, span) if way != text]
    assert put in completed[0]


@pytest.mark.parametrize(
    ("before", "answer", "text", "not_put"),
    [
        (
            "what happened to Rourke",
            "Rourke was held, and during her stay she fasted.",
            "when did it end",
            "Rourke end",
        ),
        ("what happened to Rourke", "Rourke was held, and during her stay she fasted.", "did he eat", "Rourke eat"),
        ("what happened to Pym", "Pym put down his cornet.", "what did they win", "Pym win"),
        ("who was to blame", "Nobody was.", "what happened to him", "to to blame"),
        ("what happened to Pym", "Pym took part in a fire in Bohemia.", "when did it end", "Bohemia end"),
        ("did they attack Japan", "Yes.", "when did they reach Japan", "did Japan reach"),
    ],
)
def test_it_and_they_are_nobody_told_to_be_a_man_or_a_woman_and_he_no_woman(
    before: str, answer: str, text: str, not_put: str
) -> None:
    assert not any(not_put in way for way in meant(text, before, answer, "fire in Bohemia"))


def test_he_of_whom_nothing_was_said_is_asked_for_as_typed_too() -> None:
    typed = "who did she live with"
    ways = reformulate(typed, DialogueContext("was the opera a hit", "It ran for long."), TODAY)
    assert not next(way for way in ways if way.text == typed).is_fallback
