"""Who holds an office is told of that office, and not of its deputy or of another one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.rows.office_holders import is_of_another_rank

PAGES = {
    "town.md": "# Lindenau\n\nLindenau is a town on the river Aue. The mayor is Lotte Brand. The town hall is shut on "
    "Friday.\n\n## Council\n\nOur chair is Paul Wenger. Karl Munk is our secretary, and the contact person for "
    "visitors is Ruth Abel. Our archivist, Uta van der Meer, retires in May. The deputy mayor of Lindenau is Tom "
    "Hals.\n",
    "club.md": "# Rowing club\n\n## Board\n\n- Captain: Helga Sommer\n- Vice captain: Jan Petersen\n"
    "- Boat Master: Murat Aydin\n- Vice president: Lea Roth\n\n## Rowing\n\nThe coach is Kenji Mori.\n\n## Swimming\n\n"
    "The coach is Sabine Lund. It is in the town pool.\n",
}
HOLDERS = {
    "who is the mayor": "The mayor is Lotte Brand.",
    "who is the mayor of Lindenau?": "The mayor is Lotte Brand.",
    "name of the mayor": "The mayor is Lotte Brand.",
    "who is the deputy mayor": "The deputy mayor of Lindenau is Tom Hals.",
    "whos your chair": "Our chair is Paul Wenger.",
    "who's the secretary": "Karl Munk is our secretary",
    "who is the contact person": "the contact person for visitors is Ruth Abel",
    "who is the archivist": "Our archivist, Uta van der Meer",
    "who is the captain": "Captain: Helga Sommer",
    "who is the boat master": "Boat Master: Murat Aydin",
    "who is the coach for swimming": "The coach is Sabine Lund.",
}
UNSAID = ("who is the vice chair", "who is the former mayor", "who is the president", "who is the mayor of Dresden")


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PAGES)


@pytest.mark.parametrize("question", HOLDERS)
def test_the_sentence_on_that_very_office_is_shown(question: str, bot: Relbot) -> None:
    statement, *others = bot.ask(question).statements
    assert HOLDERS[question] in statement.text
    assert not others


@pytest.mark.parametrize("question", UNSAID)
def test_nobody_is_named_for_an_office_of_another_rank(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered


def test_where_several_hold_an_office_they_are_all_shown(bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask("who is the coach").statements]
    assert texts == ["The coach is Kenji Mori.", "The coach is Sabine Lund."]


@pytest.mark.parametrize(
    ("question", "statement", "is_another"),
    [
        ("who is the mayor", "The deputy mayor is Tom Hals.", True),
        ("who is the vice chair", "Our chair is Paul Wenger.", True),
        ("who is the vice chair", "Vice president: Lea Roth", True),
        ("who is the deputy chair", "Vice chair: Jan Petersen", False),
        ("who is the mayor", "The mayor is Lotte Brand, and the deputy mayor is Tom Hals.", False),
        ("who is the boss", "Our chief is Anton Reiss.", False),
        ("who was the mayor", "The former mayor is Tom Hals.", False),
        ("when is the mayor in", "The deputy mayor is in on Monday.", False),
    ],
)
def test_the_rank_of_an_office_is_a_part_of_it(question: str, statement: str, is_another: bool) -> None:
    assert is_of_another_rank(question, [statement]) == is_another
