from datetime import UTC, datetime, timedelta

import pytest

from relbot.terminal.age import ago

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_time_is_told_in_the_largest_unit_that_fits(past: timedelta, said: str) -> None:
    assert ago(NOW - past, NOW) == said


def test_a_clock_that_is_behind_is_no_reason_for_nonsense() -> None:
    assert ago(NOW + timedelta(days=1), NOW) == "just now"
