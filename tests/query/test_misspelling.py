from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.misspelling import MOST, is_inflected, may_be, near


def spellings(*words: str) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for word in words:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def test_two_letters_that_are_swapped_are_one_error() -> None:
    assert near("albaina", spellings("albania")) == {"albania": 1}


def test_the_first_letter_may_be_one_that_sounds_like_it() -> None:
    assert near("jugoslavia", spellings("yugoslavia")) == {"yugoslavia": 1}
    assert near("dine", spellings("line")) == {}


@pytest.mark.parametrize(
    ("word", "known", "errors"),
    [("hoxa", "hoxha", 1), ("tiranna", "tirana", 1), ("tirane", "tirana", 1), ("vargian", "varangian", 2)],
)
def test_a_name_is_written_as_it_is_heard(word: str, known: str, errors: int) -> None:
    assert may_be(word, known, errors, is_name=True)


@pytest.mark.parametrize(("word", "known", "errors"), [("baran", "bayan", 1), ("loudoun", "london", 2)])
def test_another_consonant_makes_another_name(word: str, known: str, errors: int) -> None:
    assert not may_be(word, known, errors, is_name=True)


@pytest.mark.parametrize(
    ("word", "known", "errors"),
    [("unofficial", "official", 2), ("resettle", "settle", 2), ("visa", "vista", 2), ("dine", "done", 1)],
)
def test_a_word_that_means_something_else_is_no_misspelling(word: str, known: str, errors: int) -> None:
    assert not may_be(word, known, errors, is_name=False)


def test_a_word_and_an_ending_are_a_word() -> None:
    assert is_inflected(["sign", "er"])
    assert not is_inflected(["ho", "xa"])


@given(st.text("abcdefg", min_size=2, max_size=9), st.lists(st.text("abcdefg", min_size=2, max_size=9), max_size=20))
def test_what_is_near_is_among_the_words_and_no_further_than_asked(word: str, words: list[str]) -> None:
    found = near(word, spellings(*words))
    assert found.keys() <= set(words)
    assert all(0 <= errors <= MOST for errors in found.values())
