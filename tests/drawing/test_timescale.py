from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.drawing.time_bins import Timescale, finest_scale
from relbot.temporal.calendar import Day

days = st.integers(-3_650_000, 3_650_000).map(Day.numbered)
scales = st.sampled_from(
    [Timescale("day"), Timescale("month"), *(Timescale("year", length) for length in (1, 2, 5, 10, 100, 1000))]
)


@given(days, scales)
def test_every_day_lies_in_its_step(day: Day, scale: Timescale) -> None:
    step = scale.step(scale.number(day))
    assert step.first <= day <= step.last


@given(days, scales)
def test_steps_follow_one_another_without_a_gap(day: Day, scale: Timescale) -> None:
    number = scale.number(day)
    following = Day.numbered(scale.step(number).last.number + 1)
    assert (scale.number(following), scale.start(number + 1)) == (number + 1, following)


@given(days, days, st.integers(1, 50))
def test_the_fitting_scale_has_no_more_steps_than_wanted_or_is_one_that_could_not_be_finer(
    one: Day, other: Day, max_steps: int
) -> None:
    first, last = sorted((one, other))
    if first.year <= 0 < last.year:
        max_steps += 1  # a step begins with AD 1, so that these days are never in one
    scale = finest_scale(first, last, max_steps)
    assert scale.number(last) - scale.number(first) < max_steps


@pytest.mark.parametrize(
    ("scale", "day", "tick"),
    [
        (Timescale("day"), Day(1959, 6, 6), "6 Jun"),
        (Timescale("month"), Day(1959, 6, 6), "Jun 1959"),
        (Timescale("year", 10), Day(1959, 6, 6), "1950"),
        (Timescale("year", 1000), Day(-43, 3, 15), "1000 BC"),
        (Timescale("year", 1000), Day(14, 1, 1), "AD 1"),
        (Timescale("year"), Day(0, 1, 1), "1 BC"),
    ],
)
def test_ticks_are_round(scale: Timescale, day: Day, tick: str) -> None:
    assert scale.tick(scale.number(day)) == tick
