from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot

Indexed = Callable[[dict[str, str]], Path]
ROOMS = """# The escape rooms

## Prices

| Team size | Mon to Thu | Fri to Sun |
| --- | --- | --- |
| 2 players | £58 | £68 |
| 3 players | £75 | £87 |
| 4 players | £92 | £104 |
| 5–6 players | £105 | £120 |

## Hours

| Day | First game | Last game |
| --- | --- | --- |
| Tuesday | 15:00 | 20:30 |
| Saturday | 10:00 | 21:30 |

## Lockers

A locker costs £2. Four people can share one.
"""


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("how much is it for 3 people on a tuesday", "£75"),
        ("4 of us on a saturday, how much is that", "£92"),
        ("what does it cost for four", "£92"),
        ("price for a group of 6", "£105"),
        ("how much do 2 players pay on sunday", "£58"),
    ],
)
def test_the_row_for_so_many_people_is_told(indexed: Indexed, asked: str, row: str) -> None:
    answer = Relbot.open(indexed({"rooms.md": ROOMS})).ask(asked)

    assert row in (answer.text or "")
    assert len(answer.statements) == 1


def test_another_day_is_asked_of_the_same_people(indexed: Indexed) -> None:
    talk = Relbot.open(indexed({"rooms.md": ROOMS})).conversation()
    talk.ask("how much for 3 people on a friday")

    assert "£75" in (talk.ask("and on a tuesday?").text or "")


@pytest.mark.parametrize(
    "asked", ["how much is a locker for 4 people", "how much for 9 of us", "when can 4 people play on saturday"]
)
def test_another_thing_number_or_question_is_not_told_by_it(indexed: Indexed, asked: str) -> None:
    assert "Team size" not in (Relbot.open(indexed({"rooms.md": ROOMS})).ask(asked).text or "")
