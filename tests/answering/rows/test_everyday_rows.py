"""Hours, prices and models of everyday pages are found by their row and column, however they are asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

PAGES = {
    "rink.md": "# Ice rink\n\nOpened in 1974 by the mayor.\n\n"
    "## Opening hours\n\n| When | Rink | Phone |\n|---|---|---|\n"
    "| October to March, Mon–Fri | 9:00–21:00 | 8:00–18:00 |\n| October to March, Sat | 10:00–22:00 | 9:00–12:00 |\n"
    "| April to September, Sat | 12:00–17:00 | nobody |\n\n## Prices\n\n| What | Adult | Child |\n|---|---|---|\n"
    "| Skating, 60 min | €6 | €4 |\n| Skating, 3 hours | €11 | €7 |\n| Card for 10 hours | €50 | €30 |\n"
    "| Skate hire | €5 | €5 |\n",
    "club.md": "# Club\n\n## Fees\n\n- Junior, one year: €40\n- Senior, one year: €90\n- Senior, half a year: €50\n"
    "- Locker: €12\n",
    "dogs.md": "# Dogs\n\nDogs may come to the cafe only on Tuesdays and Fridays.\n\nThe dog show is on Sundays.\n",
    "skates.md": "# Skates\n\n| | Lynx 800 | Lynx 1500 |\n|---|---|---|\n| Weight | 1.1 kg | 1.4 kg |\n"
    "| Price | €79 | €129 |\n| Feet up to | size 44 | size 48 |\n\n"
    "The 1500 was recalled once, because of a loose buckle.\n",
}
ROWS = {
    "what time does the rink shut on saturdays in winter": ["October to March, Sat"],
    "how late r u open on saturdays in the summer": ["April to September, Sat"],
    "when can i ring u on a tuesday": ["October to March, Mon–Fri"],
    "when do you open in the morning on wednesdays": ["October to March, Mon–Fri"],
    "what does one hour set a child back": ["Skating, 60 min"],
    "what does one hour of skating set me back": ["Skating, 60 min"],
    "price of 180 minutes skating for a child": ["Skating, 3 hours"],
    "how much is the 1500": ["€129"],
    "how big a foot does the 800 take": ["size 44"],
    "when did u guys open": ["Opened in 1974"],
}
UNSAID = (
    "who does the skating, 3 hours",
    "are you open on sundays in winter",
    "when is the dog show on monday",
    "how old is the locker",
    "when is skate hire coming",
)
COMPARED = {
    "whats the difference between the 800 and the 1500": ["Weight", "Price", "Feet up to"],
    "is the 800 or the 1500 better in weight": ["Weight"],
}
NEXT = {
    ("what does the 800 weigh", "and the 1500?"): "1.4 kg",
    ("how much is the 800", "what about the 1500"): "€129",
    ("how much is skate hire for an adult", "and for a child?"): "Skate hire",
    ("how much is a junior for one year", "and a senior?"): "Senior, one year",
    ("how much is a locker", "and juniors?"): "Junior, one year",
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PAGES)


@pytest.mark.parametrize("question", ROWS)
def test_the_row_is_shown_and_no_other(question: str, bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert len(texts) == len(ROWS[question])
    assert all(words in text for words, text in zip(ROWS[question], texts, strict=True))


def test_a_day_is_answered_by_what_is_so_on_others_only(bot: Relbot) -> None:
    assert PAGES["dogs.md"].splitlines()[2] in (bot.ask("can my dog come to the cafe on a monday").text or "")


@pytest.mark.parametrize("question", COMPARED)
def test_two_columns_are_compared_by_the_rows_of_both(question: str, bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert [text.partition(";")[0] for text in texts] == COMPARED[question]


@pytest.mark.parametrize("question", UNSAID)
def test_another_amount_season_or_kind_of_answer_is_refused(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered


@pytest.mark.parametrize("asked", NEXT)
def test_the_same_of_another_column_is_in_the_row_told(asked: tuple[str, str], bot: Relbot) -> None:
    talk = bot.conversation()
    talk.ask(asked[0])
    assert NEXT[asked] in (talk.ask(asked[1]).text or "")


def test_the_line_of_one_thing_says_nothing_of_another(bot: Relbot) -> None:
    talk = bot.conversation()
    assert "Locker" in (talk.ask("how much is a locker").text or "")
    assert not talk.ask("and a sledge?").answered
