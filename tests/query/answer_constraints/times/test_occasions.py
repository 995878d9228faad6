"""What stands under a heading for other days or months than those asked about is told from what stands beside it."""

from __future__ import annotations

import pytest

from relbot.answer import Passage, Source, Span
from relbot.query.answer_constraints.times.occasions import days_above, of_other_occasions

TEXT = "It opens at nine."
ABOVE = {
    ("Saturday",): {5},
    ("Opening hours", "Monday to Friday", "Pool"): {0, 1, 2, 3, 4},
    ("Saturday", "Sundays only"): {6},
    ("Weekends",): {5, 6},
    ("Friday, 5 June 2026",): {4},
    ("Sun protection",): set[int](),
    ("Sun and Mon",): {6, 0},
    ("Prices",): set[int](),
    (): set[int](),
}
TOLD_APART: dict[tuple[str, ...], str] = {
    ("when does it open on wednesday", "Saturday", "Monday to Friday"): "Monday to Friday",
    ("when does it open on weekdays", "Weekends", "Mon–Fri"): "Mon–Fri",
    ("is it open on sunday", "Weekdays", "At the weekend"): "At the weekend",
    ("does it open on fridays", "Daily except in May", "Saturday"): "Daily except in May",
    ("when does it open on a public holiday", "Saturday", "Sunday and holidays"): "Sunday and holidays",
    ("when does it open in winter", "Summer", "November to March"): "November to March",
    ("when does it open in july", "October to April", "May to September"): "May to September",
    ("where does it start on friday", "Saturday, 6 June", "Friday, 5 June"): "Friday, 5 June",
}
LEFT = [
    ("when does it open", "Saturday", "Monday to Friday"),
    ("when does it open on sunday", "Saturday", "Monday to Friday"),
    ("when does it open on wednesday", "Saturday", "Prices"),
    ("how many holidays do i get", "Saturday", "Holidays"),
    ("when does it open in summer", "Winter", "Prices"),
    ("when was it opened in may", "4 June 2026", "5 May 2026"),
]


def passage(*section: str, path: str = "a.md", text: str = TEXT) -> Passage:
    """A passage of one sentence under some headings."""
    return Passage(
        Source("Rink", path, "", "", ""), 0, len(text), text, section, (Span(0, len(text)),), f"{path}{section}"
    )


@pytest.mark.parametrize("section", ABOVE)
def test_the_innermost_heading_that_names_days_says_them(section: tuple[str, ...]) -> None:
    assert days_above(section) == ABOVE[section]


def test_a_heading_with_a_date_is_of_that_day_alone() -> None:
    assert days_above(("Friday, 5 June 2026",), dated=False) == frozenset()
    assert days_above(("Fridays",), dated=False) == {4}


@pytest.mark.parametrize("asked", TOLD_APART)
def test_what_is_under_another_heading_is_of_another_time(asked: tuple[str, ...]) -> None:
    question, *headings = asked
    others = of_other_occasions(question, [passage("Hours", heading) for heading in headings])
    assert others == [[heading != TOLD_APART[asked]] for heading in headings]


@pytest.mark.parametrize("asked", LEFT)
def test_nothing_is_told_apart_where_no_heading_is_for_what_is_asked(asked: tuple[str, ...]) -> None:
    question, *headings = asked
    assert of_other_occasions(question, [passage(heading) for heading in headings]) == [[False], [False]]


def test_only_headings_beside_each_other_tell_apart() -> None:
    question = "when does it open on wednesday"
    assert of_other_occasions(question, [passage("Saturday"), passage("Weekdays", path="b.md")]) == [[False], [False]]
    assert of_other_occasions(question, [passage("Pool", "Saturday"), passage("Gym", "Weekdays")]) == [[False], [False]]


def test_what_names_the_day_asked_about_itself_is_of_it_under_any_heading() -> None:
    said = passage("Saturday", text="It is closed on Wednesdays.")
    others = of_other_occasions("when does it open on wednesday", [said, passage("Saturday"), passage("Weekdays")])
    assert others == [[False], [True], [False]]
