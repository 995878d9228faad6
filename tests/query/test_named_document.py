"""The words for a document choose passages by title, file, heading, kind and date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.query.named_document import StatedDay, day_in, named_rows

Indexed = Callable[[dict[str, str]], Path]
CLUB = {
    "faq.md": "# Frequently asked questions\n\n## Where do I park?\n\nBehind the hall.\n",
    "prices-2025.csv": "Item,Price\nDay ticket,11 €\nShoes,4 €\n",
    "minutes-2024-05-14.md": "# Minutes of 14 May 2024\n\nThe hall opens on Sundays.\n",
    "board.md": "# Minutes of the club\n\n## Board meeting, 9 March 2023\n\nThe roof leaks.\n\n"
    "## Assembly, 4 April 2023\n\nThe fee stays.\n",
    "letters.txt": "All our letters\n\nposted 2 October 2022 by Ann\nThe kiln is hot.\n\nThe lift works.\n\n"
    + "It rains. " * 90
    + "\n\nposted 5 August 2022 by Ann\nWe are closed.\n",
    "handbook.md": "# Handbook\n\n## The forum in short\n\n### 2021-12-05 (all)\n\nThe logo stays.\n"
    "\n## Ropes\n\nThey hang.\n\n## Cleaning the kiln\n\nBrush the shelves.\n",
    "calls.md": "# Calls\n\n## 4 June 2024\n\nThe ropes are ordered.\n\n## 2 July 2024\n\nThe party is planned.\n",
}
FOUND = {
    "faq": {"Behind the hall."},
    "the price list": {"Item: Day ticket; Price: 11 €", "Item: Shoes; Price: 4 €"},
    "minutes of may": {"The hall opens on Sundays."},
    "june meeting": {"The ropes are ordered."},
    "march board meeting": {"The roof leaks."},
    "last call": {"The party is planned."},
    "december meeting": {"The logo stays."},
    "2025 prices": {"Item: Day ticket; Price: 11 €", "Item: Shoes; Price: 4 €"},
    "cleaning the kiln": {"Brush the shelves."},
    "kiln cleaning": {"Brush the shelves."},
    "minutes of november": set[str](),
    "main hall": set[str](),
}


@pytest.fixture
def club(indexed: Indexed) -> LocalGeneration:
    return LocalGeneration.open(current_folder(indexed(CLUB)))


def test_words_choose_documents_and_dates_among_them(club: LocalGeneration) -> None:
    found = {words: {r.passage.quote for r in club.passages(named_rows(words, club))} for words in FOUND}
    assert found == FOUND


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("[2.3.0] - 2024-09-02", StatedDay(2024, 9, 2)),
        ("minutes_2024-05", StatedDay(2024, 5)),
        ("Meeting of 12 May 2026", StatedDay(2026, 5, 12)),
        ("Prices 2025", StatedDay(2025)),
        ("Opening hours", None),
    ],
)
def test_a_title_states_its_date(words: str, day: StatedDay | None) -> None:
    assert day_in(words) == day


def test_letters_are_dated_by_the_line_above_them(club: LocalGeneration) -> None:
    (october, *_), (august, *_) = (
        [r.passage.quote for r in club.passages(named_rows(f"{month} letters", club))]
        for month in ("october", "august")
    )
    assert "The kiln is hot." in october
    assert "We are closed." in august
