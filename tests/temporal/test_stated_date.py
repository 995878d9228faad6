"""Metadata date a document in many notations; what they leave open stays open, and what is no date is none."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.humanize import dated
from relbot.temporal.stated_date import stated_date

STATED = {
    "2024-03-05": "2024-03-05",
    "2024-03-05T10:15:00Z": "2024-03-05",
    "2024-03-05 10:15:00+02:00": "2024-03-05",
    "2024/03/05": "2024-03-05",
    "2024.03.05": "2024-03-05",
    "20240305": "2024-03-05",
    "20240305T101500Z": "2024-03-05",
    "D:20240305101500+01'00'": "2024-03-05",
    "D:2024": "2024",
    "5 March 2024": "2024-03-05",
    "March 5th, 2024": "2024-03-05",
    "Tue, 05 Mar 2024 10:15:00 +0000": "2024-03-05",
    "25/12/2024": "2024-12-25",
    "03/05/2024": "2024",  # the day or the month
    "March 2024": "2024-03",
    "2024-03": "2024-03",
    " 2024 ": "2024",
    "1848-02-21": "1848-02-21",
}
NONE = ["", "today", "draft", "1970-01-01", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1956–1961", "since 1990"]
COUNTERS = ["1709632800", "1709632800000", "99999999", "D:20241301", "3000 BC", "x" * 100_000]


@pytest.mark.parametrize(("value", "expected"), STATED.items())
def test_a_date_is_read_in_the_notations_of_metadata(value: str, expected: str) -> None:
    assert stated_date(value) == expected


@pytest.mark.parametrize("value", [None, *NONE, *COUNTERS], ids=lambda value: str(value)[:20])
def test_what_is_no_date_or_unset_is_none(value: str | None) -> None:
    assert stated_date(value) is None


@given(
    st.dates(date(1000, 1, 1), date(2099, 12, 31)).filter(lambda day: day != date(1970, 1, 1)),
    st.sampled_from(["%Y%m%d", "D:%Y%m%d"]),
)
def test_every_day_is_read_again_as_it_was_written(day: date, form: str) -> None:
    iso = day.isoformat()
    assert stated_date(iso) == stated_date(f"{iso}T23:59:59-11:00") == stated_date(day.strftime(form)) == iso
    assert stated_date(iso[:7]) == iso[:7]
    assert stated_date(datetime.combine(day, time(10, 15)).strftime("D:%Y%m%d%H%M%S")) == iso
    assert stated_date(dated(iso).removeprefix("dated ")) == iso


@given(st.text(max_size=40) | st.from_regex(r"[0-9:/. TZ-]{1,30}", fullmatch=True))
def test_whatever_is_stated_what_is_read_can_be_shown(value: str) -> None:
    found = stated_date(value)
    assert found is None or dated(found).startswith("dated ")


def test_a_date_is_shown_as_far_as_it_is_known() -> None:
    assert [dated(day) for day in ("2024-03-05", "2024-03", "2024")] == [
        "dated 5 March 2024",
        "dated March 2024",
        "dated 2024",
    ]
