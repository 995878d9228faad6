from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer_contract import check
from relbot import Relbot
from relbot.answering.lines.compared_rows import compared_rows
from relbot.index.build import build
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.query.request.intent import read_intent

BOATS = {"Teal": (4, 30), "Heron": (6, 45), "Grey Gull": (8, 60), "Grey Goose": (8, 55)}
DOCUMENTS = {
    "boats.csv": "Boat,Seats,Rent per day\n" + "".join(f"{n},{s},{r} euros\n" for n, (s, r) in BOATS.items()),
    "trips.csv": "Day,Trip,Boat\nMonday,Mill pond,Teal\nTuesday,Old harbour,Heron\nFriday,Mill pond,Heron\n",
    "rooms.md": "# Rooms\n\n- Loft: twelve chairs, no window\n- Cellar: forty chairs and a stage\n",
    "engines.md": "# Engines\n\n## Viking\n\n- Weight: 40 kg\n- Diesel\n\n## Norse\n\n- Weight: 55 kg\n- Petrol\n",
}
TOLD = {
    "whats cheaper a heron or a teal": ["Boat: Teal", "Boat: Heron"],
    "heron vs teal": ["Boat: Teal", "Boat: Heron"],
    "does the teal or the heron have more seats": ["Boat: Teal", "Boat: Heron"],
    "compare grey gull and grey goose": ["Boat: Grey Gull", "Boat: Grey Goose"],
    "which has more chairs, loft or cellar": ["Loft: twelve chairs", "Cellar: forty chairs and a stage"],
    "is the viking heavier than the norse in weight": ["Weight: 40 kg", "Weight: 55 kg"],
    "teal or pelican": [],
    "teal and heron": [],
    "which boats go on monday": [],
    "or": [],
    "heron or": [],
}


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boats")
    (folder / "corpus").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "corpus" / name).write_text(text, "utf-8")
    build(folder / "corpus", folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def generation(boats: Path) -> LocalGeneration:
    return LocalGeneration.open(current_folder(boats))


@pytest.mark.parametrize("question", TOLD)
def test_both_sides_of_a_comparison_are_told_from_one_place(question: str, generation: LocalGeneration) -> None:
    assert beginnings(question, generation) == TOLD[question]


@pytest.mark.parametrize("pair", [("Teal", "Heron"), ("Heron", "Grey Gull"), ("Grey Goose", "Teal")])
@pytest.mark.parametrize(
    "form", ["what costs more, {} or {}", "{} or {}, which is bigger", "difference between {} and {}"]
)
def test_which_side_is_named_first_changes_nothing(
    form: str, pair: tuple[str, str], generation: LocalGeneration
) -> None:
    found = beginnings(form.format(*pair).lower(), generation)
    assert found == beginnings(form.format(*reversed(pair)).lower(), generation)
    assert sorted(found) == sorted(f"Boat: {name}" for name in pair)


@given(st.text(max_size=60))
def test_whatever_is_typed_no_side_is_told_alone(generation: LocalGeneration, typed: str) -> None:
    assert len(beginnings(typed, generation)) != 1


def test_it_is_an_answer_with_its_citations(boats: Path) -> None:
    bot = Relbot.open(boats)
    answer = bot.ask("whats cheaper a heron or a teal")
    assert (answer.kind, len(answer.statements)) == ("list", 2)
    check(answer, {path: bot.document(path).text for path in DOCUMENTS}, limit=3)


def beginnings(question: str, generation: LocalGeneration) -> Sequence[str]:
    """The first cells or words of what is told."""
    found = compared_rows(question, read_intent(question), generation)
    return [re.split(r";|, ", quote.text)[0] for quote in found]
