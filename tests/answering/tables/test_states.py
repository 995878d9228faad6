"""What is in a state is told by the rows that have it in a column, whatever the question calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

LIBRARY = {
    "loans.csv": "Title,Author,Status,Due\nThe Salt Path,R. Winn,on loan,2026-10-12\nDune,F. Herbert,available,\n"
    "Emma,J. Austen,on loan,2026-10-06\nUlysses,J. Joyce,lost,\nBeloved,T. Morrison,reserved,\n"
    "Persuasion,J. Austen,available,\n",
    "board.md": "# Sprint board\n\n| Task | Owner | State |\n|---|---|---|\n| Fix login | Ana | open |\n"
    "| Write docs | Bo | done |\n| Ship it | Cem | blocked |\n| Clean cache | Ana | open |\n",
    "orders.tsv": "Order\tCustomer\tStatus\nA1\tHanna Berg\tshipped\nA2\tLars Quist\topen\nA3\tNadia Roy\tcancelled\n",
    "courses.md": "# Courses\n\n| Course | Fee | Spots |\n|---|---|---|\n| Kayak | 80 | full |\n| Climbing | 30 | 0 |\n"
    "| Swim | 9 | 7 |\n",
}


@pytest.fixture(scope="module")
def library(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(LIBRARY)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("which books are on loan", ["The Salt Path", "Emma"]),
        ("what's on loan", ["The Salt Path", "Emma"]),
        ("what is available", ["Swim", "Dune", "Persuasion"]),
        ("which book is lost", ["Ulysses"]),
        ("which tasks are open", ["Fix login", "Clean cache"]),
        ("open tasks", ["Fix login", "Clean cache"]),
        ("what is blocked", ["Ship it"]),
        ("what isn't done", ["Fix login", "Ship it", "Clean cache"]),
        ("which tasks are not done yet", ["Fix login", "Ship it", "Clean cache"]),
        ("which orders are cancelled", ["A3"]),
        ("which courses are full", ["Kayak", "Climbing"]),
        ("which courses are fully booked", ["Kayak", "Climbing"]),
    ],
)
def test_the_rows_in_the_state_are_told(question: str, names: list[str], library: Relbot) -> None:
    said = [statement.text.split(";")[0].partition(": ")[2] for statement in library.ask(question).statements]
    assert said == names


def test_a_name_is_no_state(library: Relbot) -> None:
    assert all("Dune" in statement.text for statement in library.ask("what is Dune").statements)
    assert library.ask("what is Dune").answered
