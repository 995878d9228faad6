from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.text import proper_names
from relbot.text.proper_names import has_name_with
from relbot.text.terms import content_stems


def read(text: str) -> list[str]:
    return [name.words for name in proper_names.extract_names(text)]


def test_a_run_of_capitalised_words_is_one_name() -> None:
    assert read("Enver Hoxha hosted Premier Kim Il Sung in Tirana.") == ["Enver Hoxha", "Premier Kim Il Sung", "Tirana"]


def test_what_hangs_on_a_hyphen_belongs_to_the_name() -> None:
    assert read("a visit of Choe Yong-gon in June") == ["Choe Yong-gon", "June"]


@pytest.mark.parametrize("name", ["William E. Simon", "J. R. R. Tolkien", "George W. Bush"])
def test_an_initial_does_not_end_a_name(name: str) -> None:
    assert read(f"the office of {name} was new. Kim left.") == [name, "Kim"]


@pytest.mark.parametrize("name", ["Party of Labour of Albania", "Korean People's Army", "War of the Roses"])
def test_a_name_may_have_small_words_inside(name: str) -> None:
    assert read(f"about the {name} and more") == [name]


@pytest.mark.parametrize("text", ["The end.", "During that month", "what did he say", "", "in 1961 and 1962"])
def test_a_capital_that_only_opens_a_sentence_is_no_name(text: str) -> None:
    assert read(text) == []


def test_initials_leave_small_words_out() -> None:
    (name,) = proper_names.extract_names("the Party of Labour of Albania")
    assert name.initials == "pla"


@given(st.text(alphabet="AbÉç'’ -–.of\n1東", max_size=60))
def test_a_name_stands_where_it_says(text: str) -> None:
    for name in proper_names.extract_names(text):
        assert text[name.start : name.end] == name.words
        assert name.parts


@pytest.mark.parametrize(
    "name", ["Lotte Brand", "J. van der Meer", "Élodie O'Neill", "Abdul bin Rashid", "Anna-Lena Åberg"]
)
def test_a_name_of_two_words_is_matched_whole(name: str) -> None:
    assert re.fullmatch(proper_names.name_pattern(2, 2), name)


@pytest.mark.parametrize("text", ["Lotte", "the mayor", "Lotte brand", "Lotte Brand.", "Lotte M. Brand", "écrit Par"])
def test_other_texts_are_no_name_of_two_words(text: str) -> None:
    assert not re.fullmatch(proper_names.name_pattern(2, 2), text)


@pytest.mark.parametrize(
    ("topic", "is_named"),
    [
        ("south lirz", True),
        ("SOUTH LIRZ", True),
        ("the mayor", False),
        ("the war", False),
        ("china", True),
        ("lirz", True),
        ("ada brock", True),
        ("brock", True),
        ("ada lirz", False),
        ("trade with lirz", False),
        ("trade", False),
    ],
)
def test_a_topic_is_named_by_one_name_with_all_its_words(topic: str, is_named: bool) -> None:
    text = "Trade with South Lirz and China was allowed by Mayor Ada Brock after the Salt War."
    assert has_name_with(frozenset(content_stems(topic)), text) is is_named
