"""Whoever works somewhere is told by those whom a section names, or a short document, where nothing says so of all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

STUDIO = {
    "prices.md": "# Prices\n\n## Piercing\n\nAn ear is £30, a nose £35. Bring your passport.\n\n"
    "## Artists and dates\n\n| Artist | Style | Next free date |\n|---|---|---|\n"
    "| Juno Marsh (owner) | blackwork | October |\n| Mika Lund | cover-ups | January |\n"
    "| Robin (apprentice) | small linework | next week |\n| Sal Ibrahim | piercing only | walk in |\n",
    "care.md": "# Aftercare\n\nWash it twice a day. Keep it out of the sun for a month.\n\n" * 3,
}
FIELD = {
    "rules.md": "# Rules of Tanner's Field\n\n## Plots\n\nRent is due on 1 October and has to be paid by bank "
    "transfer, since the treasurer, Nadia Okell, no longer accepts cash.\n\n## Sheds\n\nOne shed is allowed, provided "
    "that the site secretary, Colin Prewett, has agreed to it in writing.\n\n## Appeals\n\nAppeals are heard by the "
    "president, Rosalind Thwaite, whose decision is final.\n",
}
NOBODY = {"rules.md": "# Rules\n\n## Pool\n\nNo glass by the water. No running. The staff may send you out.\n"}
ASKED = (
    "who works there",
    "who all works at the place?",
    "who's on the team",
    "who are the people running it, names",
    "people who work there?",
    "which people work at the studio",
    "everyone who works there",
)


@pytest.fixture(scope="module")
def studio(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(STUDIO)


@pytest.fixture(scope="module")
def nobody(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(NOBODY)


@pytest.mark.parametrize("question", ASKED)
def test_the_rows_of_a_table_of_people_are_told_whatever_it_is_called(question: str, studio: Relbot) -> None:
    shown = "\n".join(statement.text for statement in studio.ask(question).statements)
    assert all(name in shown for name in ("Juno Marsh", "Mika Lund", "Robin", "Sal Ibrahim"))


def test_those_whom_a_short_document_names_are_told(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(FIELD)
    shown = "\n".join(statement.text for statement in bot.ask("who are the people running it, names").statements)
    assert all(name in shown for name in ("Nadia Okell", "Colin Prewett", "Rosalind Thwaite"))
    assert len(bot.ask("who is the treasurer").statements) == 1


@pytest.mark.parametrize("question", ASKED)
def test_nobody_is_told_of_where_nobody_is_named(question: str, nobody: Relbot) -> None:
    assert "who all is there" not in (nobody.ask(question).found or "")
