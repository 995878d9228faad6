"""A question for several things is answered by the section that says them, in whatever words it asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from relbot import Relbot

Indexed = Callable[[dict[str, str]], Path]
PAGE = """# Tidemill Pottery

We teach people to throw pots in the old tide mill at Wexby.

## Team

| Name | Does | Days |
| --- | --- | --- |
| Ana Ferro | owner, glazes | every day |
| Bill Oakes | wheel courses | Monday to Wednesday |
| Chidi Obi | kiln, deliveries | Friday |

## What it costs

| Offer | Price |
| --- | --- |
| Taster, two hours | £28 |
| Six evenings | £150 |
| Own shelf, a month | £35 |

## In the workshop

- No trainers, the clay ruins them.
- Tie your hair back at the wheel.
- Nobody under 12 without an adult.
- Dry sanding is forbidden, it fills the lungs with dust.

## Firing your own work

1. Let it dry for a week.
2. Scratch your name into the foot.
3. Put it on the green shelf by Thursday.
4. Collect it the Thursday after.

## How it began

The mill stood empty from 1961. Ana Ferro bought it in 2009 with money from an uncle in Porto.
"""
RULES = "# Stall rules\n\n## Fees\n\n" + "".join(f"- Pitch {n} costs {n + 10} crowns a day.\n" for n in range(30))


@pytest.fixture
def bot(indexed: Indexed) -> Relbot:
    return Relbot.open(indexed({"pottery.md": PAGE, "stalls.md": RULES}))


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("things i should and shouldn't do in the workshop", "In the workshop"),
        ("stuff that's not ok in the workshop", "In the workshop"),
        ("steps to get my own pot fired", "Firing your own work"),
    ],
)
def test_all_of_a_section_is_told(question: str, section: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    check(answer, {path: bot.document(path).text for path in ("pottery.md", "stalls.md")}, limit=3)
    assert answer.answered
    assert len(answer.statements) == 4
    assert {citation.section[-1] for citation in answer.citations} == {section}


def test_its_confidence_is_a_probability_and_no_constant(bot: Relbot) -> None:
    near, far = bot.ask("steps to get my own pot fired"), bot.ask("things i should and shouldn't do in the workshop")
    assert 0 < near.confidence < 1
    assert near.confidence != far.confidence


@pytest.mark.parametrize(("question", "held"), [("who bought the mill", "Ana Ferro"), ("how much is a taster", "£28")])
def test_one_fact_is_told_alone(question: str, held: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert answer.answered
    assert len(answer.statements) == 1
    assert held in answer.statements[0].text


@pytest.mark.parametrize("question", ["which hotels are close to it", "names of all the mayors of wexby"])
def test_several_things_that_no_section_says_are_refused(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered
