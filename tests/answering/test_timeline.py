from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot import Relbot
from relbot.answering.timeline import events, overlaps, parse_span
from relbot.errors.request import SpanReversed, SpanUnreadable
from relbot.temporal.calendar import Day
from relbot.temporal.interval import Interval, a_day, reference_day, with_modifier, years
from timeline_fixtures import make_store

TODAY = date(2026, 3, 1)
HISTORY = (
    "The embassy closed in 1990. Relations are almost non-existent after 1990. Hoxha visited Shkodër on 6 June 1959."
    " That month, he met Kim. In the 1970s it grew worse, with Hoxha writing in June 1977 about it. The rest has none."
)


def labels(folder: Path, text: str, span: Interval | None = None, words: str | None = None) -> list[str]:
    return [event.label for event in events(make_store(folder / "store.sqlite", ("History", text)), span, words)]


def test_the_seed_corpus_tells_its_story_in_order(seed_bot: Relbot) -> None:
    told = seed_bot.timeline()
    assert [event.label for event in told[:3]] == ["28 November 1948", "29 June – 1 July 1956", "6 June 1959"]
    assert told[-1].label == "November 2012"
    assert [event.citation.number for event in told] == list(range(1, len(told) + 1))


def test_every_event_is_cited_at_its_sentence(seed_bot: Relbot) -> None:
    for event in seed_bot.timeline():
        cited = event.citation
        marked = cited.quote[cited.highlights[0].start - cited.start : cited.highlights[0].end - cited.start]
        assert marked == event.sentence
        assert event.words in event.sentence
        assert cited.link is not None
        assert cited.link.startswith(cited.document.url or "no url")


def test_a_sentence_that_speaks_of_two_times_makes_two_events(tmp_path: Path) -> None:
    found = labels(tmp_path, HISTORY, words="worse")
    assert found == ["1970s", "June 1977"]


def test_an_open_date_stands_where_its_words_point(tmp_path: Path) -> None:
    text = "It closed in 1990. It was over after 1990. It opened in May 1991. Few came before 1990. It began in 1989."
    assert labels(tmp_path, text) == ["1989", "before 1990", "1990", "after 1990", "May 1991"]


def test_years_before_christ_come_before_those_after(tmp_path: Path) -> None:
    text = "It fell in AD 14. It rose in 44 BC. It was founded in 753 BC."
    assert labels(tmp_path, text) == ["753 BC", "44 BC", "AD 14"]


def test_an_inferred_date_is_marked(tmp_path: Path) -> None:
    found = events(make_store(tmp_path / "store.sqlite", ("History", HISTORY)), years(1959))
    assert [(event.marked_label, event.words) for event in found] == [
        ("~ June 1959", "That month"),
        ("6 June 1959", "6 June 1959"),
    ]


def test_what_a_source_says_twice_is_listed_once_and_another_source_is_listed_too(tmp_path: Path) -> None:
    twice = "It closed in 1990. It closed in 1990."
    store = make_store(tmp_path / "store.sqlite", ("One", twice), ("Other", "It closed in 1990."))
    assert [event.citation.document.title for event in events(store)] == ["One", "Other"]


@pytest.mark.parametrize("words", ["hoxha", "HOXHA", "Hóxha", "Hoxha's"])
def test_a_word_is_found_however_it_is_written(words: str, tmp_path: Path) -> None:
    assert labels(tmp_path, HISTORY, words=words) == ["6 June 1959", "1970s", "June 1977"]


