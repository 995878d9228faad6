"""What is in stock and what is out of it is told by the numbers, or the yes and no, of a column that is called so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.tables.stock import in_stock, stock_asked

SHOP = {
    "tools.csv": "Item,Price,Stock\nPower drill,149 EUR,4\nHammer,12.50 EUR,0\nSaw,18.00 EUR,11\nFile,8.00 EUR,0\n",
    "hire.md": "# Hire\n\nThe large ladder is out of stock until May.\n",
}
SEEDS = {
    "seeds.csv": "Seed,Bed,Availability\nKale,sun,sold out\nLeek,shade,available\nChard,shade,no longer available\n"
}
FULL = {"paints.csv": "Paint,Litres,In stock\nWhite,5,yes\nBlue,1,yes\n"}


@pytest.mark.parametrize(
    ("question", "is_in"),
    [
        *(("which items are in stock", True), ("how many saws are left?", True), ("what is still available", True)),
        *(("which tools are out of stock", False), ("what is sold out", False), ("sold-out seeds", False)),
        *(("what is not in stock", False), ("which seeds are no longer available", False)),
        *(("which of them aren't currently available", False), ("what is not sold out", True)),
        ("which seeds are unavailable", False),
    ],
)
def test_a_question_asks_for_what_is_there_or_for_what_is_gone(question: str, is_in: bool) -> None:
    asked = stock_asked(question)
    assert asked is not None
    assert asked.is_in is is_in


@pytest.mark.parametrize(
    "question",
    ["what is on the left", "who left first", "stock of the saw", "left wing", "when do you sell out tickets"],
)
def test_other_questions_ask_for_no_stock(question: str) -> None:
    assert stock_asked(question) is None


@pytest.mark.parametrize(
    ("value", "is_in"),
    [
        *(("4", True), ("0", False), ("12 pcs", True), ("none", False), ("unlimited", True), ("yes", True)),
        *(("no", False), ("In stock", True), ("sold out", False), ("not available", False), ("ask Tom", None)),
    ],
)
def test_a_cell_says_whether_something_is_left(value: str, is_in: bool | None) -> None:
    assert in_stock(value) is is_in


@pytest.fixture(scope="module")
def shop(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(SHOP)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("which items are out of stock", ["Hammer", "File"]),
        ("how many articles are out of stock", ["Hammer", "File"]),
        ("which products are no longer available", ["Hammer", "File"]),
        ("which items are in stock", ["Power drill", "Saw"]),
        ("what do you have in stock", ["Power drill", "Saw"]),
        ("which items are in stock and cost less than 20 euros", ["Saw"]),
        ("cheapest item in stock", ["Saw"]),
        # of what a question names, what is said of it
        ("is the drill in stock", ["Power drill"]),
        ("is the hammer in stock", ["Hammer"]),
        ("are any hammers left", ["Hammer"]),
        ("how many saws are left", ["Saw"]),
        # what is asked otherwise
        ("which item has the most stock", ["Saw"]),
        ("stock of the hammer", ["Hammer"]),
    ],
)
def test_the_rows_of_what_is_in_stock_or_out_of_it_are_shown(question: str, items: list[str], shop: Relbot) -> None:
    assert first_values(shop, question) == items


def test_what_no_table_has_is_not_told_by_the_stock_of_others(shop: Relbot) -> None:
    assert not shop.ask("is the chisel in stock").answered


def test_a_column_may_tell_it_in_words(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(SEEDS)
    assert first_values(bot, "which seeds are sold out") == ["Kale", "Chard"]
    assert first_values(bot, "which seeds are available") == ["Leek"]


def test_where_nothing_is_out_of_stock_that_is_said(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    answer = bot_of(FULL).ask("which paints are out of stock")
    assert not answer.answered
    assert answer.reason == "Nothing in the sources is out of stock."


def test_where_a_sentence_says_what_is_out_of_stock_it_is_not_denied(
    bot_of: Callable[[dict[str, str]], Relbot],
) -> None:
    answer = bot_of(FULL | {"hire.md": SHOP["hire.md"]}).ask("what is out of stock")
    assert "ladder" in (answer.text or "")


def first_values(bot: Relbot, question: str) -> list[str]:
    return [statement.text.split(";")[0].partition(": ")[2] for statement in bot.ask(question).statements]


SUPPLIES: dict[str, str] = {
    "supplies.csv": "Name,Amount,Minimum\nGloves,200,50\nMasks,0,100\nSyringes,35,40\nBandages,0,20\nSwabs,30,30\n",
    "shop.csv": "Item,Stock,Reorder at\nLamp,0,5\nChair,14,4\nNotebook,20,20\n",
}


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("what's out of stock", ["Lamp", "Masks", "Bandages"]),
        ("what have we run out of", ["Lamp", "Masks", "Bandages"]),
        ("what is running low", ["Lamp", "Notebook", "Masks", "Syringes", "Bandages"]),
        ("which supplies are low", ["Masks", "Syringes", "Bandages"]),
        ("what is below the minimum", ["Masks", "Syringes", "Bandages"]),
        ("what do we need to reorder", ["Lamp", "Notebook", "Masks", "Syringes", "Bandages"]),
    ],
)
def test_an_amount_tells_what_is_gone_and_a_minimum_what_is_low(
    question: str, items: list[str], bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    assert first_values(bot_of(SUPPLIES), question) == items
