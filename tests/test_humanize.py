"""Confidence, counts and ages in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from relbot.humanize import confidence_and_length, confidence_in_words, quantity, time_ago
from terminal.answers import ANSWER, OVERVIEW

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


def test_the_sentences_of_several_statements_are_counted_and_not_the_statements() -> None:
    assert confidence_and_length(ANSWER) == "Very likely right (93 %)"
    assert confidence_and_length(OVERVIEW) == "Very likely right (93 %) · an overview in 3 sentences"
    two_in_one = replace(OVERVIEW.statements[0], text="Hoxha came. It was a visit.")
    listed = replace(OVERVIEW, kind="list", statements=(two_in_one, *OVERVIEW.statements))
    assert confidence_and_length(listed) == "Very likely right (93 %) · 5 sentences"


def test_a_row_of_a_table_is_counted_once_however_many_cells_it_has() -> None:
    rows = [replace(OVERVIEW.statements[0], text=f"Boss: {name}; Health: 42,000; Drops: Veil. Cape") for name in "ABC"]
    assert confidence_and_length(replace(OVERVIEW, kind="list", statements=tuple(rows))).endswith(" · 3 rows")
    mixed = (rows[0], replace(rows[0], text="There are three bosses."))
    assert confidence_and_length(replace(OVERVIEW, kind="list", statements=mixed)).endswith(" · 2 sentences")


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
