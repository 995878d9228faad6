"""What is so on some days is told by the heading for these days, and by no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

PAGES = {
    "pool.md": "# Pool hours\n\n## Saturday\n\nThe pool opens at 9:00.\n\n## Monday to Friday\n\n"
    "The pool opens at 6:30.\n",
    "museum.md": "# Museum\n\n## On weekdays\n\nTours start at 10:15 and cost 4 euros.\n\n## At weekends\n\n"
    "Tours start at 11:45 and cost 6 euros.\n\n## On public holidays\n\nTours start at 13:00 and are free.\n",
    "festival.md": "# Festival\n\n## Friday, 5 June 2026\n\nThe parade starts at 17:00 at the gate.\n\n"
    "## Saturday, 6 June 2026\n\nThe parade starts at 11:00 at the church.\n",
    "ferry.txt": "FERRY 3: HARBOUR - ISLAND\n\nMonday to Friday\nFirst ferry         05:52\n"
    "Last ferry          22:31\n\nSaturday\nFirst ferry         06:30\nLast ferry          23:15\n\n"
    "Sunday and holidays\nFirst ferry         07:45\n"
    "Last ferry          21:50\n\nThe night boat runs on the same route from 1 am to 4 am on Fridays and Saturdays.\n",
    "council.md": "# Council\n\n## Friday, 3 July 2026\n\nIt was agreed that the market by the river stays.\n",
}
SAID = {
    "when does the pool open on wednesday": "6:30",
    "when does the pool open on weekdays": "6:30",
    "is the pool open on wednesday": "6:30",
    "when does the pool open on saturday": "9:00",
    "when do tours start on tuesday": "10:15",
    "how much is a tour on sunday": "6 euros",
    "what does a tour cost on holidays": "free",
    "where does the parade start on friday": "gate",
    "where does the parade start on saturday": "church",
    "when does the first ferry go on saturday": "06:30",
    "when does the last ferry go on wednesday": "22:31",
    "until when does the night boat run on saturdays": "4 am",
}
TIMES = (" 6:30", "9:00", "10:15", "11:45", "13:00", "gate", "church", "05:52", "06:30", "07:45")


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PAGES)


@pytest.mark.parametrize("question", SAID)
def test_a_day_is_answered_by_what_is_under_its_heading_and_no_other(question: str, bot: Relbot) -> None:
    text = bot.ask(question).text or ""
    assert SAID[question] in text
    assert sum(time in text for time in TIMES) <= 1


@pytest.mark.parametrize(
    "question",
    ["when does the pool open on sunday", "is the pool open on sunday", "when does the parade start on monday"],
)
def test_a_day_without_a_heading_is_refused(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert "other days" in (answer.reason or "")


def test_the_day_of_a_meeting_is_not_that_of_what_was_said_at_it(bot: Relbot) -> None:
    assert "stays" in (bot.ask("was it agreed that the market stays on monday").text or "")


def test_a_follow_up_asks_about_another_day(bot: Relbot) -> None:
    talk = bot.conversation()
    talk.ask("when does the pool open on saturday")
    assert "6:30" in (talk.ask("and on wednesday?").text or "")
