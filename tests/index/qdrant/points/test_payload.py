from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Anchor, Passage, Place, Source, Span
from relbot.index.encoding.pooling import EncodedPassage, checksum
from relbot.index.qdrant.points import payload
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.temporal.calendar import BEGINNING, END, Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval

TEXT = st.text(max_size=20)
DAYS = st.one_of(st.just(BEGINNING), st.just(END), st.integers(-800_000, 800_000).map(Day.numbered))
DATES = st.builds(
    lambda ends, modifier, text: DateMention(Interval(min(ends), max(ends), modifier), 0, 4, text, inferred=True),
    st.tuples(DAYS, DAYS),
    st.sampled_from(["in", "about", "before"]),
    TEXT,
)


@st.composite
def passages(draw: st.DrawFn) -> EncodedPassage:
    count = draw(st.integers(1, 3))
    sentences = tuple(
        SentenceRecord(
            Span(n, n + 1),
            n,
            1,
            ("tirana", "서울")[: draw(st.integers(0, 2))],
            tuple(draw(st.lists(DATES, max_size=2))),
        )
        for n in range(count)
    )
    source = Source(draw(TEXT), "a/b.txt", draw(st.none() | TEXT), draw(st.none() | TEXT))
    passage = Passage(
        source,
        0,
        count,
        draw(TEXT),
        tuple(draw(st.lists(TEXT, max_size=2))),
        tuple(sentence.span for sentence in sentences),
        "0" * 12,
        (Place(0, draw(st.none() | TEXT), "page=1", None),),
        (None, Anchor("", draw(TEXT), "end", "")),
    )
    random = np.random.default_rng(draw(st.integers(0, 99)))
    tokens = random.integers(-127, 128, (draw(st.integers(0, 4)), 384), np.int8)
    vectors = random.standard_normal((1 + count, 384)).astype(np.float32)
    record = PassageRecord(passage, sentences, ("titl",), len(tokens), checksum(tokens), 7)
    return EncodedPassage(vectors[0], vectors[1:], tokens, record)


@given(passage=passages())
def test_a_passage_is_read_as_it_was_written_to_the_bit(passage: EncodedPassage) -> None:
    stored = json.loads(json.dumps(payload.passage_payload(passage)))
    assert payload.record_from(stored, 7, frozenset()) == passage.record
    np.testing.assert_array_equal(payload.vectors_from(stored), [passage.passage_vector, *passage.sentence_vectors])
    np.testing.assert_array_equal(payload.tokens_from(stored), passage.token_vectors)


@given(passage=passages())
def test_a_passage_knows_whether_another_source_has_its_title(passage: EncodedPassage) -> None:
    stored, source = payload.passage_payload(passage), passage.record.passage.source
    read = payload.record_from(stored, 7, frozenset({source.title.casefold()}))
    assert read.passage == replace(passage.record.passage, shares_title=True)


@given(data=st.binary(max_size=300), at=st.integers(0, 10_000), byte=st.sampled_from("Aa+9"))
def test_whatever_is_altered_is_told_or_changes_nothing(data: bytes, at: int, byte: str) -> None:
    packed = payload.pack(data)
    at %= len(packed)
    altered = packed[:at] + byte + packed[at + 1 :]
    with suppress(payload.PayloadDamaged):
        assert payload.unpack(altered) == data


@pytest.mark.parametrize(
    "stored", [{}, {"record": None}, {"record": payload.pack(b"[]")}, {"record": payload.pack(b"{")}]
)
def test_what_is_no_record_is_told(stored: dict[str, Any]) -> None:
    with pytest.raises(payload.PayloadDamaged):
        payload.record_from(stored, 0, frozenset())


@pytest.mark.parametrize(
    "values", [{}, {"of": 1}, {"of": ["in", 0, 1, "x"]}, {"of": ["in", 0, 1, "x", False], "first": 9}]
)
def test_what_is_no_date_is_told(values: dict[str, Any]) -> None:
    with pytest.raises(payload.PayloadDamaged):
        payload.date_from(values)
