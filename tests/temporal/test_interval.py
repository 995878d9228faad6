from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.temporal.calendar import Day
from relbot.temporal.interval import (
    Interval,
    Modifier,
    Precision,
    a_day,
    a_month,
    event_with_modifier,
    hull,
    overlap,
    reach,
    with_modifier,
    years,
)

days = st.integers(-3_000_000, 3_000_000).map(Day.numbered)
intervals = st.tuples(days, days).map(lambda pair: Interval(min(pair), max(pair)))


@given(st.dates())
def test_days_are_counted_as_the_standard_library_counts_them(day: date) -> None:
    assert Day.of(day).number == day.toordinal()
    assert Day.numbered(day.toordinal()) == Day.of(day)


@given(st.integers(-3_000_000, 3_000_000))
def test_every_day_of_every_era_has_one_number(number: int) -> None:
    assert Day.numbered(number).number == number
    assert Day.numbered(number) < Day.numbered(number + 1)


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Interval(Day(1961, 1, 1), Day(1956, 1, 1))


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (a_day(1948, 11, 28), "28 November 1948"),
        (a_month(1956, 6), "June 1956"),
        (a_month(2012, 12), "December 2012"),
        (years(1956), "1956"),
        (years(1970, 1979), "1970s"),
        (years(1901, 2000), "20th century"),
        (years(1700, 1799), "1700s"),
        (years(1956, 1961), "1956–1961"),
        (Interval(Day(1956, 6, 29), Day(1956, 7, 1)), "29 June – 1 July 1956"),
        (Interval(Day(1956, 6, 3), Day(1956, 6, 5)), "3–5 June 1956"),
        (Interval(Day(1956, 12, 30), Day(1957, 1, 2)), "30 December 1956 – 2 January 1957"),
        (Interval(Day(1749, 6, 1), Day(1749, 11, 30)), "June – November 1749"),
        (years(70), "AD 70"),
        (years(-43), "44 BC"),
        (years(-57, -49), "58–50 BC"),
        (years(-26, 14), "27 BC – AD 14"),
        (years(-299, -200), "3rd century BC"),
        (with_modifier(years(1990), "after"), "after 1990"),
        (with_modifier(years(1990), "since"), "since 1990"),
        (with_modifier(years(1950), "before"), "before 1950"),
        (with_modifier(years(1985), "until"), "until 1985"),
        (with_modifier(a_month(1956, 6), "before"), "before June 1956"),
        (with_modifier(a_day(1956, 6, 29), "after"), "after 29 June 1956"),
        (with_modifier(years(1500), "about"), "about 1500"),
        (with_modifier(years(1970, 1979), "by"), "by the 1970s"),
    ],
)
def test_an_interval_is_written_as_people_write_it(interval: Interval, words: str) -> None:
    assert str(interval) == words


@pytest.mark.parametrize(
    ("interval", "precision"),
    [
        (a_day(1948, 11, 28), "day"),
        (a_month(1956, 2), "month"),
        (years(1956), "year"),
        (years(1970, 1979), "decade"),
        (years(1801, 1900), "century"),
        (years(1956, 1965), "span"),
        (Interval(Day(1956, 6, 29), Day(1956, 7, 1)), "span"),
    ],
)
def test_precision_is_the_unit_that_an_interval_fills(interval: Interval, precision: Precision) -> None:
    assert interval.precision == precision


def test_after_a_year_begins_with_the_next_but_after_an_event_of_that_year_within_it() -> None:
    assert with_modifier(years(1973), "after").first == Day(1974, 1, 1)
    assert event_with_modifier(years(1973), "after").first == Day(1973, 1, 1)
    assert event_with_modifier(a_day(1973, 10, 6), "after").first == Day(1973, 10, 7)


def test_what_lies_inside_fits_wholly_and_vaguer_words_fit_less() -> None:
    year = years(1975)
    fits = [
        overlap(mentioned, year)
        for mentioned in (a_day(1975, 5, 1), years(1974, 1976), years(1970, 1979), years(1901, 2000))
    ]
    assert fits[0] == 1
    assert fits == sorted(fits, reverse=True)
    assert fits[2] == pytest.approx(0.5, abs=0.01)


def test_an_open_end_fits_somewhat_and_the_other_side_of_it_not_at_all() -> None:
    after = with_modifier(years(1990), "after")
    assert 0.3 < overlap(after, years(2005)) < 0.6
    assert overlap(after, years(1985)) == 0
    assert overlap(years(1948), with_modifier(years(1950), "before")) == 1


def test_about_a_year_reaches_a_little_to_either_side() -> None:
    assert (
        0
        < overlap(years(1958), with_modifier(years(1960), "about"))
        < overlap(years(1960), with_modifier(years(1960), "about"))
    )
    assert overlap(years(1950), with_modifier(years(1960), "about")) == 0


@given(intervals, intervals)
def test_overlap_is_a_share_and_zero_only_without_a_common_day(mentioned: Interval, queried: Interval) -> None:
    apart = mentioned.last < queried.first or queried.last < mentioned.first
    assert 0 <= overlap(mentioned, queried) <= 1
    assert (overlap(mentioned, queried) == 0) == apart


MODIFIERS: tuple[Modifier, ...] = ("in", "about", "since", "after", "before", "until")
modified = st.builds(with_modifier, intervals, st.sampled_from(MODIFIERS))


@given(modified, modified)
def test_what_overlaps_shares_a_day_with_the_reach_however_vaguely_it_is_dated(
    mentioned: Interval, queried: Interval
) -> None:
    around = reach(queried)
    assert around.first <= queried.first
    assert around.last >= queried.last
    if overlap(mentioned, queried) > 0:
        assert mentioned.first <= around.last
        assert mentioned.last >= around.first


def test_a_date_of_about_a_year_is_within_reach_of_one_nearby() -> None:
    about = with_modifier(years(1955), "about")
    assert overlap(about, years(1957)) > 0
    assert reach(years(1957)).first <= about.last < years(1957).first


@given(intervals, intervals)
def test_an_interval_contains_another_where_their_hull_is_itself(one: Interval, other: Interval) -> None:
    joined = hull(one, other)
    assert one.contains(other) == ((joined.first, joined.last) == (one.first, one.last))
