from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.misspelling import MAX_EDITS, is_inflected, is_plausible_misspelling, similar_words


def word_forms(*words: str) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for word in words:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def test_two_letters_that_are_swapped_are_one_error() -> None:
    assert similar_words("albaina", word_forms("albania")) == {"albania": 1}


def test_the_first_letter_may_be_one_that_sounds_like_it() -> None:
    assert similar_words("jugoslavia", word_forms("yugoslavia")) == {"yugoslavia": 1}
    assert similar_words("dine", word_forms("line")) == {}


@pytest.mark.parametrize(
    ("word", "known", "edits"),
    [("hoxa", "hoxha", 1), ("tiranna", "tirana", 1), ("tirane", "tirana", 1), ("vargian", "varangian", 2)],
)
def test_a_name_is_written_as_it_is_heard(word: str, known: str, edits: int) -> None:
    assert is_plausible_misspelling(word, known, edits, is_name=True)


@pytest.mark.parametrize(("word", "known", "edits"), [("baran", "bayan", 1), ("loudoun", "london", 2)])
def test_another_consonant_makes_another_name(word: str, known: str, edits: int) -> None:
    assert not is_plausible_misspelling(word, known, edits, is_name=True)


@pytest.mark.parametrize(
    ("word", "known", "edits"),
    [("unofficial", "official", 2), ("resettle", "settle", 2), ("visa", "vista", 2), ("dine", "done", 1)],
)
def test_a_word_that_means_something_else_is_no_misspelling(word: str, known: str, edits: int) -> None:
    assert not is_plausible_misspelling(word, known, edits, is_name=False)


def test_a_word_and_an_ending_are_a_word() -> None:
    assert is_inflected(["sign", "er"])
    assert not is_inflected(["ho", "xa"])


@given(st.text("abcdefg", min_size=2, max_size=9), st.lists(st.text("abcdefg", min_size=2, max_size=9), max_size=20))
def test_what_is_near_is_among_the_words_and_no_further_than_asked(word: str, words: list[str]) -> None:
    found = similar_words(word, word_forms(*words))
    assert found.keys() <= set(words)
    assert all(0 <= edits <= MAX_EDITS for edits in found.values())
