from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.lines.categories import rows_of_category
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
STOCK = (("Oak table", "Tables", "Hall"), ("Elm table", "Tables", "Attic"), ("Pine stool", "Stools", "Hall"))
PRICES = "Article,Group,Place,Price\n" + "".join(
    f"{name},{group},{place},{10 * n}\n" for n, (name, group, place) in enumerate(STOCK, start=1)
)
NEWS = "# News\n\nThe tables in the hall were sold: all of them, on one day; nobody knows why.\n"


@pytest.fixture
def stock(indexed: Indexed) -> Path:
    return indexed({"prices.csv": PRICES, "news.md": NEWS})


@pytest.mark.parametrize(
    ("topic", "articles"),
    [
        ("tables do you sell", ["Oak table", "Elm table"]),
        ("furniture in the hall", ["Oak table", "Pine stool"]),
        ("stools", []),
        ("oak", []),
        ("places", []),
        ("tables from may", []),
        ("", []),
    ],
)
def test_rows_are_of_a_category_where_two_have_it_as_a_value(topic: str, articles: list[str], stock: Path) -> None:
    rows = rows_of_category(topic, LocalGeneration.open(current_folder(stock)))
    assert [row.text.split(";")[0] for row in rows] == [f"Article: {article}" for article in articles]


def test_they_are_listed_where_no_sentence_says_as_much(stock: Path) -> None:
    answer = Relbot.open(stock).ask("which tables do you sell and what do they cost")
    assert answer.kind == "list"
    assert [statement.text.split(";")[0] for statement in answer.statements] == [
        "Article: Oak table",
        "Article: Elm table",
    ]
