from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.temporal.calendar import MONTHS, Day
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.interval import Interval, a_day, a_month, years


def dates_in(sentence: str, anchor: Interval | None = None) -> list[str]:
    return [str(mention.interval) for mention in extract_dates(sentence, anchor)]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("The north pump failed on 2015/03/21.", ["21 March 2015"]),
        ("The file is dated 2018.03.21.", ["21 March 2018"]),
        ("The south pump failed on 21-04-2016.", ["21 April 2016"]),
        ("The report of 03-04-2016 is lost.", ["2016"]),
        ("The tank was cleaned on 7-Aug-2018.", ["7 August 2018"]),
        ("It appeared in Aug-2018.", ["August 2018"]),
        ("The licence ran from 1999-03 to 2004-11 in full.", ["March 1999 – November 2004"]),
        ("The roof was painted in 09/2019.", ["September 2019"]),
        ("Revenue rose in 2021Q3 alone.", ["July – September 2021"]),
        ("It was inspected in 3Q 2018.", ["July – September 2018"]),
        ("In H1 2019 it grew, in 2019H2 it fell.", ["January – June 2019", "July – December 2019"]),
        ("Turnover peaked in Q4 FY2022.", ["2022"]),
        ("Sales fell in FY23 sharply.", ["2023"]),
        ("It was booked in FY2019/20.", ["2019–2020"]),
        ("The week 2022-W15 was dry.", ["11–17 April 2022"]),
        ("In week 15 of 2022 it rained.", ["11–17 April 2022"]),
        ("It began on 2022-W15-3.", ["13 April 2022"]),
        ("Records fell in July '98.", ["July 1998"]),
        ("In the summer of '69 the hall burnt.", ["June – August 1969"]),
        ("He left in ’98 for good.", ["1998"]),
        ("In the '90s it grew.", ["1990s"]),
        ("The mine closed in nineteen eighty-four.", ["1984"]),
        ("It opened in nineteen hundred and five.", ["1905"]),
        ("It shut in twenty twenty-one.", ["2021"]),
        ("In the year two thousand and twelve it closed.", ["2012"]),
    ],
)
def test_a_compact_notation_is_read_as_it_is_written(sentence: str, dates: list[str]) -> None:
    assert dates_in(sentence) == dates


@pytest.mark.parametrize(
    "sentence",
    [
        "Directive 09/2019 applies.",
        "The ISBN is 978-1-4028-9462-6 for the guide.",
        "The release v2019.1 added a menu.",
        "Call the desk on 2015-2040 for help.",
        "It died in two thousand cases.",
        "It sold 1951 to 1963 tickets.",
        "It is on pages 1189-1199.",
        "It failed on 2015/13/41 and 45-45-2016.",
        "The week 2022-W60 is none.",
        "The rule of 2Q is old.",
    ],
)
def test_what_only_looks_like_a_notation_is_no_date(sentence: str) -> None:
    assert dates_in(sentence) == []


def test_a_short_year_is_not_taken_from_the_date_before() -> None:
    assert dates_in("Heat records fell in July '98 on the coast.", years(2015)) == ["July 1998"]


DAYS = st.dates(date(1000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["{0.year}/{0.month:02}/{0.day:02}", "{0.day}-{1}-{0.year}", "{0.year}-{1}-{0.day}"]))
def test_any_day_in_a_compact_notation_is_read_back(day: date, notation: str) -> None:
    (mention,) = extract_dates(f"It broke on {notation.format(day, MONTHS[day.month - 1][:3])} again.")
    assert mention.interval == a_day(day.year, day.month, day.day)


@given(DAYS)
def test_any_week_is_read_back(day: date) -> None:
    year, week, _ = day.isocalendar()
    (mention,) = extract_dates(f"The week {year}-W{week:02} was dry.")
    monday = day - timedelta(day.weekday())
    assert mention.interval == Interval(Day.of(monday), Day.of(monday + timedelta(6)))


@given(DAYS, DAYS)
def test_any_two_months_are_a_range(one: date, other: date) -> None:
    first, last = sorted((one, other))
    (mention,) = extract_dates(f"It ran from {first:%Y-%m} to {last:%Y-%m}.")
    assert mention.interval == Interval(a_month(first.year, first.month).first, a_month(last.year, last.month).last)
