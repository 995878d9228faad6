"""Seasons and spans of months are the same months."""

from __future__ import annotations

import pytest

from relbot.query.answer_constraints.times.seasons import months_from_to, season_asked


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("March to October, Sat", range(3, 11)),
        ("Nov–Feb", (11, 12, 1, 2)),
        ("open sept to dec", range(9, 13)),
        ("from May until May", (5,)),
        ("Mon–Fri", ()),
        ("marching to decide", ()),
    ],
)
def test_a_span_of_months_has_all_between_its_ends(text: str, months: range | tuple[int, ...]) -> None:
    assert months_from_to(text) == frozenset(months)


def test_a_season_is_asked_about_where_something_is_in_it() -> None:
    assert season_asked("when are you open in the summer") == (frozenset({"summer"}), frozenset({6, 7, 8}))
    assert season_asked("during winter") == (frozenset({"winter"}), frozenset({12, 1, 2}))
    assert season_asked("who runs the summer school") == (frozenset(), frozenset())
