from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.passage_of_text import passage_of
from relbot.answer import Passage
from relbot.answering.citations import make_citation
from relbot.answering.statements import Quote, in_text_order, make_statements, repeats, without_copies

TEXT = (
    "Kim came to Tirana in 1956. He met Hoxha there. They signed a treaty on trade. The embassy was opened in May. "
    "It had a garden with lemon trees. Both sides spoke of friendship. In 1961 the friendship ended."
)
PASSAGES = (
    passage_of(TEXT),
    passage_of(TEXT, start=400),
    passage_of("Sofia lies in Bulgaria. It rains there.", "b.txt"),
)
quotes = st.lists(
    st.sampled_from([Quote(passage, n) for passage in PASSAGES for n in range(len(passage.sentences))]), max_size=12
)


def quote(text: str) -> Quote:
    return Quote(passage_of(text), 0)


@given(quotes)
def test_statements_are_verbatim_apart_and_in_the_citations_that_they_name(chosen: list[Quote]) -> None:
    statements, citations = make_statements(chosen)
    by_id = {passage.id: passage for passage in PASSAGES}
    assert [citation.number for citation in citations] == list(range(1, len(citations) + 1))
    assert list(dict.fromkeys(s.citation for s in statements)) == [citation.number for citation in citations]
    for citation in citations:
        passage = by_id[citation.passage_id]
        assert all(one.end <= other.start for one, other in pairwise(citation.highlights))
        shown = {(highlight.start, highlight.end, highlight.text) for highlight in citation.highlights}
        assert shown == {(s.start, s.end, s.text) for s in statements if s.citation == citation.number}
        for start, end, text in shown:
            assert passage.quote[start - passage.start : end - passage.start] == text
    for one in chosen:
        span = one.passage.sentences[one.sentence]
        number = next(citation.number for citation in citations if citation.passage_id == one.passage.id)
        assert [s for s in statements if s.citation == number and s.start <= span.start < span.end <= s.end]


def test_a_sentence_that_refers_to_the_one_before_is_quoted_with_it() -> None:
    statements, _ = make_statements([Quote(PASSAGES[0], 4)])
    assert [s.text for s in statements] == ["The embassy was opened in May. It had a garden with lemon trees."]


def test_the_first_sentence_of_a_passage_is_quoted_alone_whatever_it_refers_to() -> None:
    statements, _ = make_statements([quote("He left. She stayed.")])
    assert [s.text for s in statements] == ["He left."]


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (0, 1, 2), (2, 6, 1), (1, 6, 2)])
def test_sentences_that_belong_together_are_one_statement_in_whatever_order_they_are_found(order: list[int]) -> None:
    statements, (citation,) = make_statements([Quote(PASSAGES[0], n) for n in order])
    told = "Kim came to Tirana in 1956. He met Hoxha there. They signed a treaty on trade."
    assert [s.text for s in statements if "1961" not in s.text] == [told]
    assert len(citation.highlights) == len(statements)


def test_statements_keep_the_order_they_are_given_in_and_citations_follow_it() -> None:
    statements, citations = make_statements([Quote(PASSAGES[2], 0), Quote(PASSAGES[0], 6), Quote(PASSAGES[0], 0)])
    assert [(s.text[:5], s.citation) for s in statements] == [("Sofia", 1), ("In 19", 2), ("Kim c", 2)]
    assert [c.document.path for c in citations] == ["b.txt", "a.txt"]


def test_a_link_opens_the_source_at_the_first_of_its_highlights() -> None:
    passage = passage_of(TEXT, url="https://example.org/a")
    _, (citation,) = make_statements([Quote(passage, 6), Quote(passage, 0)])
    assert citation.link == "https://example.org/a#:~:text=Kim%20came%20to%20Tirana%20in%201956."


def supported(passage: Passage, number: int) -> tuple[object, ...]:
    statements, citations = make_statements(
        [Quote(PASSAGES[0], 0)], [make_citation(1, passage, passage.sentences[:1])], number
    )
    assert {s.citation for s in statements} == {1}
    return tuple((c.number, c.passage_id) for c in citations)


def test_other_passages_that_answer_follow_up_to_the_limit() -> None:
    own, other = (1, PASSAGES[0].id), (2, PASSAGES[1].id)
    assert supported(PASSAGES[1], 3) == (own, other)
    assert supported(PASSAGES[1], 1) == (own,)
    assert supported(PASSAGES[0], 3) == (own,)


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("The embassy was closed in winter.", "The embassy was closed in winter."),
        ("The embassy was closed in winter.", "The embassy was closed in the winter!"),
        ("The embassy was closed in winter.", "In the winter of 1961, as Kim wrote, the embassy was closed for good."),
        ("***", "***"),
        ("地震が起きた。", "地震が起きた。"),
    ],
)
def test_a_sentence_that_says_what_another_does_repeats_it(sentence: str, other: str) -> None:
    assert repeats(quote(sentence), quote(other))


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("Kim visited Tirana in 1961.", "Kim visited Tirana in 1956."),
        ("Year: 1991; city: Rome; winner: Kim.", "Year: 1990; city: Rome; winner: Kim."),
        ("Node 12 was full of lemon trees at night.", "Node 13 was full of lemon trees at night."),
        ("The embassy was closed in winter.", "The embassy was opened by Kim in the spring."),
        ("***", "The embassy was closed in winter."),
        ("The embassy was closed in winter.", "***"),
        ("Sofia lies in Bulgaria.", "地震が起きた。"),
    ],
)
def test_another_number_is_something_new_and_so_are_other_words(sentence: str, other: str) -> None:
    assert not repeats(quote(sentence), quote(other))


@given(quotes)
def test_without_copies_each_sentence_is_kept_or_repeats_one_that_is(chosen: list[Quote]) -> None:
    kept = without_copies(chosen)
    assert not any(repeats(one, other) for number, one in enumerate(kept) for other in kept[:number])
    assert all(one in kept or any(repeats(one, other) for other in kept) for one in chosen)
    assert kept == [one for one in dict.fromkeys(chosen) if one in kept]


@given(quotes)
def test_the_order_of_the_text_is_by_source_and_place(chosen: list[Quote]) -> None:
    places = [(q.passage.source.path, q.passage.sentences[q.sentence].start) for q in in_text_order(chosen)]
    assert places == sorted(places)
    assert len(places) == len(chosen)
