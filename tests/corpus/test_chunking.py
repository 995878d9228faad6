from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.adversarial_texts import front_matters, texts
from corpus.invariants import check_source
from relbot.answer import Passage, Source
from relbot.corpus.chunking import HEADING_TOKENS, TokenOffsets, chunk, heading_prefix
from relbot.corpus.documents import Document, parse

LONG = (
    "The ambassador of Albania met the minister of Korea in Tirana on the 6th of June 1959, and both were glad of it. "
)


def document(text: str, path: str = "a.txt") -> Document:
    return parse(path, text.encode())


def quotes(passages: list[Passage]) -> list[str]:
    return [passage.quote for passage in passages]


def test_paragraphs_are_kept_apart(token_offsets: TokenOffsets) -> None:
    assert quotes(chunk(document(f"{LONG}\n\n{LONG}"), token_offsets)) == [LONG.strip(), LONG.strip()]


def test_a_block_that_says_little_joins_its_neighbour_and_is_quoted_verbatim(token_offsets: TokenOffsets) -> None:
    text = f"- Tirana\n-  Pyongyang\r\n\r\n{LONG}\n\nSo it was."
    assert quotes(chunk(document(text), token_offsets)) == [text[2:]]


def test_a_block_that_says_little_does_not_join_across_a_heading(token_offsets: TokenOffsets) -> None:
    passages = chunk(document("== A ==\nOne.\n== A ==\nTwo.\n=== 1948 ===\nThree.\n== A ==\nFour."), token_offsets)
    assert quotes(passages) == ["One.", "Two.", "Three.", "Four."]
    assert [passage.section for passage in passages] == [("A",), ("A",), ("A", "1948"), ("A",)]


def test_a_block_that_says_little_does_not_join_across_an_infobox(token_offsets: TokenOffsets) -> None:
    assert quotes(chunk(document("One.\n\nInfobox\n- Filetype: svg\n\nTwo."), token_offsets)) == ["One.", "Two."]


def test_a_source_of_one_word_is_one_passage(token_offsets: TokenOffsets) -> None:
    assert quotes(chunk(document("Yes"), token_offsets)) == ["Yes"]


def test_a_long_paragraph_is_divided_evenly_at_sentence_ends(token_offsets: TokenOffsets) -> None:
    passages = chunk(document(LONG * 12), token_offsets)
    assert [len(passage.sentences) for passage in passages] == [6, 6]
    assert all(passage.quote.endswith(".") for passage in passages)


def test_a_sentence_beyond_the_window_is_divided_at_a_space(token_offsets: TokenOffsets) -> None:
    passages = chunk(document("and on it went " * 200), token_offsets)
    assert len(passages) > 2
    assert " ".join(quotes(passages)) == ("and on it went " * 200).strip()


def test_an_unspaced_sentence_beyond_the_window_is_divided_between_characters(token_offsets: TokenOffsets) -> None:
    for unit in ("漢", "A👨‍👩‍👧‍👦", "a\u0301\u0323", "x"):
        passages = chunk(document(unit * 5000), token_offsets)
        assert len(passages) > 1
        assert "".join(quotes(passages)) == unit * 5000
        assert not any(passage.quote.startswith(("\u0301", "\u200d")) for passage in passages)
        assert not any(passage.quote.endswith("\u200d") for passage in passages)


def test_the_window_may_be_another(token_offsets: TokenOffsets) -> None:
    assert all(len(token_offsets(p.quote)) <= 62 for p in chunk(document(LONG * 12), token_offsets, window=64))


def test_a_window_without_room_is_refused(token_offsets: TokenOffsets) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        chunk(document("Antidisestablishmentarianism is a word."), token_offsets, window=4)


def test_a_passage_keeps_its_id_when_the_text_above_changes(token_offsets: TokenOffsets) -> None:
    before = chunk(document(f"= T =\n{LONG}\n== A ==\nSo it was.\n"), token_offsets)
    after = chunk(
        document(f"= T =\nQuite another beginning.\n\n{LONG}\n== B ==\nNew.\n== A ==\nSo it was.\n"), token_offsets
    )
    assert before[-1].id == after[-1].id
    assert before[-1].start != after[-1].start


def test_equal_passages_have_ids_of_their_own(token_offsets: TokenOffsets) -> None:
    passages = chunk(document("\n== A ==\nSo it was.\n== A ==\nSo it was.\n== B ==\nSo it was."), token_offsets)
    elsewhere = chunk(parse("b.txt", b"== A ==\nSo it was."), token_offsets)
    assert len({passage.id for passage in [*passages, *elsewhere]}) == 4
    assert all(re.fullmatch("[0-9a-f]{12}", passage.id) for passage in passages)


def test_a_heading_names_title_and_section(token_offsets: TokenOffsets) -> None:
    source = Source(title="Albania", path="a.txt")
    assert heading_prefix(source, ("History", "Cold War"), token_offsets) == "Albania. History. Cold War. "
    assert heading_prefix(source, (), token_offsets) == "Albania. "


def test_a_long_heading_loses_outer_sections_first_and_long_titles_their_end(token_offsets: TokenOffsets) -> None:
    source = Source(title="A title of very many words " * 7, path="a.txt")
    words = heading_prefix(source, tuple(f"Section number {number}" for number in range(6)), token_offsets)
    assert words.startswith("A title of very many words A title")
    assert words.endswith("Section number 5. ")
    assert len(token_offsets(words)) <= HEADING_TOKENS


@given(title=st.text(max_size=200), section=st.lists(st.text(max_size=200), max_size=6))
def test_a_heading_keeps_within_its_tokens(token_offsets: TokenOffsets, title: str, section: list[str]) -> None:
    assert (
        len(token_offsets(heading_prefix(Source(title=title, path="a.txt"), section, token_offsets))) <= HEADING_TOKENS
    )


@settings(max_examples=150, deadline=None)
@given(front=front_matters, text=texts, suffix=st.sampled_from((".txt", ".md")))
def test_passages_are_verbatim_whole_and_short_whatever_the_source(
    token_offsets: TokenOffsets, front: str, text: str, suffix: str
) -> None:
    check_source("a" + suffix, (front + text).encode(), token_offsets)


def test_many_headings_are_done_in_seconds(token_offsets: TokenOffsets) -> None:
    began = time.perf_counter()
    text = "".join(f"## Heading {number}\n\nIt was number {number}.\n\n" for number in range(5_000))
    assert len(chunk(document(text, "a.md"), token_offsets)) == 5_000
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize("unit", ["x", "So it was. ", "- a\n", "a " + " " * 5_000, "漢", "a" + "\u0301" * 99_999])
def test_a_source_without_paragraphs_is_done_in_seconds(token_offsets: TokenOffsets, unit: str) -> None:
    began = time.perf_counter()
    assert chunk(document(unit * (200_000 // len(unit))), token_offsets)
    assert time.perf_counter() - began < 30
