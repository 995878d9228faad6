"""A limit is compared with amounts of its kind, and never with a number that is part of a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from relbot import Relbot
from relbot.answering.rows.other_amounts import are_of_other_prices

PRICES = {
    "museum.md": "# Museum\n\n## Entry\n\n| Kind | Price |\n|---|---|\n| Day pass | 14 € |\n| 10-visit card | 95 € |\n"
    "| Evening | 7 € |\n| Audio guide | free |\n",
    "boats.csv": "Boat,Seats,Per hour\nHeron,3,9\nKestrel,2,11\n20-hour pass,1,140\n",
    "bikes.txt": "Bikes for rent\n\nCity bike: 12 € a day\nKids bike: 8 € a day\nTandem: 30 € a day\n",
    "drinks.csv": "Drink,Size,Cost\nTea,300 ml,2.50 €\nIced coffee,400 ml,14.80 €\nJuice,20 cl,13.90 €\n",
    "books.csv": "Book,Length,Weight in g\nAtlas,320 pages,900\nNovel,280 pages,300\n300 poems,90 pages,150\n",
}
TODAY = date(2026, 9, 20)


@pytest.fixture(scope="module")
def shop(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PRICES)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("anything under 10 euros", {"Evening", "Audio guide", "Heron", "Kids bike", "Tea"}),
        ("what can i get for less than 10 euros", {"Evening", "Audio guide", "Heron", "Kids bike", "Tea"}),
        ("anything over 90 euros", {"10-visit card", "20-hour pass"}),
        ("boats for under 10 euros", {"Heron"}),
        ("cheapest boat", {"Heron"}),
        ("bikes under 10 euros", {"Kids bike"}),
        ("drinks under 350 ml", {"Tea", "Juice"}),
        ("books with less than 300 pages", {"Novel", "300 poems"}),
        ("how much is a 10-visit card", {"10-visit card"}),
    ],
)
def test_rows_within_a_limit_are_told(question: str, names: set[str], shop: Relbot) -> None:
    said = [statement.text.split(";")[0] for statement in shop.ask(question).statements]
    assert {text.rpartition(": ")[2] if " € " not in text else text.partition(": ")[0] for text in said} == names


def test_where_nothing_is_within_the_limit_nothing_is_told(shop: Relbot) -> None:
    assert not shop.ask("anything over 900 euros").answered


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("anything under 10 euros", ["Kind: 10-visit card; Price: 95 €"]),
        ("anything under 10 euros", ["Kind: 10-visit card; Price: 95"]),
        ("anything under 10 euros", ["Ticket: 10; Room: Attic"]),
        ("what costs more than 20 euros", ["City bike: 12 € a day"]),
    ],
)
def test_rows_beyond_a_limit_are_no_answer(question: str, rows: list[str]) -> None:
    assert are_of_other_prices(question, rows, TODAY)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("anything under 10 euros", ["Kind: Day pass; Price: 14 €", "Kind: Evening; Price: 7 €"]),
        ("anything under 10 euros", ["Some things are under 10 euros."]),
        ("anything under 10 euros", ["Kind: Evening; Price: from 8 €"]),
        ("what costs 10 euros", ["Kind: Day pass; Price: 14 €"]),
        ("dogs over 10 kg", ["Dog: Rex; Weight: 8 kg"]),
    ],
)
def test_rows_within_it_and_what_states_no_price_may_be(question: str, rows: list[str]) -> None:
    assert not are_of_other_prices(question, rows, TODAY)
