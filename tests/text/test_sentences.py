from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.adversarial_texts import texts
from relbot.text import sentences


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences.split(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "The D.P.R.K. was proclaimed on Sept. 9, 1948.",
        "Relations began in Nov. 1948 with the U.S. and others.",
        "Dr. Kim met Mr. Hoxha in Tirana.",
        "It fell by 3.5 percent.",
        "Tirana (The capital of Albania, as everybody in the room knew and nobody who was there that evening in the"
        " old town by the river would have dared to doubt or even to mention, least of all in front of the many guests"
        " of honour) was cold.",
        "The Yuan dynasty (Chinese: 元朝; pinyin: Yuán Cháo; Mongolian: Yehe Yuan Ulus[a]), was an empire.",
        "The Legend of Zelda: Twilight Princess (Japanese: トワイライト, Hepburn: Purinsesu?) is a game.",
        "He left (was it a surprise? Hardly.) and came back.",
    ],
)
def test_an_abbreviation_or_bracket_does_not_end_a_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


def test_an_aside_may_be_a_sentence_and_a_smiley_opens_none() -> None:
    assert split("He won. (Nobody cheered.) The end.") == ["He won.", "(Nobody cheered.)", "The end."]
    assert split("It opens at nine :) Come early. Bring (warm clothes.") == [
        "It opens at nine :) Come early.",
        "Bring (warm clothes.",
    ]


def test_a_footnote_mark_belongs_to_the_sentence_before_it() -> None:
    assert split("One was so.[12] Two was not.[3][note 4] Three[a] was.") == [
        "One was so.[12]",
        "Two was not.[3][note 4]",
        "Three[a] was.",
    ]


def test_a_footnote_mark_belongs_to_the_sentence_before_it_without_a_space() -> None:
    assert split("彼は来た。[12]彼は見た。") == ["彼は来た。[12]", "彼は見た。"]
    assert split("One was so.[12]Two was not.") == ["One was so.[12]", "Two was not."]


def test_a_footnote_begins_with_its_mark() -> None:
    assert split("[1] Smith, John. A history.") == ["[1] Smith, John.", "A history."]


def test_a_closing_quote_belongs_to_the_sentence_before_it() -> None:
    assert split("He feared “being noticed by the Soviets.” That month it ended.") == [
        "He feared “being noticed by the Soviets.”",
        "That month it ended.",
    ]


def test_sentences_end_in_scripts_that_do_not_part_them_by_spaces() -> None:
    assert split("地震が起きた。津波も来た！なぜ？") == ["地震が起きた。", "津波も来た！", "なぜ？"]


def test_a_repeated_sentence_is_found_where_it_stands() -> None:
    text = "So it was. So it was.\nSo it was."
    assert [(span.start, span.end) for span in sentences.split(text, 0, len(text))] == [(0, 10), (11, 21), (22, 32)]


def test_a_sentence_that_ends_beyond_a_slice_is_left_whole() -> None:
    long = "This is " + "very " * 900 + "long. "
    found = split(long * 12)
    assert found == [long.strip()] * 12


@given(texts, st.integers(0, 30))
def test_every_character_but_white_space_lies_in_exactly_one_sentence(text: str, start: int) -> None:
    spans = sentences.split(text, start, len(text))
    edges = [edge for span in spans for edge in (span.start, span.end)]
    between = [start, *edges, max(start, len(text))]
    assert edges == sorted(edges)
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)
    assert not any(text[a:b].strip() for a, b in zip(between[::2], between[1::2], strict=True))


@pytest.mark.parametrize(
    "unit", ["a", "a.", "A b. ", "[", "( ", "(A b. ", "((a)) ", "“a. ", "[1]", "。", " ", "\u200b", "a\u0301"]
)
def test_time_grows_with_length_alone(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.perf_counter()
    sentences.split(text, 0, len(text))
    assert time.perf_counter() - began < 10
