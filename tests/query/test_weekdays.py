"""Texts name days of the week singly, in spans and in groups."""

from __future__ import annotations

from datetime import date

import pytest

from relbot.query.weekdays import WEEK, weekdays, weekdays_asked, with_weekdays, without_weekdays

THURSDAY = date(2026, 11, 26)
NAMED = {
    "Mon–Fri: 8:00–18:00": {0, 1, 2, 3, 4},
    "Thursday to Saturday": {3, 4, 5},
    "Fri - Mon": {4, 5, 6, 0},
    "Saturdays and Sundays": {5, 6},
    "on weekdays from 9 to 12": {0, 1, 2, 3, 4},
    "weekends: 10:00": {5, 6},
    "daily 12:30–13:30": set(WEEK),
    "Day: Wed; Opens: 17:00": {2},
    "she sat in the sun and wed a friend": set[int](),
    "a monetary fund": set[int](),
}


@pytest.mark.parametrize("text", NAMED)
def test_the_days_that_a_text_names(text: str) -> None:
    assert weekdays(text) == NAMED[text]


def test_a_question_names_them_in_small_letters_and_by_today() -> None:
    assert weekdays_asked("wed hours", THURSDAY) == {2}
    assert weekdays_asked("are you open tomorrow", THURSDAY) == {4}
    assert weekdays_asked("when are you open", THURSDAY) == frozenset()
    assert without_weekdays("are you open on mon").split() == ["are", "you", "open", "on"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("are you open today", "are you open on Thursday"),
        ("is the desk open now?", "is the desk open on Thursday?"),
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
