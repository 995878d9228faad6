"""What is told of one person is no answer to a question about another of the same last name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot.engine import Relbot
from relbot.query.answer_constraints.namesakes import FullName, of_namesakes

STATION = """# The Lifeboat

The station opened in 1841 with the boat Hope. Its first coxswain was the fisherman Donald Muir, who served for 22
years. In 1852 the Hope rescued thirty-one passengers, for which Muir was awarded a silver medal.

During the war the station was run by Captain Flora Muir. In 1943 her crew saved the pilot of a bomber, for which
Captain Muir was reprimanded. She left the boathouse to Donald Muir's great-grandson.

The engineer Anna Maria Brock built the slipway in 1961. Brock had studied in Oslo. Her brother Peter Brock painted the
boat green.
"""


@pytest.fixture(scope="module")
def station(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of({"station.md": STATION})


@pytest.mark.parametrize(
    ("sentences", "of_others"),
    [
        (("Donald Muir was awarded a medal.",), {0}),
        (("Flora Muir was awarded a medal.",), set()),
        (("Muir was awarded a medal.",), set()),
        (("Captain Muir was awarded a medal.",), set()),
        (("Donald Muir fished.", "Muir was awarded a medal.", "Nobody was lost."), {0, 1}),
        (("Donald Muir fished.", "Captain Muir was awarded a medal."), {0, 1}),
        (("Donald Muir fished.", "Flora Muir steered.", "Muir was awarded a medal."), {0}),
        (("Flora Muir steered.", "Donald J. Muir fished.", "Muir was awarded a medal."), {1, 2}),
        (("Flora Ann Muir steered.", "Muir was awarded a medal."), set()),
        (("Donald and Flora Muir steered.",), set()),
        (("Flora Muir steered.", "In Oslo, Muir was awarded a medal."), set()),
        (("Flora's uncle Donald Muir fished.",), set()),
        (("She left the boat to Donald Muir.",), set()),
        (("The old muir is wet.",), set()),
        (("Under Muir the crew grew.",), set()),
        ((), set()),
    ],
)
def test_a_sentence_is_about_whoever_is_named_with_the_last_name(
    sentences: tuple[str, ...], of_others: set[int]
) -> None:
    found = of_namesakes(FullName("flora", "muir", frozenset({"donald"})), sentences)
    assert {number for number, is_other in enumerate(found) if is_other} == of_others


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what medal did donald muir get", "silver medal"),
        ("what medal did muir get", "silver medal"),
        ("why was flora muir reprimanded", "reprimanded"),
        ("where did anna brock study", "Oslo"),
        ("what did peter brock paint", "green"),
        ("did flora muir get a medal", None),
        ("what medal was Flora Muir awarded", None),
        ("where did peter brock study", None),
        ("what did peter brock build", None),
    ],
)
def test_an_achievement_is_told_of_whose_it_is(question: str, said: str | None, station: Relbot) -> None:
    answer = station.ask(question)
    assert (said in (answer.text or "")) if said else not answer.answered


@pytest.mark.parametrize("question", ["what did flora muirs crew do", "list everything flora muir did"])
def test_nor_does_a_list_have_it(question: str, station: Relbot) -> None:
    assert "silver medal" not in " ".join(statement.text for statement in station.ask(question).statements)
