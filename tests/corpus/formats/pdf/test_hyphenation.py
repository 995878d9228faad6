from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.corpus.formats.pdf.hyphenation import Hyphenation
from relbot.corpus.formats.pdf.lines import LINE_END_HYPHEN


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["the har~", "bour"], "the harbour"),
        (["the har-", "bour"], "the harbour"),
        (["of self~", "publishing"], "of self-publishing"),
        (["in the mid-", "19th century"], "in the mid-19th century"),
        (["the Anglo~", "Danish fleet"], "the Anglo-Danish fleet"),
        (["pages 12-", "14"], "pages 12-14"),
        (["ships -", "and boats"], "ships - and boats"),
        (["see /usr/share/", "fonts"], "see /usr/share/fonts"),
        (["and then /", "or"], "and then / or"),
        (["in 1911", ". It fell", "(twice", ") since"], "in 1911. It fell (twice) since"),
        (["one", ".5 litres"], "one .5 litres"),
        (["one", "two", "three"], "one two three"),
        (["ゾルゲと尾崎、", "淡々と最期"], "ゾルゲと尾崎、淡々と最期"),
        (["ゾルゲ", "Sorge"], "ゾルゲ Sorge"),
    ],
)
def test_the_lines_of_a_paragraph_are_joined_to_one(lines: list[str], joined: str) -> None:
    marked = [line.replace("~", LINE_END_HYPHEN) for line in lines]
    assert Hyphenation(marked).join(marked)[0] == joined


@pytest.mark.parametrize(
    ("elsewhere", "joined"), [("a re-sort of it", "a re-sort"), ("a resort of it", "a resort"), ("", "a resort")]
)
def test_how_the_document_writes_a_word_elsewhere_decides(elsewhere: str, joined: str) -> None:
    lines = ["a re" + LINE_END_HYPHEN, "sort"]
    assert Hyphenation([*lines, elsewhere]).join(lines)[0] == joined


@given(st.lists(st.text(st.sampled_from("ab-A7/." + LINE_END_HYPHEN), min_size=1, max_size=6), min_size=1, max_size=6))
def test_every_line_begins_where_it_is_said_to(lines: list[str]) -> None:
    joined, starts = Hyphenation(lines).join(lines)
    assert len(starts) == len(lines)
    assert starts == sorted(starts)
    assert LINE_END_HYPHEN not in joined
    for line, start in zip(lines, starts, strict=True):
        words = line.rstrip("-" + LINE_END_HYPHEN).replace(LINE_END_HYPHEN, "-")
        assert joined[start : start + len(words)] == words
