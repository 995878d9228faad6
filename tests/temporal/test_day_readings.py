"""A day may be stated without its year, or with day and month in an unknown order; all that it may mean is read."""

from __future__ import annotations

import pytest

from relbot.temporal.day_readings import OpenDay, stated_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-10-06", {(2026, 10, 6)}),
        ("Tue 6 Oct 2026, 18:00", {(2026, 10, 6)}),
        ("3–5 October 2026", {(2026, 10, 3), (2026, 10, 4), (2026, 10, 5)}),
        ("6 October", {(0, 10, 6)}),
        ("October 6", {(0, 10, 6)}),
        ("Mon 6.10.", {(0, 10, 6)}),
        ("06/10/2026", {(2026, 10, 6), (2026, 6, 10)}),
        ("13/10/2026", {(2026, 10, 13)}),
        ("10/6", {(0, 10, 6), (0, 6, 10)}),
        ("31/10", {(0, 10, 31)}),
    ],
)
def test_a_text_states_these_days(text: str, days: set[tuple[int, int, int]]) -> None:
    (found,) = stated_days(text)
    assert found.days == {OpenDay(*day) for day in days}


@pytest.mark.parametrize("text", ["October 2026", "2026", "4.20 €", "10-visit card", "version 6.1.2", "40/50", ""])
def test_other_texts_state_none(text: str) -> None:
    assert stated_days(text) == []


def test_days_that_leave_something_open_fit_others() -> None:
    assert OpenDay(0, 10, 6).fits(OpenDay(2026, 10, 6))
    assert OpenDay(0, 0, 6).fits(OpenDay(2026, 10, 6))
    assert not OpenDay(0, 10, 6).fits(OpenDay(2026, 10, 7))
    assert not OpenDay(2025, 10, 6).fits(OpenDay(2026, 10, 6))
