"""A title line is known by its form: what stands in it, how it stands out, and how long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.corpus.titles.forms import Form, read_title_line

PURE = {
    "date": [
        "3 July 2026",
        "Saturday",
        "2024-05-01",
        "Tuesday, 7 May 2024",
        "July 2026",
        "Q3 2025",
        "3.7.2026",
        "Fri 3 July",
    ],
    "version": [
        "2.1.0 - 2024-05-01",
        "v2.1 (2024-05-01)",
        "Version 2.1",
        "[2.1.0] - 2024-05-01",
        "=== v2.1 ===",
        "3.0.0-rc1",
    ],
    "number": ["Article 5.", "Rule 5", "§ 5", "Chapter IV", "Lesson 12", "Art. 3"],
}
"""Lines that say nothing else, by what they say."""
WITH_WORDS = {
    "date": ["Meeting of 3 July", "Q3 update", "posted 12 November 2026 by Bea", "Minutes, 14 May 2025"],
    "version": ['4.1.0 "Heron" (2026-10-18)', "Changes in 2.1.0", "3.8.4 LTS (2026-08-02)"],
    "number": ["§ 5 Laundry", "Article 5 – Luggage", "5.2 Quiet hours", "2) Dogs", "Week 3: Knots"],
}
NONE = [
    "The roof was mended on 3 July 2026 by the firm of Dachs.",
    "Monday: 9:00-18:00",
    "Deadline: 3 July",
    "Table 3: Prices 2026",
    "Fig. 2 The harbour in 1911",
    "All of us were there and nobody wanted to leave before the end",
    "192.168.0.1",
    "Is it open?",
    "Anna,",
]
"""Sentences, keys with values, captions and the like: no titles, or of words alone, which in plain type are none."""


@pytest.mark.parametrize("content", PURE)
def test_a_line_that_says_nothing_but_a_date_a_version_or_a_number_is_told(content: str) -> None:
    for line in PURE[content]:
        title = read_title_line(line)
        assert title is not None, line
        assert (title.form.content, title.is_pure) == (content, True), line


@pytest.mark.parametrize("content", WITH_WORDS)
def test_a_few_words_may_stand_beside_these(content: str) -> None:
    for line in WITH_WORDS[content]:
        title = read_title_line(line)
        assert title is not None, line
        assert (title.form.content, title.is_pure) == (content, False), line


@pytest.mark.parametrize("line", NONE)
def test_sentences_pairs_and_captions_are_none(line: str) -> None:
    title = read_title_line(line)
    assert title is None or title.form == Form("plain", "words")


def test_a_line_that_stands_out_may_say_anything_but_a_sentence() -> None:
    looks = {"OPENING HOURS": "capitals", "*** Later times ***": "marked", "-- Saturday --": "marked"}
    for line, look in looks.items():
        title = read_title_line(line)
        assert title is not None
        assert title.form.look == look
    assert read_title_line("Opening hours", is_bold=True) is not None
    assert read_title_line("Never leave the pan alone.", is_bold=True) is None
    assert read_title_line("Opening hours:", is_bold=True) is None, "a label says what is right below it"


def test_numbers_of_one_kind_are_of_one_family_at_any_depth() -> None:
    titles = [read_title_line(line) for line in ("5. Tides", "5.2 Springs", "5.2.1 Neaps")]
    assert len({title.form for title in titles if title}) == 3
    assert len({title.form.family for title in titles if title}) == 1


@given(st.text(max_size=120), st.booleans())
def test_a_title_is_short_and_its_words_stand_in_the_line(line: str, is_bold: bool) -> None:
    title = read_title_line(line, is_bold=is_bold)
    if title:
        assert len(line.strip()) <= 80
        assert title.words in line
        assert title.words[-1:] not in (",", ";", "!")
