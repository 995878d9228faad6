from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relbot.drawing.time_bins import MAX_BINS, MAX_QUOTED, bin_events
from relbot.temporal.calendar import Day
from relbot.temporal.interval import Interval, a_day, years
from timeline_fixtures import events

intervals = st.tuples(st.integers(-2_000_000, 730_000), st.integers(0, 40_000)).map(
    lambda drawn: Interval(Day.numbered(drawn[0]), Day.numbered(sum(drawn)))
)


@given(st.lists(intervals, min_size=1, max_size=80))
def test_every_event_is_counted_once_in_few_bins(drawn: list[Interval]) -> None:
    bins = bin_events(events(*((interval, f"Said {number}.") for number, interval in enumerate(drawn))))
    assert sum(time_bin.count for time_bin in bins) == len(drawn)
    assert len(bins) <= MAX_BINS + 2
    assert len({time_bin.label for time_bin in bins}) == len(bins)
    assert sum(len(time_bin.quoted) for time_bin in bins) <= max(MAX_QUOTED, len(bins))
    assert all(bool(time_bin.quoted) == bool(time_bin.count) for time_bin in bins)


def test_years_without_events_have_their_bin() -> None:
    bins = bin_events(events(*((years(year), "It was.") for year in (1950, 1951, 1954))))
    assert [(time_bin.label, time_bin.count) for time_bin in bins] == [
        ("1950", 1),
        ("1951", 1),
        ("1952", 0),
        ("1953", 0),
        ("1954", 1),
    ]


def test_a_few_events_of_long_ago_share_a_bin_and_leave_the_others_theirs() -> None:
    century = [(years(1900 + number % 100), f"Modern {number}.") for number in range(100)]
    bins = bin_events(events((years(-3000), "Old."), (years(-200), "Less old."), *century))
    assert [(time_bin.label, time_bin.count) for time_bin in bins][:2] == [("before 1900", 2), ("1900s", 10)]


def test_a_bin_of_a_hundred_years_is_not_written_like_one_of_ten() -> None:
    bins = bin_events(events((years(1000), "Old."), (years(1950), "New.")))
    assert "1900–1999" in [time_bin.label for time_bin in bins]


def test_the_sentence_quoted_has_the_words_of_its_time() -> None:
    war = [(a_day(1943, 1, day), f"The army fought at the river on day {day}.") for day in range(1, 15)]
    peace = [(a_day(1943, 2, day), f"Farmers sold wheat at the market on day {day}.") for day in range(1, 15)]
    odd = (a_day(1943, 1, 20), "He bought himself a remarkably handsome umbrella.")
    january, february = bin_events(events(*war, odd, *peace))
    assert all("army" in event.sentence for event in january.quoted)
    assert all("wheat" in event.sentence for event in february.quoted)


def test_a_sentence_with_two_dates_is_quoted_once() -> None:
    bins = bin_events(events((a_day(1943, 1, 1), "It was so."), (a_day(1943, 1, 1), "It was so.")))
    assert [len(time_bin.quoted) for time_bin in bins] == [1]
