from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.index.protocol import Generation
from relbot.query.query import MAX_CHARACTERS, UnreadableQuery, analyse, normalise_text

TODAY = date(2026, 3, 1)


def unreadable(text: str, generation: Generation) -> str:
    with pytest.raises(UnreadableQuery) as caught:
        analyse(text, generation, TODAY)
    return caught.value.reason


def test_a_word_weighs_as_much_as_it_is_rare(generation: Generation) -> None:
    query = analyse("What did Hoxha say about the zebra in Korea?", generation, TODAY)
    assert 0 <= query.idf["korea"] < query.idf["hoxha"] < query.idf["zebra"] == 1
    assert "the" not in query.idf
    assert "what" not in query.idf


def test_words_that_no_passage_holds_are_known_as_such(generation: Generation) -> None:
    query = analyse("Did Hoxha ride a zebra?", generation, TODAY)
    assert [term.word for term in query.unknown_terms] == ["ride", "zebra"]


def test_weights_sum_to_1_and_stop_words_weigh_little(generation: Generation) -> None:
    query = analyse("What about the zebra?", generation, TODAY)
    assert query.token_weights.sum() == pytest.approx(1, abs=1e-5)
    lightest, heaviest = query.token_offsets[
        [int(query.token_weights.argmin()), int(query.token_weights.argmax())]
    ].tolist()
    assert query.text[slice(*lightest)] in {"What", "about", "the"}
    assert query.text[slice(*heaviest)] in "zebra"


def test_vectors_are_of_length_1(generation: Generation) -> None:
    query = analyse("Who visited Tirana?", generation, TODAY)
    assert np.linalg.norm(query.vector) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(query.token_vectors, axis=1) == pytest.approx([1] * len(query.token_vectors), abs=1e-5)


def test_a_word_knows_the_tokens_it_falls_into(generation: Generation) -> None:
    query = analyse("Did Hoxha travel?", generation, TODAY)
    for term in query.terms:
        tokens = query.token_offsets[query.token_indices(term)]
        assert (tokens[0][0], tokens[-1][1]) == (term.start, term.end)


def test_only_stop_words_are_looked_up_all_the_same(generation: Generation) -> None:
    query = analyse("Who is he?", generation, TODAY)
    assert query.idf == {}
    assert query.stems


def test_what_is_asked_for_and_when_is_read(generation: Generation) -> None:
    query = analyse("Who visited Tirana in 1956?", generation, TODAY)
    assert query.answer_type == "person"
    assert query.timeframe
    assert query.timeframe.interval.first.year == 1956
    assert analyse("Who?", generation, TODAY).timeframe is None


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x1b\x7f", "\u200b\u202e\ufeff", "\ud800"])
def test_nothing_to_see_is_an_empty_question(text: str, generation: Generation) -> None:
    assert unreadable(text, generation) == "The question is empty."


@pytest.mark.parametrize("text", ["?", "…!?", "🙂", "—"])
def test_a_question_without_words_says_so(text: str, generation: Generation) -> None:
    assert unreadable(text, generation) == "The question has no words in it."


@pytest.mark.parametrize("text", ["a" * 100_000, "why " * 300, "é" * (MAX_CHARACTERS + 1)])
def test_a_question_that_is_too_long_is_refused_and_not_cut(text: str, generation: Generation) -> None:
    assert f"The question has {len(text.strip()):,} characters" in unreadable(text, generation)


@pytest.mark.parametrize("text", ["a b " * 240, "ww2 " * 200])
def test_a_question_of_too_many_words_is_not_said_to_have_too_many_characters(
    text: str, generation: Generation
) -> None:
    assert unreadable(text, generation).startswith("The question has more words")


def test_white_space_does_not_make_a_question_long_or_cut_it(generation: Generation) -> None:
    assert analyse(f"{' ' * 50_000}Who visited{' ' * 50_000}Tirana?", generation, TODAY).text == "Who visited Tirana?"


@given(st.text(max_size=50))
def test_a_normalised_question_is_one_line_and_normalising_it_again_changes_nothing(text: str) -> None:
    normalised = normalise_text(text)
    assert normalise_text(normalised) == normalised
    assert len(normalised.splitlines()) <= 1
    normalised.encode("utf-8")
    assert not {"\x00", "\x1b", "\r", "\u202e", "\u200b"} & set(normalised)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=120) | st.text("\"'()*^:-+ ANDORNEAR0", max_size=60))
def test_any_text_is_read_or_refused_with_a_reason(generation: Generation, text: str) -> None:
    try:
        query = analyse(text, generation, TODAY)
    except UnreadableQuery:
        return
    assert np.isfinite(query.token_weights).all()
    assert len(query.token_vectors) == len(query.token_offsets) == len(query.token_weights) > 0
    assert all(0 <= idf <= 1 for idf in query.idf.values())
