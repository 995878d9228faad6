"""A pair of an FAQ answers neither for another thing nor for another time than its own; and what somebody tells of
themselves is answered by the pair that it calls for.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

FAQ = {
    "tools.md": "# Tool library\n\n## Can I borrow the hedge trimmer?\n\nYes, for up to three days.\n\n"
    "## How much is a yearly membership?\n\n24 euros. Concessions pay 12 euros.\n\n"
    "## Who do I ask about lost keys?\n\nMarta, at the desk.\n\n"
    "## Is the workshop open in August?\n\nNo, we are closed the whole month.\n\n"
    "## Are the bikes for hire in winter?\n\nNo, they are mended then.\n\n"
    "## How do I book the 3D printer?\n\nWrite your name into the calendar by the door.\n\n"
    "## What happens if I bring a tool back late?\n\nYou pay 2 euros for each day.\n\n"
    "## What if a tool breaks while I have it?\n\nNormal wear costs you nothing.\n\n"
    "## Can somebody else collect my tools?\n\nWith your card, yes.\n\n"
    "## Can I pay by card?\n\nNot yet. We take cash only.\n",
}
ANOTHER = {
    "can i borrow the lawnmower": "Can I borrow the hedge trimmer?",
    "how much is a monthly membership": "How much is a yearly membership?",
    "who do i ask about lost gloves": "Who do I ask about lost keys?",
    "is the workshop open in july": "Is the workshop open in August?",
    "are the bikes for hire in april": "Are the bikes for hire in winter?",
}
REFUSED = ("Can I borrow the chainsaw?", "how do i book the embroidery machine")
THE_SAME = {
    "can i borrow the hedge trimmer": "Yes, for up to three days.",
    "Can I lend the hedge cutter?": "Yes, for up to three days.",
    "how do i reserve the 3d printer": "Write your name into the calendar by the door.",
    "what happens when i return a tool late": "You pay 2 euros for each day.",
    "are the bikes for hire in december": "No, they are mended then.",
    "can i pay with my card": "Not yet. We take cash only.",
    "can my sister pick up my tools": "With your card, yes.",
}
TOLD = {
    "so I forgot to return the drill last week. I was on holiday. What will it cost me?": "You pay 2 euros",
    "I only have my bank card on me and no coins at all, is that a problem for you?": "Not yet. We take cash only.",
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(FAQ)


@pytest.mark.parametrize("question", ANOTHER)
def test_the_pair_of_another_thing_or_time_is_refused_by_its_question(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert answer.reason == f"What comes closest answers another question: {ANOTHER[question]}"
    assert answer.closest[0].section[-1] == ANOTHER[question]


@pytest.mark.parametrize("question", REFUSED)
def test_a_thing_that_no_pair_is_about_is_refused(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered


@pytest.mark.parametrize("question", THE_SAME)
def test_the_pair_of_the_same_in_other_words_answers(question: str, bot: Relbot) -> None:
    assert bot.ask(question).text == THE_SAME[question]


@pytest.mark.parametrize("message", TOLD)
def test_what_somebody_tells_of_themselves_is_answered(message: str, bot: Relbot) -> None:
    assert TOLD[message] in (bot.ask(message).text or "")


def test_an_answer_is_shown_with_its_question(bot: Relbot) -> None:
    [statement] = bot.ask("can i borrow the hedge trimmer").statements
    assert statement.under == "Can I borrow the hedge trimmer?"
