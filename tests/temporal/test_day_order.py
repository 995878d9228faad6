"""Whether the day or the month comes first in numeric dates is told by the other dates of their document."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.temporal.calendar import Day
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.day_order import is_day_first


@pytest.mark.parametrize(
    ("text", "order"),
    [
        # a number that is no month
        ("Paid on 28/10/2025. Due on 03/11/2025.", True),
        ("Paid on 10/28/2025. Due on 11/03/2025.", False),
        ("Paid on 28-10-2025. Due on 03-11-2025.", True),
        ("Paid on 28/10/2025. Due on 11/28/2025.", None),
        # the order of a log
        ("03/11/2025, 18:02 - A: a\n04/11/2025, 09:40 - B: b\n02/12/2025, 09:41 - A: c", True),
        ("[11/3/25, 6:02 PM] A: a\n[11/4/25, 9:40 AM] B: b\n[12/2/25, 9:41 AM] A: c", False),
        ("03/11/2025, 18:02 - A: a\n04/11/2025, 09:40 - B: b\n07/11/2025, 09:41 - A: c", None),
        ("Due on 05/11/2025, on 02/12/2025, on 01/01/2026.", None),
        # always day first, and told by no others
        ("It was on 28.10.2025.", None),
        ("", None),
    ],
)
def test_the_order_is_told_by_the_other_dates(text: str, order: bool | None) -> None:
    assert is_day_first(text) is order


@pytest.mark.parametrize(
    ("sentence", "order", "dates"),
    [
        ("03/11/2025, 18:02 - A: a", True, ["3 November 2025"]),
        ("03/11/2025, 18:02 - A: a", False, ["11 March 2025"]),
        ("03/11/2025, 18:02 - A: a", None, ["2025"]),
        ("[11/3/25, 6:02:11 PM] A: a", False, ["3 November 2025"]),
        ("[11/3/25, 6:02:11 PM] A: a", None, ["2025"]),
        ("[3.11.25, 18:02] A: a", None, ["3 November 2025"]),
        ("The report of 03-04-2016 is lost.", True, ["3 April 2016"]),
        ("It is 11/28/2025.", True, ["28 November 2025"]),
        ("It is 31/04/2025.", True, []),
        ("Version 3.11.25 is out.", True, []),
        ("The ratio is 3/11/25.", True, []),
    ],
)
def test_a_numeric_date_is_read_in_that_order(sentence: str, order: bool | None, dates: list[str]) -> None:
    assert [str(mention.interval) for mention in extract_dates(sentence, is_day_first=order)] == dates


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=3, max_size=12, unique=True))
def test_a_log_is_never_read_against_its_order(days: list[date]) -> None:
    text = "\n".join(f"{day:%d/%m/%Y}, 18:02 - A: a" for day in sorted(days))
    order = is_day_first(text)
    assert order is not False
    for day, line in zip(sorted(days), text.splitlines(), strict=True):
        interval = extract_dates(line, is_day_first=order)[0].interval
        assert interval.first == Day.of(day) or (order is None and interval.precision == "year")
