from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Answer

Indexed = Callable[[dict[str, str]], Path]
FIRE = """# The fire at Corran mill

The mill at Corran was built in 1871 by the engineer Magnus Thorsby and burned down on 3 May 1902. The Scottish Flax
Company had owned it since 1888.

Its manager, Mr Aldous Finch, was in Dundee that night. Finch blamed the new boiler, but the inspector Clara Weiss found
that a lamp had been left in the drying room. She was the first woman in that office.

The North Sea Bank lent the money for a new mill, which Lady Margaret Orme opened in 1905. Dundee sent a band.
"""
COOK = "# Recipes\n\nHeat the oven to 200 °C. Mix the flour with the milk.\n\nBake for an hour.\n"


def _shown(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "asked",
    [
        "who's who",
        "whos who in this story, give me the names",
        "who are all the people in this?",
        "names of everyone involved pls",
        "who was involved in the fire",
        "which people are mentioned by name",
        "list all the people",
        "who were the key people",
    ],
)
def test_everybody_is_shown_once_by_the_sentence_that_names_them_first(indexed: Indexed, asked: str) -> None:
    answer = Relbot.open(indexed({"fire.md": FIRE})).ask(asked)

    assert answer.kind == "list"
    shown = _shown(answer)
    assert all(person in shown for person in ("Magnus Thorsby", "Aldous Finch", "Clara Weiss", "Margaret Orme"))
    assert "She was the first woman" not in shown
    assert "Dundee sent a band" not in shown


@pytest.mark.parametrize("asked", ["who was the inspector", "who owned the mill", "who opened the new mill"])
def test_one_who_is_asked_for_is_told_alone(indexed: Indexed, asked: str) -> None:
    assert len(Relbot.open(indexed({"fire.md": FIRE})).ask(asked).statements) < 3


def test_short_documents_are_looked_through_together(indexed: Indexed) -> None:
    two = {"fire.md": FIRE, "club.md": "# The rowing club\n\nThe club was founded by the baker Ned Tolley in 1920.\n"}

    shown = _shown(Relbot.open(indexed(two)).ask("who's who"))

    assert "Clara Weiss" in shown
    assert "Ned Tolley" in shown


def test_a_named_document_is_looked_through_alone(indexed: Indexed) -> None:
    two = {"fire.md": FIRE, "club.md": "# The rowing club\n\nThe club was founded by the baker Ned Tolley in 1920.\n"}

    shown = _shown(Relbot.open(indexed(two)).ask("who is mentioned in the rowing club"))

    assert "Ned Tolley" in shown
    assert "Clara Weiss" not in shown


def test_who_else_is_asked_for_those_not_told_of_yet(indexed: Indexed) -> None:
    talk = Relbot.open(indexed({"fire.md": FIRE})).conversation()
    talk.ask("who's who")

    assert talk.ask("who else?").reason == "The sources name nobody else."


def test_where_nobody_is_named_it_says_so(indexed: Indexed) -> None:
    assert not Relbot.open(indexed({"cook.md": COOK})).ask("who's who").answered


def test_of_too_many_people_those_named_most_often_are_shown(indexed: Indexed) -> None:
    names = [f"{first} {last}" for first in ("Anna", "Peter", "Clara", "Hugo", "Ines") for last in _SURNAMES]
    lines = [f"In the year {1900 + n} the teacher {name} joined the school." for n, name in enumerate(names)]
    often = "The teacher Anna Marlow won a medal. The mayor thanked Anna Marlow. Later Anna Marlow moved away."
    text = "# A school\n\n" + "\n\n".join([*lines, f"The cook Hugo Zander left. {often}", "Hugo Zander returned."])

    answer = Relbot.open(indexed({"school.md": text})).ask("list everybody named")

    assert len(answer.statements) <= 20
    assert "Hugo Zander" in _shown(answer)
    assert answer.reason is not None
    assert answer.reason.endswith("more sentences may belong here.")


_SURNAMES = ("Abbott", "Brown", "Carter", "Dixon", "Evans", "Foster")
