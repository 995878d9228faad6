"""Of sentences that say the same of different times the newest is shown, or the one of the time asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Passage, Source, Span
from relbot.answering.statement_time import at_time_asked, stated_time
from relbot.answering.statements import Quote
from relbot.index.build import build
from relbot.query.timeframe import extract_timeframe, to_come
from relbot.temporal.interval import Interval, a_day, a_month

MINUTES = """# Minutes

## Meeting of 5 February 2026

Money: 412 € in the account, the build server costs 15 € a month. The mugs are sold out.

Next meeting: 7 May 2026

## Meeting of 7 May 2026

Money: 655 € in the account. The build server costs 18 € a month since April.

Next meeting: 1 October 2026, in the bar
"""


def quote(text: str, heading: str = "", title: str = "Minutes", written: str | None = None) -> Quote:
    section = (heading,) if heading else ()
    source = Source(title, f"{title}.md", date=written)
    return Quote(Passage(source, 0, len(text), text, section, (Span(0, len(text)),), "0"), 0)


@pytest.mark.parametrize(
    ("heading", "title", "written", "time"),
    [
        ("Meeting of 20 January 2026", "Minutes of 2025", "2024-01-01", a_day(2026, 1, 20)),
        ("2026-03-04", "Minutes", None, a_day(2026, 3, 4)),
        ("Fees", "Minutes, 6 May 2024", None, a_day(2024, 5, 6)),
        ("Fees", "Prices", "2024-03", a_month(2024, 3)),
        ("Fees", "Prices", None, None),
    ],
)
def test_the_nearest_heading_with_a_date_tells_when_it_was_said(
    heading: str, title: str, written: str | None, time: Interval | None
) -> None:
    assert stated_time(quote("It costs 5 €.", heading, title, written).passage) == time


ASKED = "how much is the server"
OLD = quote("The server costs 15 € a month.", "5 February 2026")
NEW = quote("Since June the server costs 18 € a month.", "1 October 2026")


def test_of_two_that_say_the_same_the_later_is_the_newest() -> None:
    assert at_time_asked(OLD, [NEW], ASKED, None) == NEW
    assert at_time_asked(NEW, [OLD], ASKED, None) == NEW


@pytest.mark.parametrize(
    "rival",
    [
        quote("Zoe brings the cake.", "1 October 2026"),
        quote("The server costs 18 € a month."),
        quote("The server costs 18 € a month.", "5 February 2026"),
    ],
)
def test_what_says_something_else_or_at_no_later_time_is_not(rival: Quote) -> None:
    assert at_time_asked(OLD, [rival], ASKED, None) == OLD


@pytest.mark.parametrize("question", ["what was it in may", "the old fee", "what did it cost before", "the first fee"])
def test_a_question_about_another_time_is_not_answered_by_the_newest(question: str) -> None:
    assert at_time_asked(OLD, [NEW], question, None) == OLD


def test_what_was_said_in_the_time_asked_about_comes_before_what_was_said_last() -> None:
    question = "how much was the server in February 2026"
    timeframe = extract_timeframe(question, date(2026, 11, 26))
    assert timeframe is not None
    assert at_time_asked(NEW, [OLD], question, timeframe) == OLD


def test_of_what_is_to_come_the_first_is_shown_and_none_of_another_kind() -> None:
    past, next_, after, other = (
        quote(f"Date: 2026-{day}; Weekday: Friday; Event: {event}; Place: bar")
        for day, event in (("09-04", "blitz"), ("12-04", "blitz"), ("12-17", "blitz"), ("12-01", "lecture"))
    )
    question = "when is the next blitz"
    ahead = to_come(question, date(2026, 11, 26))
    assert at_time_asked(after, [past, other, next_], question, ahead) == next_
    assert at_time_asked(past, [], question, ahead) == past


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("how much does the build server cost", "18 €"),
        ("whens the next meeting", "1 October 2026"),
        ("how much did the build server cost in february 2026", "15 €"),
    ],
)
def test_minutes_are_answered_from_by_the_last_meeting_unless_another_is_asked_for(
    tmp_path: Path, question: str, held: str
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "minutes.md").write_text(MINUTES, "utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    answer = Relbot.open(tmp_path / "index").ask(question)
    assert held in answer.statements[0].text
