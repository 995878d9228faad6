from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Answer

Indexed = Callable[[dict[str, str]], Path]
BAND = """# Corran Silver Band

The Corran Silver Band was formed in 1889 by the vicar. Magnus Thorsby (1862–1951) was its first conductor. It has
played in the old chapel since 1903.

A fire destroyed the instruments in March 1912. The new ones were bought on 5 May 1913. A concert for the
wounded was given in 1916.

The band won its first contest in 1931 and another in 1934. From 1936 to 1944 it was led by Clara Weiss. Women have been
members since 1938. The roof of the chapel fell in under snow in February 1940. It is played for on Sundays.
"""


def _shown(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


def _ask(indexed: Indexed, question: str) -> Answer:
    return Relbot.open(indexed({"band.md": BAND})).ask(question)


@pytest.mark.parametrize(
    "asked",
    [
        "what happened in the 30s",
        "what all happened in the 1930s?",
        "what did they do in the thirties",
        "what happened with the band between 1930 and 1939",
        "list everything that happened in the 30s",
        "what did the corran band get up to in the 1930s",
        "anything happen in the 30s?",
        "and what went on in the 30s",
    ],
)
def test_all_that_is_dated_to_a_time_is_told_in_its_order(indexed: Indexed, asked: str) -> None:
    answer = _ask(indexed, asked)

    assert answer.kind == "timeline"
    shown = _shown(answer)
    places = [shown.index(words) for words in ("in 1931", "From 1936", "since 1938")]
    assert places == sorted(places)
    assert "1912" not in shown
    assert "February 1940" not in shown


@pytest.mark.parametrize("asked", ["what happened before 1900", "everything before 1900"])
def test_a_life_that_spans_the_time_is_told_where_it_begins(indexed: Indexed, asked: str) -> None:
    shown = _shown(_ask(indexed, asked))

    assert "1889" in shown
    assert "1862–1951" in shown
    assert "1862–1951" not in _shown(_ask(indexed, "what happened in the 1930s"))


def test_short_documents_are_told_together(indexed: Indexed) -> None:
    chapel = "# The chapel\n\nThe chapel was built in 1861. It was painted in 1932 by pupils of the school.\n"

    shown = _shown(Relbot.open(indexed({"band.md": BAND, "chapel.md": chapel})).ask("what happened in the 30s"))

    assert "painted in 1932" in shown
    assert "contest in 1931" in shown


def test_a_date_about_the_time_is_told_where_none_is_within_it(indexed: Indexed) -> None:
    shown = _shown(_ask(indexed, "what happened in 1943"))

    assert "From 1936 to 1944" in shown
    assert "1862–1951" not in shown


def test_what_else_there_was_is_asked_for_what_was_not_told_yet(indexed: Indexed) -> None:
    talk = Relbot.open(indexed({"band.md": BAND})).conversation()
    talk.ask("what happened in the 30s")

    assert talk.ask("any others?").reason == "The sources tell nothing else of that time."


def test_what_holds_since_an_earlier_day_is_not_of_the_time(indexed: Indexed) -> None:
    shown = _shown(_ask(indexed, "anything since 1935?"))

    assert "since 1938" in shown
    assert "since 1903" not in shown


def test_a_time_that_nothing_is_dated_to_is_refused(indexed: Indexed) -> None:
    assert not _ask(indexed, "what happened in the 1980s").answered


@pytest.mark.parametrize("asked", ["who conducted it in the 30s", "what did they win in 1931", "when was it formed"])
def test_one_thing_at_a_time_is_no_list(indexed: Indexed, asked: str) -> None:
    assert _ask(indexed, asked).kind != "timeline"
