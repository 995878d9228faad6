"""A value that stands in several columns is that of the column which a question names for where it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

ROTA = "# Rota\n\n| Week | Kitchen | Bathroom | Stairs |\n|---|---|---|---|\n"
ROTA += "| 1 | Ben | Tara | Luis |\n| 2 | Luis | Ben | Tara |\n| 3 | Tara | Luis | Ben |\n"
MATCHES = (
    "Date,Player,Opponent,Winner\n2024-05-01,Anna,Ruth,Anna\n2024-05-08,Ruth,Anna,Anna\n2024-05-15,Anna,Mona,Mona\n"
)


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of({"rota.md": ROTA, "matches.csv": MATCHES})


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("in which week is luis in the kitchen", ["Week: 2"]),
        ("when does ben clean the stairs", ["Week: 3"]),
        ("which weeks does tara do the bathroom", ["Week: 1"]),
        ("when was anna the winner", ["2024-05-01", "2024-05-08"]),
        # the cell of a row and a column, the column of a value in a row
        ("who cleans the bathroom in week 2", ["Week: 2"]),
        ("what does ben do in week 2", ["Week: 2"]),
        ("who is in the kitchen in week 3", ["Week: 3"]),
        # a column that is asked for is where a value need not be
        ("who was the opponent of anna", ["2024-05-01", "2024-05-08", "2024-05-15"]),
        ("who was anna's opponent", ["2024-05-01", "2024-05-08", "2024-05-15"]),
        ("which opponent did anna have on 2024-05-15", ["2024-05-15"]),
        ("when did anna play ruth", ["2024-05-01", "2024-05-08"]),
    ],
)
def test_the_rows_with_a_value_in_the_column_that_is_named_are_shown(
    question: str, rows: list[str], bot: Relbot
) -> None:
    firsts = [statement.text.split(";")[0] for statement in bot.ask(question).statements]
    assert [first.removeprefix("Date: ") for first in firsts] == rows
