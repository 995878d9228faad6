"""A text is fitted into its room at a sentence, or else at a word; it is never dropped."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from relbot.discord.rendering.escape import clean, inert, length, plain
from relbot.discord.rendering.truncation import LEFT_OUT, excerpt, shares, shortened

TEXT = st.text() | st.lists(
    st.sampled_from(["word", "@everyone", "**", "http://a.b", "👩‍🔬", ".", "x" * 90, "\n\n"])
).map(" ".join)
SENTENCES = st.lists(
    st.text("abcde *<@\U0001f600", min_size=1, max_size=40).map(str.strip).filter(bool), min_size=1, max_size=12
).map(lambda parts: [f"{word.capitalize()}." for word in parts])

FIVE = ["First sentence here.", "Second one is good.", "Third one follows.", "Fourth is new.", "Fifth ends it all."]


def among(sentences: list[str], marked: int) -> tuple[str, int, int]:
    """The sentences as one passage, with the place of one of them."""
    start = sum(len(sentence) + 1 for sentence in sentences[:marked])
    return " ".join(sentences), start, start + len(sentences[marked])


def test_a_passage_that_fits_is_shown_whole_with_its_sentence_in_bold() -> None:
    assert excerpt(*among(FIVE, 2), room=500) == " ".join([*FIVE[:2], f"**{FIVE[2]}**", *FIVE[3:]])


def test_a_passage_that_does_not_fit_is_shortened_at_sentences_around_the_marked_one() -> None:
    assert excerpt(*among(FIVE, 2), room=70) == f"{LEFT_OUT} {FIVE[1]} **{FIVE[2]}** {FIVE[3]} {LEFT_OUT}"
    assert excerpt(*among(FIVE, 2), room=30) == f"{LEFT_OUT} **{FIVE[2]}** {LEFT_OUT}"


def test_without_anything_marked_the_sentences_nearest_to_the_place_are_kept() -> None:
    passage = " ".join(FIVE)
    assert excerpt(passage, len(passage), len(passage), room=40) == f"{LEFT_OUT} {FIVE[3]} {FIVE[4]}"
    assert excerpt(passage, 0, 0, room=45) == f"{FIVE[0]} {FIVE[1]} {LEFT_OUT}"


def test_a_sentence_too_long_for_its_room_is_cut_after_a_word() -> None:
    assert excerpt("one two three four", 0, 18, room=15) == f"**one two{LEFT_OUT}**"


def test_only_a_word_too_long_for_its_room_is_cut_within() -> None:
    assert shortened("abcdefghij", 5) == f"abcd{LEFT_OUT}"
    assert shortened("ab cdefghij", 5) == f"ab{LEFT_OUT}"


def test_paragraphs_stay_paragraphs() -> None:
    assert excerpt("One.\n\nTwo\nlines.\n\nThree.", 6, 16, room=100) == "One.\n**Two lines.**\nThree."


@given(TEXT, st.integers(2, 200))
def test_a_shortened_text_fits_its_room(text: str, room: int) -> None:
    assert length(shortened(text, room)) <= room


@given(TEXT, st.integers(2, 200))
def test_a_shortened_text_is_the_beginning_of_the_text(text: str, room: int) -> None:
    shown = plain(shortened(text, room))
    whole = clean(text).strip()
    assert shown == whole or whole.startswith(shown.removesuffix(LEFT_OUT))


@given(SENTENCES, st.data(), st.integers(10, 400))
def test_an_excerpt_fits_its_room_and_shows_whole_sentences_with_the_marked_one(
    sentences: list[str], data: st.DataObject, room: int
) -> None:
    passage, start, end = among(sentences, data.draw(st.integers(0, len(sentences) - 1)))
    marked = f"**{inert(passage[start:end]).strip()}**"
    assume(length(marked) + 4 <= room)
    shown = excerpt(passage, start, end, room)
    assert length(shown) <= room
    assert marked in shown
    kept = plain(re.sub(rf"^{LEFT_OUT} | {LEFT_OUT}$", "", shown.replace(marked, inert(passage[start:end]))))
    assert kept in clean(passage)


@given(TEXT, st.data(), st.integers(10, 400))
def test_an_excerpt_of_anything_fits_its_room(passage: str, data: st.DataObject, room: int) -> None:
    start = data.draw(st.integers(0, len(passage)))
    end = data.draw(st.integers(start, len(passage)))
    assert length(excerpt(passage, start, end, room)) <= room


@given(st.lists(st.integers(0, 5000), max_size=6), st.integers(0, 4000))
def test_room_is_shared_so_that_small_wishes_are_met_and_nothing_is_wasted(wanted: list[int], room: int) -> None:
    given_ = shares(wanted, room)
    assert all(0 <= got <= want for got, want in zip(given_, wanted, strict=True))
    assert sum(given_) == min(sum(wanted), room) or sum(given_) > room - len(wanted)
    assert sum(given_) <= room
