"""A question may be about a day whose year it leaves open, and the likely one of several is meant."""

from __future__ import annotations

from datetime import date

import pytest

from relbot.query.answer_constraints.times.asked_day import day_asked, weekday_asked
from relbot.temporal.day_readings import OpenDay

TODAY = date(2026, 9, 20)


@pytest.mark.parametrize(
    "question",
    [
        *("who's on call october 6", "who is on call on 6 Oct", "the 6th of october", "6.10.", "october the 6th"),
        *("who is on call on Oct 6?", "anything on Tue 6 October"),
    ],
)
def test_the_day_is_read_without_its_year(question: str) -> None:
    asked = day_asked(question, TODAY)
    assert asked is not None
    assert asked.days == {OpenDay(0, 10, 6)}
    assert question[asked.start : asked.end] == asked.text


@pytest.mark.parametrize("question", ["who works on the 6th", "on friday the 6th?", "on the 6th, who is there"])
def test_the_day_is_read_without_its_month(question: str) -> None:
    asked = day_asked(question, TODAY)
    assert asked is not None
    assert asked.days == {OpenDay(0, 0, 6)}


@pytest.mark.parametrize(
    "question",
    [
        *("who is on the 6th floor", "can may 6 people come", "in october", "after october 6"),
        *("by 6 october", "from october 6 to october 9", "october 6 and october 7", "on 2026-10-06", "is it 6.10"),
    ],
)
def test_no_open_day_is_read_elsewhere(question: str) -> None:
    assert day_asked(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "days", "meant"),
    [
        ("october 6", [(2025, 10, 6), (2026, 10, 6), (2027, 10, 6)], (2026, 10, 6)),
        ("march 3", [(2025, 3, 3), (2027, 3, 3)], (2027, 3, 3)),
        ("march 3", [(2024, 3, 3), (2025, 3, 3)], (2025, 3, 3)),
        ("on the 6th", [(2026, 8, 6), (2026, 10, 6), (2026, 11, 6)], (2026, 10, 6)),
        ("on the 6th", [(2026, 9, 6), (2026, 10, 6)], (2026, 9, 6)),
        ("06/10/2026", [(2026, 10, 6), (2026, 10, 7)], (2026, 10, 6)),
        ("october 6", [(0, 10, 6), (0, 10, 7)], (0, 10, 6)),
    ],
)
def test_of_several_days_that_of_this_period_or_the_next_is_meant(
    question: str, days: list[tuple[int, int, int]], meant: tuple[int, int, int]
) -> None:
    asked = day_asked(question, TODAY)
    assert asked is not None
    assert asked.among([OpenDay(*day) for day in days]) == meant


def test_a_weekday_is_the_next_day_that_is_one() -> None:
    asked = weekday_asked("who works on tuesday", TODAY)
    assert asked is not None
    assert asked.days == {OpenDay(2026, 9, 22)}
    assert weekday_asked("who works at the weekend", TODAY) is None
