from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.overviews.prohibitions import is_of_the_forbidden

Indexed = Callable[[dict[str, str]], Path]
POOL = """# House rules of the Lirz pool

## In the hall

Shower before you swim. Children under ten need an adult.

## Never allowed at the pool

- Glass bottles
- Dogs, apart from guide dogs
- Music without headphones
- Running on the wet tiles

## The sauna

Towels are lent at the desk. The sauna opens at noon.
"""


@pytest.mark.parametrize(
    "asked",
    [
        "what's not allowed",
        "what isn't allowed at the pool?",
        "what stuff am i not allowed to bring",
        "what can't I take in there",
        "which things are banned",
        "whats forbidden",
        "what are we not supposed to do at the pool",
        "what must people not do",
    ],
)
def test_what_is_not_allowed_is_told_by_the_section_that_says_so(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"rules.md": POOL})).ask(asked)
    texts = [statement.text for statement in answer.statements]
    assert len(texts) == 4
    assert (texts[0], texts[-1]) == ("Glass bottles", "Running on the wet tiles")


@pytest.mark.parametrize(
    "asked",
    ["what am i not allowed to do in the sauna", "what can't I wear", "what's allowed at the pool", "what can I bring"],
)
def test_another_place_deed_or_what_is_allowed_is_not_told_by_it(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"rules.md": POOL})).ask(asked)
    assert "Glass bottles" not in (answer.text or "")


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("What you can't bring", "what are we not allowed to bring"),
        ("Banned in the hall", "what's banned"),
        ("We do not take", "what do you not take"),
        ("What we won't do", "what won't you do?"),
        ("Prohibited items", "which items are forbidden"),
    ],
)
def test_many_headings_say_so(heading: str, asked: str, indexed: Indexed) -> None:
    text = POOL.replace("Never allowed at the pool", heading)
    assert "Glass bottles" in (Relbot.open(indexed({"rules.md": text})).ask(asked).text or "")


def test_of_two_such_sections_neither_is_taken_for_the_other(indexed: Indexed) -> None:
    text = POOL + "\n## Not allowed in the cafe\n\n- Food of your own\n- Bare feet\n- Cigarettes\n"
    bot = Relbot.open(indexed({"rules.md": text}))
    assert "Bare feet" in (bot.ask("what's not allowed in the cafe").text or "")
    assert "Glass bottles" in (bot.ask("what's not allowed at the pool").text or "")


@pytest.mark.parametrize(
    ("asked", "heading", "is_none"),
    [
        ("what kinds of damage do they pay for", "Not covered", True),
        ("what kind of damage wont they pay for", "Not covered", False),
        ("what kind of damage won't they pay for", "Not covered", False),
        ("everything you can't send back", "Never returned", False),
        ("stuff i want to send back", "Never returned", True),
        ("what can I bring", "Forbidden at the pool", True),
        ("what can't I wear", "Forbidden at the pool", True),
        ("what can I bring", "In the hall", False),
    ],
)
def test_what_a_heading_denies_answers_no_question_that_denies_nothing(asked: str, heading: str, is_none: bool) -> None:
    assert is_of_the_forbidden(asked, heading) is is_none
