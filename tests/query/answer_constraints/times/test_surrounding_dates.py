from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.query.answer_constraints.times.surrounding_dates import without_time
from relbot.query.timeframe import extract_timeframe

Indexed = Callable[[dict[str, str]], Path]
TOWN = """# The town

Karl Moe was mayor 1970–1978, and Ida Ness was mayor 1979–1986.

Jon Berg was the treasurer from 1961 to 1972. Anna Lund followed him.

Between 1982 and 1990 the club played at Hill Park. From 1991 to 2004 it played at Mere Lane.

In the 19th century the town was known for its salt.
"""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Who was mayor in 1975?", "Karl Moe"),
        ("who was mayor back in 1983", "Ida Ness"),
        ("who was treasurer in 1965", "Jon Berg"),
        ("where did the club play in 1985", "Hill Park"),
        ("where did the club play in may 1995", "Mere Lane"),
    ],
)
def test_a_time_within_a_span_is_of_it(indexed: Indexed, asked: str, told: str) -> None:
    assert told in (Relbot.open(indexed({"town.md": TOWN})).ask(asked).text or "")


@pytest.mark.parametrize(
    "asked",
    ["who was treasurer in 1975", "who was mayor in 1950", "who was the coach in 1975", "who sold salt in 1862"],
)
def test_a_span_of_another_thing_or_a_century_tells_nothing_of_it(indexed: Indexed, asked: str) -> None:
    assert not Relbot.open(indexed({"town.md": TOWN})).ask(asked).answered


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("who was mayor in 1975", "who was mayor"),
        ("in 1975 who was mayor?", "in  who was mayor?"),
        ("who was mayor during the 1970s, and why", "who was mayor, and why"),
    ],
)
def test_a_question_is_read_without_its_time(asked: str, left: str) -> None:
    timeframe = extract_timeframe(asked, date(2026, 1, 1))
    assert timeframe is not None
    assert without_time(asked, timeframe).split() == left.split()
