"""Confidence, counts and ages in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from relbot.humanize import confidence_in_words, quantity, time_ago

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "Very likely right (99 %)"),
        (0.75, "Likely right (75 %)"),
        (0.5, "Perhaps right (50 %)"),
        (0.0, "A guess (0 %)"),
    ],
)
def test_confidence_is_given_in_words_and_as_a_percentage(confidence: float, words: str) -> None:
    assert confidence_in_words(confidence) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 sources"), (1, "1 source"), (2, "2 sources"), (2000, "2,000 sources")]
)
def test_a_noun_agrees_with_its_number(number: int, words: str) -> None:
    assert quantity(number, "source") == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_an_age_is_given_in_the_largest_unit_that_fits(age: timedelta, words: str) -> None:
    assert time_ago(NOW - age, NOW) == words


def test_a_time_in_the_future_counts_as_now() -> None:
    assert time_ago(NOW + timedelta(days=1), NOW) == "just now"
