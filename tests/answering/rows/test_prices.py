"""A price that a row states is told, in whatever column it is and where it is "Free", and of what the row is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.rows.values import is_row

SHOP = {
    "tools.csv": "Article;Name;Unit;Price EUR;Stock;Supplier\n"
    "B-1;Hex bolt zinc;100 pcs;12.90;43;Krause\nW-1;Washer brass;200 pcs;6.40;112;Nordfix\n"
    "W-2;Washer steel;200 pcs;8.10;87;Nordfix\nT-1;Cordless drill 18 V;1 pc;149.00;4;Voltaro\n",
    "ferry.html": "<html><body><main><h1>Sorra ferry</h1><h2>Fares</h2><dl><dt>Adult single</dt><dd>£9.40</dd>"
    "<dt>Car up to 5 m</dt><dd>£31.00, driver included</dd><dt>Bicycle</dt><dd>Free</dd></dl></main></body></html>",
}
PRICES = {
    "what does the drill cost": ["149.00"],
    "how much is the drill": ["149.00"],
    "how much is a washer": ["6.40", "8.10"],
    "price of the hex bolt": ["12.90"],
    "how much is a bicycle": ["Free"],
    "what does a bicycle cost on the ferry": ["Free"],
    "how much is a car": ["£31.00"],
    "what does an adult single cost": ["£9.40"],
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(SHOP)


@pytest.mark.parametrize("question", PRICES)
def test_the_price_of_what_a_row_is_called_is_told(question: str, bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert len(texts) == len(PRICES[question]), texts
    assert all(words in text for words, text in zip(PRICES[question], texts, strict=True))


@pytest.mark.parametrize("question", ["how much is a horse", "what does the hammer cost", "how much is the ferry"])
def test_what_no_row_is_called_has_no_price(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered


@pytest.mark.parametrize("text", ["Bicycle\nFree", "Car up to 5 m\n£31.00, driver included", "Tram\n2.40 EUR"])
def test_a_term_above_its_price_is_a_row(text: str) -> None:
    assert is_row(text)


@pytest.mark.parametrize(
    "text", ["The price of the\nbus is free.", "We meet at\n9 in the hall", "Sextant\nIt measures"]
)
def test_prose_that_is_broken_into_lines_is_no_row(text: str) -> None:
    assert not is_row(text)
