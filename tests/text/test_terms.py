from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.adversarial_texts import UNUSUAL_CHARACTERS
from relbot.text import terms


@pytest.mark.parametrize("text", ["\u0301", " \u0345 ", "・", "ﾞ", "\u3040"])
def test_what_folds_to_nothing_is_no_word(text: str) -> None:
    assert terms.tokenize(text) == []
    assert terms.stems(text) == []


def test_the_dot_between_japanese_names_parts_words() -> None:
    assert [term.word for term in terms.tokenize("キム・ソン")] == ["キ", "ム", "ソ", "ン"]


def test_an_accent_belongs_to_the_letter_before_it() -> None:
    assert terms.stems("Shqipe\u0308ri") == terms.stems("Shqipëri") == ["shqiperi"]


@given(st.text() | st.lists(st.sampled_from(UNUSUAL_CHARACTERS)).map("".join))
def test_every_word_has_a_stem_and_stands_where_it_says(text: str) -> None:
    found = terms.tokenize(text)
    assert all(text[term.start : term.end] == term.word and term.stem for term in found)
    assert [term.stem for term in found] == terms.stems(text)


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Shqipëri", "shqiperi"), ("Jørn", "jorn"), ("Sæther", "saether"), ("Łódź", "lodz"), ("Straße", "strasse")],
)
def test_a_word_is_the_same_in_plain_letters(word: str, folded: str) -> None:
    assert terms.fold(word) == folded


def test_capitals_make_an_abbreviation_of_a_small_word_unless_all_is_in_capitals() -> None:
    def telling(text: str) -> list[str]:
        return [term.word for term in terms.tokenize(text) if not term.is_stopword]

    assert telling("What did the WHO do?") == ["WHO"]
    assert telling("WHO did it?") == []
    assert telling("WHAT DID THE WHO DO?") == []
