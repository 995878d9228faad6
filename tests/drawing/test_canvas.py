from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.drawing.canvas import TEXT_SIZE, sanitize, text_width, truncate, wrap


@given(st.text(max_size=400), st.integers(60, 900), st.integers(1, 3))
def test_text_is_wrapped_in_no_more_lines_and_no_wider_than_there_is_room(
    text: str, width: int, max_lines: int
) -> None:
    wrapped = wrap(text, width, TEXT_SIZE, max_lines)
    assert 1 <= len(wrapped) <= max_lines
    assert all(text_width(line, TEXT_SIZE) <= width for line in wrapped)


def test_text_that_fits_is_whole() -> None:
    assert wrap("Diplomatic relations were established.", 900, TEXT_SIZE, 2) == [
        "Diplomatic relations were established."
    ]


def test_text_that_does_not_fit_is_cut_between_words() -> None:
    assert truncate("Diplomatic relations were established.", 300, TEXT_SIZE) == "Diplomatic relations…"


def test_a_word_wider_than_a_line_is_broken() -> None:
    first, second = wrap("D" * 40, 300, TEXT_SIZE, 2)
    assert first == first[0] * len(first)
    assert second.endswith("…")


@pytest.mark.parametrize("letters", ["Shqipëri", "Đặng", "Москва", "Αθήνα", "עברית", "العربية", "“–…”"])
def test_the_font_has_the_letters_of_many_names(letters: str) -> None:
    unknown = text_width("\U0010fffe", TEXT_SIZE)
    assert text_width(letters, TEXT_SIZE) != pytest.approx(unknown * len(letters), abs=0.1)


def test_what_cannot_be_seen_is_left_out() -> None:
    assert sanitize("a\x1b[31m\u202eb\nc\u200b\ud800 Z" + "\u0301" * 50) == "a[31mb c Ź\u0301\u0301"
