"""A word for a whole table, in its heading, its file or the line above it, chooses no rows that happen to have it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

ROWS = "| Kind | Price |\n|---|---|\n| Adult | 12 € |\n| Child ticket | 6 € |\n| Family ticket | 28 € |\n"
ROWS += "| Season card | 60 € |\n| Late entry | 4 € |\n"
NAMED = {
    "its heading": {"visit.md": f"# The tower\n\n## Tickets\n\n{ROWS}"},
    "its title": {"visit.md": f"# Tickets for the tower\n\n## Prices\n\n{ROWS}"},
    "its file": {"ticket-prices.md": f"# The tower\n\n## Prices\n\n{ROWS}\n## Getting here\n\nTake tram 4.\n"},
    "the line above it": {"visit.md": f"# The tower\n\nThese are our tickets:\n\n{ROWS}"},
}


@pytest.mark.parametrize("place", NAMED)
def test_the_least_and_the_most_are_of_the_whole_table(place: str, bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(NAMED[place])
    for question in ("most expensive ticket", "which ticket is the most expensive", "which ticket costs the most"):
        assert bot.ask(question).text == "Kind: Season card; Price: 60 €"
    assert bot.ask("cheapest ticket").text == "Kind: Late entry; Price: 4 €"
    assert bot.ask("most expensive family ticket").text == "Kind: Family ticket; Price: 28 €"
