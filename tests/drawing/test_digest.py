from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chronicle import events
from relbot.drawing.digest import NAMED, ROWS, digest
from relbot.temporal.interval import Day, Interval, a_day, years

intervals = st.tuples(st.integers(-2_000_000, 730_000), st.integers(0, 40_000)).map(
    lambda drawn: Interval(Day.numbered(drawn[0]), Day.numbered(sum(drawn)))
)


@given(st.lists(intervals, min_size=1, max_size=80))
def test_every_event_is_counted_once_in_few_rows(drawn: list[Interval]) -> None:
    rows = digest(events(*((interval, f"Said {number}.") for number, interval in enumerate(drawn))))
    assert sum(row.count for row in rows) == len(drawn)
    assert len(rows) <= ROWS + 2
    assert len({row.label for row in rows}) == len(rows)
    assert sum(len(row.telling) for row in rows) <= max(NAMED, len(rows))
    assert all(bool(row.telling) == bool(row.count) for row in rows)


def test_years_without_events_have_their_row() -> None:
    rows = digest(events(*((years(year), "It was.") for year in (1950, 1951, 1954))))
    assert [(row.label, row.count) for row in rows] == [("1950", 1), ("1951", 1), ("1952", 0), ("1953", 0), ("1954", 1)]


def test_a_few_events_of_long_ago_share_a_row_and_leave_the_others_theirs() -> None:
    century = [(years(1900 + number % 100), f"Modern {number}.") for number in range(100)]
    rows = digest(events((years(-3000), "Old."), (years(-200), "Less old."), *century))
    assert [(row.label, row.count) for row in rows][:2] == [("before 1900", 2), ("1900s", 10)]


def test_a_row_of_a_hundred_years_is_not_written_like_one_of_ten() -> None:
    rows = digest(events((years(1000), "Old."), (years(1950), "New.")))
    assert "1900–1999" in [row.label for row in rows]


def test_the_sentence_quoted_has_the_words_of_its_time() -> None:
    war = [(a_day(1943, 1, day), f"The army fought at the river on day {day}.") for day in range(1, 15)]
    peace = [(a_day(1943, 2, day), f"Farmers sold wheat at the market on day {day}.") for day in range(1, 15)]
    odd = (a_day(1943, 1, 20), "He bought himself a remarkably handsome umbrella.")
    january, february = digest(events(*war, odd, *peace))
    assert all("army" in event.sentence for event in january.telling)
    assert all("wheat" in event.sentence for event in february.telling)


def test_a_sentence_with_two_dates_is_quoted_once() -> None:
    rows = digest(events((a_day(1943, 1, 1), "It was so."), (a_day(1943, 1, 1), "It was so.")))
    assert [len(row.telling) for row in rows] == [1]
