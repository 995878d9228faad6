from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relbot.answer import Anchor, Span
from relbot.corpus.anchors import anchors
from relbot.text.sentences import split


def anchor_of(text: str, sentence: str) -> Anchor | None:
    """The anchor of the last occurrence of a sentence."""
    spans = list(split(text, 0, len(text)))
    at = text.rindex(sentence)
    return anchors(text, spans)[[span.start for span in spans].index(at)]


def test_a_short_sentence_is_named_whole_and_a_long_one_by_how_it_begins_and_ends() -> None:
    long = "From 29 June to 1 July 1956 Enver Hoxha hosted Premier Kim on a state visit."
    assert anchor_of("Kim came. He left.", "Kim came.") == Anchor("", "Kim came.")
    assert anchor_of(long, long) == Anchor("", "From 29 June to 1", "Kim on a state visit.")


def test_sentences_that_begin_alike_are_told_apart_by_more_words() -> None:
    begin = "In the summer of 1911 the"
    text = f"{begin} club built its first boat house on the bank. {begin} choir of the school sang in Paris once."
    assert anchor_of(text, f"{begin} choir of the school sang in Paris once.") == Anchor(
        "", f"{begin} choir of", "school sang in Paris once."
    )


def test_a_sentence_that_occurs_before_is_told_apart_by_the_words_in_front_of_it() -> None:
    text = "Ada came home. She slept.\n\nThe long night was over. She slept."
    assert anchor_of(text, "She slept.") == Anchor("night was over.", "She slept.")
    assert anchors(text, [Span(15, 25)]) == (Anchor("", "She slept."),)


def test_a_sentence_that_begins_its_block_is_told_apart_by_the_words_behind_it_or_in_the_block_above() -> None:
    text = "Opening hours\n\nClosed.\n\nWe rest.\n\nThe pool\n\nClosed.\n\nWe swim."
    spans = [Span(15, 22), Span(44, 51)]
    assert anchors(text, spans) == (Anchor("", "Closed."), Anchor("", "Closed.", "", "We swim."))
    assert anchors(text[:51], spans) == (Anchor("", "Closed."), Anchor("The pool", "Closed."))


@pytest.mark.parametrize(
    ("sentence", "anchor"),
    [
        ("The canal,[a] dug in 1802, was filled in by Orl[note 1] in 1950.", Anchor("", "The canal,", "in 1950.")),
        ("The wall was finished in 1990.[2]", Anchor("", "The wall was finished in 1990.")),
        ("It was built[1][4] by Per Holm.", Anchor("", "It was built", "by Per Holm.")),
        ("See [sic] there.", Anchor("", "See [sic] there.")),
    ],
)
def test_no_term_spans_the_mark_of_a_footnote(sentence: str, anchor: Anchor) -> None:
    assert anchors(sentence, [Span(0, len(sentence))]) == (anchor,)


def test_a_table_row_is_named_by_its_first_and_last_cell_without_their_headers() -> None:
    text = "Name: Mallard; Habitat: Ponds; Says: Quack"
    added = [Span(0, 6), Span(13, 15), Span(15, 24), Span(29, 31), Span(31, 37)]
    assert anchors(text, [Span(0, len(text))], added) == (Anchor("", "Mallard", "Quack"),)


def test_the_last_words_occur_nowhere_between() -> None:
    text = "First came the son of the old man of the sea, and then at last came the old man of the sea."
    assert anchors(text, [Span(0, len(text))]) == (
        Anchor("", "First came the son of", "last came the old man of the sea."),
    )


def test_a_sentence_without_words_of_the_page_has_no_anchor() -> None:
    assert anchors("[12]", [Span(0, 4)]) == (None,)


@given(
    st.lists(
        st.sampled_from(["one two.", "one two three four five six.", "one [1] two.", "six!"]), min_size=1, max_size=8
    )
)
def test_what_is_named_occurs_first_at_the_sentence_or_is_repeated_with_all_that_precedes_it(said: list[str]) -> None:
    text = " ".join(said)
    at, spans = 0, []
    for sentence in said:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    for span, anchor in zip(spans, anchors(text, spans), strict=True):
        assert anchor is not None
        named = f"{anchor.prefix} {anchor.start} {anchor.suffix}".strip()
        found = [match.start() for match in re.finditer(re.escape(named), text)]
        assert span.start - (len(anchor.prefix) + 1 if anchor.prefix else 0) in found
        if anchor.prefix or anchor.suffix:
            assert found[0] == span.start - (len(anchor.prefix) + 1 if anchor.prefix else 0)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_the_sentence_its_terms_are_words_of_it(words: str) -> None:
    assume(words.strip())
    (anchor,) = anchors(words, [Span(0, len(words))])
    plain = " ".join(words.split())
    assert anchor is None or (anchor.start in plain and anchor.end in plain)


@pytest.mark.parametrize("unit", ["a ", "She slept. ", "[1]", "\n\n", "x [a] ", "Ünï "])
def test_a_text_of_repetitions_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        spans = [Span(at, min(at + 40, length)) for at in range(0, length, 50)]
        started = time.process_time()
        anchors(text, spans)
        return time.process_time() - started

    # A collection of garbage may fall into one measurement, but not into three.
    assert any(seconds(80_000) < 12 * seconds(20_000) + 0.5 for _ in range(3))
