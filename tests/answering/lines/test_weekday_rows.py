"""What is on on a day of the week is told by all rows of that day, however they write it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

PAGES = {
    "whats-on.md": """# What's on at the hall

| Day | Time | What | Who to ask |
|---|---|---|---|
| Mon | 9.30–12 | Playgroup | Kirsty Bell |
| Mon | 19.30 | Handbell practice | Tom Reed |
| Tue | 10–11 | Chair yoga | Nadine Holt |
| Wednesdays | 14–16 | Tea and chat | Sheila Marsh |
| 1st Sat | 10–13 | Farmers' market | Dot Pryor |
""",
    "office.md": """# Office

| Day | Morning | Afternoon |
|---|---|---|
| Mon | 9–12 | 14–16 |
| Fri | 9–12 | closed |

## Who to talk to

Courses: Karo, courses@hall.example
Lost things: Uschi
""",
}
TOLD = {
    "whats on on mondays": ["Playgroup", "Handbell practice"],
    "what's on on tuesday?": ["Chair yoga"],
    "what is there on wednesdays": ["Tea and chat"],
    "anything on saturday": ["Farmers' market"],
    "whats on at the weekend": ["Farmers' market"],
    "what happens on mondays": ["Playgroup", "Handbell practice"],
    "list everything on monday at the hall": ["Playgroup", "Handbell practice"],
}
OTHERS = ("whats on on friday", "what are the opening hours on monday", "what happens on sundays", "when is yoga")


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PAGES)


@pytest.mark.parametrize("question", TOLD)
def test_the_rows_of_the_day_are_shown_and_no_others(question: str, bot: Relbot) -> None:
    shown = [statement.text for statement in bot.ask(question).statements]
    assert len(shown) == len(TOLD[question])
    assert all(what in text for what, text in zip(TOLD[question], shown, strict=True))


@pytest.mark.parametrize("question", OTHERS)
def test_rows_that_tell_hours_alone_or_another_thing_are_not_listed(question: str, bot: Relbot) -> None:
    assert "Rows or lines that belong together" not in (bot.ask(question).found or "")


def test_whether_there_is_something_on_a_day_is_not_told_by_a_line_without_days(bot: Relbot) -> None:
    assert not bot.ask("is there a course on saturday").answered
    assert bot.ask("who do i ask about courses").answered
