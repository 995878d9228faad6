"""Lines that are marked with the same word are told from all sections, and narrowed down by what else is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from relbot import Relbot

Indexed = Callable[[dict[str, str]], Path]
CHANGES = """# Ferry app changes

## 2.2 – 3 May 2025

- Fixed: tickets vanished after midnight. Sorry for that.
- Added: seats for wheelchairs.
- Removed: the paper timetable.

## 2.1 – 9 January 2025

- Fixed: the map showed the wrong pier.
- Added: a dark view.
- Known problem: no sound on old phones.

## 2.0 – 1 October 2024

- Removed: log in by text message.
- Fixed: prices without tax.
- Known problem: the bell rings twice.
"""
MANUAL = "# Ferry\n\n## Boarding\n\n- Step one: queue at the gate.\n- Step two: show the ticket.\n"


@pytest.fixture
def bot(indexed: Indexed) -> Relbot:
    return Relbot.open(indexed({"changes.md": CHANGES, "ferry.md": MANUAL}))


@pytest.mark.parametrize(
    ("question", "label", "count"),
    [
        ("which bugs did they fix", "Fixed: ", 3),
        ("what did they remove", "Removed: ", 2),
        ("what was removed?", "Removed: ", 2),
        ("what known problems are there", "Known problem: ", 2),
        ("list the known problems", "Known problem: ", 2),
    ],
)
def test_what_a_label_says_is_told_from_all_sections(question: str, label: str, count: int, bot: Relbot) -> None:
    answer = bot.ask(question)
    check(answer, {path: bot.document(path).text for path in ("changes.md", "ferry.md")}, limit=3)
    assert answer.answered
    assert [statement.text.startswith(label) for statement in answer.statements] == [True] * count


@pytest.mark.parametrize(
    ("question", "held"),
    [("which problems with the map were fixed", "the wrong pier"), ("what was fixed in 2.0", "prices without tax")],
)
def test_what_else_is_asked_narrows_them_down(question: str, held: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert answer.answered
    assert held in (answer.text or "")
    assert "vanished" not in (answer.text or "")
