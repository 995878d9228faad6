"""Every answer says what speaks for it: signals where it was read, else a sentence on how it was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

FLAT = {
    "flat.md": "# Flat\n\nThe flat lies above the bakery. It was painted in 2019.\n\n## Costs\n\n"
    "| What | Euros a month | Due |\n|---|---|---|\n| Rent | 640 | 1st |\n| Power | 55 | 15th |\n\n"
    "## Rules\n\n1. Doors stay shut.\n2. Bicycles stay in the yard.\n3. Quiet hours begin at ten.\n",
    "staff.md": "# Who is who\n\n| Name | Role | Room | E-mail |\n|---|---|---|---|\n"
    "| Dana Moss | Caretaker, refunds | 112 | dana@lind.example |\n| Piet Okafor | Owner | 118 | piet@lind.example |\n",
    "hours.md": "# Opening hours\n\nMonday: 9-17\nTuesday: 9-17\nFriday: 9-13\n",
    "note.eml": "From: Ann Lee <ann@x.example>\nTo: Bob Ray <bob@x.example>\nSubject: Keys\n"
    "Date: Tue, 14 Oct 2025 09:12:44 +0200\n\nThe keys are with the baker.\n",
}
FOUND = {
    "how much are rent and power": "in a table",
    "who is in room 118": "looked up",
    "opening hours": "hours of a week",
    "what is rule 2": "by its number",
    "who sent the mail": "header of the mail",
    "give me an overview of the flat": "as a whole",
    "who do i ask about refunds": "how to reach somebody",
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(FLAT)


@pytest.mark.parametrize("question", FOUND)
def test_what_was_looked_up_says_how_it_was_found(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert answer.answered
    assert FOUND[question] in answer.found
    assert answer.found.endswith(".")
    assert not answer.signals


@pytest.mark.parametrize("question", ["when was the flat painted", "where are the keys"])
def test_what_was_read_has_signals_and_no_such_sentence(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert answer.answered
    assert answer.signals
    assert not answer.found


def test_several_questions_and_what_follows_an_answer_say_so_too(bot: Relbot) -> None:
    assert "Several questions" in bot.ask("Who is in room 118? When was the flat painted?").found
    talk = bot.conversation()
    talk.ask("where does the flat lie")
    assert "section" in talk.ask("tell me more").found


def test_a_refusal_has_its_reason_alone(bot: Relbot) -> None:
    answer = bot.ask("who is in room 119")
    assert (answer.answered, answer.found) == (False, "")
