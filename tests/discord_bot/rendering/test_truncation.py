"""A text is truncated to its limit at a sentence, or else at a word; it is never dropped."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from relbot.discord.rendering.escape import clean, escape_markdown, unescape_markdown, utf16_length
from relbot.discord.rendering.truncation import ELLIPSIS, Range, excerpt, fair_shares, truncate

TEXT = st.text() | st.lists(
    st.sampled_from(["word", "@everyone", "**", "http://a.b", "👩‍🔬", ".", "x" * 90, "\n\n"])
).map(" ".join)
SENTENCES = st.lists(
    st.text("abcde *<@\U0001f600", min_size=1, max_size=40).map(str.strip).filter(bool), min_size=1, max_size=12
).map(lambda parts: [f"{word.capitalize()}." for word in parts])

FIVE = ["First sentence here.", "Second one is good.", "Third one follows.", "Fourth is new.", "Fifth ends it all."]


def marked(sentences: list[str], *indices: int) -> tuple[str, list[Range]]:
    """The sentences as one passage, with the ranges of some of them."""
    starts = [sum(len(sentence) + 1 for sentence in sentences[:index]) for index in indices]
    return " ".join(sentences), [(at, at + len(sentences[index])) for at, index in zip(starts, indices, strict=True)]


def test_a_passage_that_fits_is_shown_whole_with_its_sentence_in_bold() -> None:
    assert excerpt(*marked(FIVE, 2), limit=500) == " ".join([*FIVE[:2], f"**{FIVE[2]}**", *FIVE[3:]])


def test_a_passage_that_does_not_fit_is_shortened_at_sentences_around_the_marked_one() -> None:
    assert excerpt(*marked(FIVE, 2), limit=70) == f"{ELLIPSIS} {FIVE[1]} **{FIVE[2]}** {FIVE[3]} {ELLIPSIS}"
    assert excerpt(*marked(FIVE, 2), limit=30) == f"{ELLIPSIS} **{FIVE[2]}** {ELLIPSIS}"


def test_every_marked_sentence_of_a_passage_is_bold() -> None:
    assert excerpt(*marked(FIVE, 0, 2, 3), limit=500) == (
        f"**{FIVE[0]}** {FIVE[1]} **{FIVE[2]}** **{FIVE[3]}** {FIVE[4]}"
    )


def test_marks_that_overlap_or_touch_are_bold_as_one() -> None:
    for marks in ([(0, 4), (2, 7)], [(0, 4), (4, 7)], [(2, 7), (0, 7)], [(0, 3), (4, 7)]):
        assert excerpt("one\u200btwo three", marks, limit=100) == "**onetwo** three"


def test_a_passage_with_too_much_marked_is_shortened_around_all_marks_and_then_around_the_first() -> None:
    assert excerpt(*marked(FIVE, 1, 3), limit=80) == (f"{ELLIPSIS} **{FIVE[1]}** {FIVE[2]} **{FIVE[3]}** {ELLIPSIS}")
    assert excerpt(*marked(FIVE, 1, 3), limit=60) == f"{ELLIPSIS} **{FIVE[1]}** {FIVE[2]} {ELLIPSIS}"


def test_without_anything_marked_the_sentences_nearest_to_the_place_are_kept() -> None:
    passage = " ".join(FIVE)
    assert excerpt(passage, [(len(passage), len(passage))], limit=40) == f"{ELLIPSIS} {FIVE[3]} {FIVE[4]}"
    assert excerpt(passage, [(0, 0)], limit=45) == f"{FIVE[0]} {FIVE[1]} {ELLIPSIS}"


def test_a_sentence_too_long_for_its_limit_is_cut_after_a_word() -> None:
    assert excerpt("one two three four", [(0, 18)], limit=15) == f"**one two{ELLIPSIS}**"


def test_only_a_word_too_long_for_its_limit_is_cut_within() -> None:
    assert truncate("abcdefghij", 5) == f"abcd{ELLIPSIS}"
    assert truncate("ab cdefghij", 5) == f"ab{ELLIPSIS}"


def test_paragraphs_stay_paragraphs() -> None:
    assert excerpt("One.\n\nTwo\nlines.\n\nThree.", [(6, 16)], limit=100) == "One.\n**Two lines.**\nThree."


@given(TEXT, st.integers(2, 200))
def test_a_shortened_text_fits_its_limit(text: str, limit: int) -> None:
    assert utf16_length(truncate(text, limit)) <= limit


@given(TEXT, st.integers(2, 200))
def test_a_shortened_text_is_the_beginning_of_the_text(text: str, limit: int) -> None:
    shown = unescape_markdown(truncate(text, limit))
    whole = clean(text).strip()
    assert shown == whole or whole.startswith(shown.removesuffix(ELLIPSIS))


@given(SENTENCES, st.data(), st.integers(10, 400))
def test_an_excerpt_fits_its_limit_and_shows_whole_sentences_with_the_marked_one(
    sentences: list[str], data: st.DataObject, limit: int
) -> None:
    passage, [(start, end)] = marked(sentences, data.draw(st.integers(0, len(sentences) - 1)))
    bold = f"**{escape_markdown(passage[start:end]).strip()}**"
    assume(utf16_length(bold) + 4 <= limit)
    shown = excerpt(passage, [(start, end)], limit)
    assert utf16_length(shown) <= limit
    assert bold in shown
    kept = unescape_markdown(
        re.sub(rf"^{ELLIPSIS} | {ELLIPSIS}$", "", shown.replace(bold, escape_markdown(passage[start:end])))
    )
    assert kept in clean(passage)


@given(TEXT, st.data(), st.integers(10, 400))
def test_an_excerpt_of_anything_fits_its_limit(passage: str, data: st.DataObject, limit: int) -> None:
    offsets = st.integers(0, len(passage))
    marks = data.draw(st.lists(st.tuples(offsets, offsets).map(lambda two: (min(two), max(two))), min_size=1))
    assert utf16_length(excerpt(passage, marks, limit)) <= limit


@given(st.lists(st.integers(0, 5000), max_size=6), st.integers(0, 4000))
def test_the_total_is_shared_so_that_small_demands_are_met_and_nothing_is_wasted(
    demands: list[int], total: int
) -> None:
    shares = fair_shares(demands, total)
    assert all(0 <= share <= demand for share, demand in zip(shares, demands, strict=True))
    assert sum(shares) == min(sum(demands), total) or sum(shares) > total - len(demands)
    assert sum(shares) <= total
