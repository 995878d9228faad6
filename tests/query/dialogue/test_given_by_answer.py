"""What an answer gives is whom or what its question asked for, by the name that stands in it or above it."""

from __future__ import annotations

import pytest

from relbot.query.dialogue.given_by_answer import given_names, given_person, given_thing, given_things
from relbot.query.dialogue.reformulation import DialogueContext, Person


@pytest.mark.parametrize(
    ("answer", "heading", "names"),
    [
        ("does: knots and rigging", "Bea Lunt", ["Bea Lunt"]),
        ("In: Wed, Fri", "Dr. Bea Lunt, surgeon", ["Bea Lunt"]),
        ("does: knots and rigging", "Crew of the Heron", []),
        ("does: knots and rigging", "", []),
        ("The crew does it together.", "Bea Lunt", []),
    ],
)
def test_a_line_is_of_whom_its_heading_names(answer: str, heading: str, names: list[str]) -> None:
    assert given_names(DialogueContext("who does the rigging", answer, heading=heading)) == names


@pytest.mark.parametrize(
    ("span", "name"),
    [
        ("Ana Bruges de Saint-Clair", "Ana Bruges de Saint-Clair"),
        ("Marta van der Velde", "Marta van der Velde"),
        ("Chairman of the Board (and mayor) Paul Okafor", "Paul Okafor"),
    ],
)
def test_a_person_is_called_by_the_whole_name(span: str, name: str) -> None:
    context = DialogueContext("who came in june", f"They met {span} in York.", span=span)
    assert given_person(context) == Person(name, "who came in june")


@pytest.mark.parametrize(
    ("question", "span", "thing"),
    [
        ("which plugin draws maps", "Mapper", "Mapper"),
        ("which plugins draw maps", "Mapper", None),
        ("what is Mapper", "Mapper", None),
        ("which tool does Mapper need", "Mapper", None),
    ],
)
def test_a_thing_is_given_where_one_was_asked_for_by_its_kind(question: str, span: str, thing: str | None) -> None:
    assert given_thing(DialogueContext(question, "They are drawn by Mapper.", span=span)) == thing


@pytest.mark.parametrize(
    ("question", "span", "things"),
    [
        ("what does it run on", "cans of propane", "cans of propane"),
        ("what does it run on", "a can of propane", None),
        ("what does it run on", "", None),
        ("when does it run", "winter months", None),
    ],
)
def test_those_are_the_things_that_were_asked_for(question: str, span: str, things: str | None) -> None:
    assert given_things(DialogueContext(question, f"It needs {span}.", span=span)) == things
