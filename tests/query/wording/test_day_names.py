from __future__ import annotations

from datetime import date

import pytest

from relbot.query.wording.day_names import with_weekdays

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("are you open today", "are you open on Thursday"),
        ("when does it close tonight?", "when does it close on Thursday?"),
        ("is there a meeting tomorrow", "is there a meeting on Friday"),
        ("opening hours the day after tomorrow", "opening hours on Saturday"),
    ],
)
def test_a_day_relative_to_today_is_named(question: str, named: str) -> None:
    assert with_weekdays(question, THURSDAY) == named


@pytest.mark.parametrize("question", ["how do they live today", "what happened tonight", "tomorrow's world", ""])
def test_today_is_left_where_nothing_is_asked_that_is_told_by_the_weekday(question: str) -> None:
    assert with_weekdays(question, THURSDAY) == question