def test_all_words_must_stand_in_the_sentence(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store.sqlite", ("History", HISTORY))
    assert [event.label for event in events(store, words="hoxha shkoder visit")] == ["6 June 1959"]
    assert events(store, words="hoxha tirana") == ()


def test_what_has_no_word_in_it_finds_nothing(tmp_path: Path) -> None:
    assert labels(tmp_path, HISTORY, words="?!") == []


@pytest.mark.parametrize(
    ("span", "read"),
    [
        ("1956", years(1956)),
        ("1956..1961", years(1956, 1961)),
        ("1956-1961", years(1956, 1961)),
        ("June 1977…1978", Interval(Day(1977, 6, 1), Day(1978, 12, 31))),
        ("29 June 1956..1 July 1956", Interval(Day(1956, 6, 29), Day(1956, 7, 1))),
        ("1956..", with_modifier(years(1956), "since")),
        ("..1961", with_modifier(years(1961), "until")),
        ("before 1950", with_modifier(years(1950), "before")),
        ("in the sixties", years(1960, 1969)),
        ("sixties", years(1960, 1969)),
        ("800..900", years(800, 900)),
        ("1956..May 1956", years(1956)),
        ("between 1961 and 1956", years(1956, 1961)),
        ("44 BC..AD 14", years(-43, 14)),
        ("last year", years(2025)),
    ],
)
def test_a_span_is_read_as_people_write_it(span: str, read: Interval) -> None:
    assert parse_span(span, TODAY) == read


@pytest.mark.parametrize(
    "span",
    [
        "",
        " ",
        "..",
        "soon",
        "400 soldiers",
        "1956..soon",
        "9" * 5_000,
        "\x1b[31m",
        "0",
        "0000..1956",
        "31 February 1956",
        "1956 1950",
        "1956..1957..1958",
        "100000",
        "from 1961 in 1956",
    ],
)
def test_what_is_no_span_is_said_to_be_none(span: str) -> None:
    with pytest.raises(SpanUnreadable, match="is not a span of time that relbot understands; write it like 1956"):
        parse_span(span, TODAY)


@pytest.mark.parametrize(
    "span",
    [
        "1956..1",
        "1956..1950",
        "1961 … 1956",
        "1956..57",
        "June 1977..May 1976",
        "1961-1956",
        "1961 – 1956",
        "1961 to 1956",
        "from 1961 until 1956",
        "AD 14..44 BC",
        "1956..before 1950",
    ],
)
def test_a_span_that_ends_before_it_begins_is_said_to(span: str) -> None:
    with pytest.raises(SpanReversed, match="ends before it begins; write the earlier time first"):
        parse_span(span, TODAY)


@given(st.text(max_size=250))
def test_any_span_is_read_or_refused(span: str) -> None:
    with suppress(SpanUnreadable):
        assert parse_span(span, TODAY).days > 0


@pytest.mark.parametrize(
    ("interval", "span", "overlapping"),
    [
        (years(1956), years(1956, 1961), True),
        (years(1955), years(1956, 1961), False),
        (years(1901, 2000), years(1956, 1961), True),
        (with_modifier(years(1990), "after"), years(2012), True),
        (with_modifier(years(1990), "after"), years(2060), False),
        (with_modifier(years(1985), "until"), years(-300, -200), False),
        (years(1950), with_modifier(years(1960), "before"), True),
        (a_day(1960, 1, 1), with_modifier(years(1960), "before"), False),
    ],
)
def test_a_date_touches_a_span_also_in_part_and_an_open_one_for_a_generation(
    interval: Interval, span: Interval, overlapping: bool
) -> None:
    assert overlaps(interval, span) is overlapping


def test_events_are_ordered_by_anchor(seed_bot: Relbot) -> None:
    anchors = [reference_day(event.interval) for event in seed_bot.timeline()]
    assert anchors == sorted(anchors)


def test_as_json_an_open_end_is_null_and_years_before_christ_are_astronomical(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store.sqlite", ("History", "It rose in 44 BC. It was over after 1990."))
    rose, over = json.loads(json.dumps([event.to_dict() for event in events(store)]))
    assert (rose["label"], rose["first"], rose["last"]) == ("44 BC", "-0043-01-01", "-0043-12-31")
    assert (over["first"], over["last"], over["inferred"]) == ("1991-01-01", None, False)
    assert over["citation"]["highlights"][0]["text"] == over["sentence"]


def test_thousands_of_dates_are_all_listed(tmp_path: Path) -> None:
    sources = [(f"Source {number}", f"It happened in {1500 + number % 500}.") for number in range(2_500)]
    assert len(events(make_store(tmp_path / "store.sqlite", *sources))) == 2_500
