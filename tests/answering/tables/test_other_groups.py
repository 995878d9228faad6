"""A price for one group of people is none for another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.tables.other_groups import are_of_other_groups

ADULT = "Adult; Off-peak: 9 €; Peak: 12 €; Late night: 8 €"
CHILD = "Children 4–15; Single: 3 €; Season: 60 €"


@pytest.mark.parametrize(
    ("question", "statements", "are_others"),
    [
        ("how much is it for pensioners", [ADULT], True),
        ("what does a kid pay at peak", [ADULT], True),
        ("what does a kid pay at peak", [CHILD], False),
        ("what does a kid pay", ["Under 12; Off-peak: 5 €; Peak: 7 €"], False),
        ("what does a kid pay", [ADULT, CHILD], False),
        ("how much for an adult and a kid", [ADULT], False),
        ("how much for seniors", ["Concessions: 5 €"], False),
        ("how much for seniors", ["Adults 9 €, pensioners 5 €."], False),
        ("how much for seniors", ["Ticket for adults, also pensioners: 5 €"], False),
        ("how much is the crawl course for kids", ["Course: Crawl; Level: adults; Fee: 95 €"], False),
        ("can kids come", ["Adults: Fridays"], False),
    ],
)
def test_rows_are_for_others_only_where_their_keys_say_so(
    question: str, statements: list[str], are_others: bool
) -> None:
    assert are_of_other_groups(question, statements) == are_others


def test_a_price_is_not_told_of_another_group(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    table = "| | Off-peak | Peak |\n|---|---|---|\n| Student | 7 € | 9 € |\n| Adult | 9 € | 12 € |\n"
    bot = bot_of({"tickets.md": f"# Skatepark tickets\n\n{table}\nPensioners like to watch.\n"})
    assert not bot.ask("how much is it for pensioners").answered
    assert "Adult" in (bot.ask("how much is it for adults").text or "")
