"""Prices by the season and by the length of time are told of the one that is asked about, and of no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.tables.other_spans import are_of_other_spans

BOATS = """# Boat hire

| Boat | Spring (Apr–May) | Summer (Jun–Aug) | Autumn (Sep–Oct) | Seats |
|---|---|---|---|---|
| Canadian canoe | €38 | €49 | €34 | 3 |
| Single kayak | €24 | €31 | €21 | 1 |
| Rowing boat | €42 | €56 | €39 | 4 |
"""
BOAT = "Boat: Canadian canoe; Spring (Apr–May): €38; Summer (Jun–Aug): €49; Autumn (Sep–Oct): €34; Seats: 3"
SESSION = "Session: Week; Board: 40 €; Helmet: 12 €; Pads: 20 €"
RATES = "Room: Hall; Per hour: £14; Per day: £150"


@pytest.mark.parametrize(
    "question", ["how much is a canoe in july", "price of a canoe in summer", "what does a canoe cost in may"]
)
def test_a_month_is_one_of_the_season_in_a_column(question: str, bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    assert bot_of({"boats.md": BOATS}).ask(question).text == BOAT


@pytest.mark.parametrize("question", ["how much is a canoe in winter", "how much is a kayak in december"])
def test_a_season_without_a_column_has_no_price(question: str, bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    assert not bot_of({"boats.md": BOATS}).ask(question).answered


@pytest.mark.parametrize(
    ("question", "statements", "are_others"),
    [
        ("canoe in winter", [BOAT], True),
        ("canoe in july", [BOAT], False),
        ("how much is a canoe", [BOAT], False),
        ("canoe in winter", [BOAT, "In winter canoes are €20."], False),
        ("closed in winter", ["Event: May fair; Day: 3 May"], False),
        ("helmet for a month", [SESSION], True),
        ("helmet for a week", [SESSION], False),
        ("helmet for 7 days", [SESSION], False),
        ("helmet for a kid", [SESSION], False),
        ("the hall for a week", [RATES], True),
        ("the hall for the whole day", [RATES], False),
        ("the hall per hour", [RATES], False),
        ("the hall for an hour", ["Room: Hall; Weekday: £14; Weekend: £18"], False),
        ("drysuit for a day", ["Item: Drysuit; Weekend: £25; Week: £60"], True),
        ("drysuit for the weekend", ["Item: Drysuit; Weekend: £25; Week: £60"], False),
        ("lesson for an hour", ["Lesson: Beginners; Length: 60 min; Price: £30"], False),
    ],
)
def test_rows_are_of_other_spans_only_where_each_says_so(
    question: str, statements: list[str], are_others: bool
) -> None:
    assert are_of_other_spans(question, statements) == are_others
