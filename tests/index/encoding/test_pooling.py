from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.answer import Passage, Source, Span
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.pooling import EncodedPassage, checksum, dequantise, pool
from relbot.temporal.date_mentions import dates_by_passage

ODD = st.text(st.sampled_from("ab Ж한🙂\u0301\u200b.’-"), min_size=1, max_size=12)


def of(encoder: Encoder, parts: list[str], heading: str = "Tirana. History. ") -> EncodedPassage:
    """A passage of the given sentences, encoded; it stands at character 100 of its source."""
    spans, end = [], 100
    for part in parts:
        spans.append(Span(end, end + len(part)))
        end += len(part)
    passage = Passage(Source("Tirana", "t.txt"), 100, end, "".join(parts), ("History",), tuple(spans), "0" * 12)
    return pool(passage, heading, encoder.encode(heading + passage.quote), *dates_by_passage([passage]))


def test_every_vector_has_length_1(encoder: Encoder) -> None:
    found = of(encoder, ["Kim came in 1956.", " He left."])
    assert np.linalg.norm(found.passage_vector) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(found.sentence_vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert np.linalg.norm(dequantise(found.token_vectors), axis=1) == pytest.approx(
        [1] * len(found.token_vectors), abs=0.02
    )


def test_the_tokens_of_sentences_follow_the_heading_and_one_another(encoder: Encoder) -> None:
    found = of(encoder, ["Kim came in 1956.", " He left."])
    first, second = found.record.sentences
    assert first.first_token == len(encoder.token_offsets("Tirana. History. "))
    assert second.first_token == first.first_token + first.tokens
    assert second.first_token + second.tokens == found.record.tokens == len(found.token_vectors)


@settings(max_examples=25, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=5))
def test_every_token_belongs_to_one_sentence_whatever_the_text(encoder: Encoder, parts: list[str]) -> None:
    found = of(encoder, parts)
    heading = len(encoder.token_offsets("Tirana. History. "))
    assert sum(sentence.tokens for sentence in found.record.sentences) == found.record.tokens - heading
    assert all(sentence.tokens >= 0 for sentence in found.record.sentences)
    assert np.isfinite(found.sentence_vectors).all()


def test_a_sentence_without_tokens_takes_the_vector_of_its_passage(encoder: Encoder) -> None:
    found = of(encoder, ["Kim came.", "\u200b"])
    assert found.record.sentences[1].tokens == 0
    assert found.sentence_vectors[1] == pytest.approx(found.passage_vector, abs=1e-5)


def test_dates_and_terms_are_kept_by_sentence(encoder: Encoder) -> None:
    first, second = of(encoder, ["Kim came in 1956.", " He left."]).record.sentences
    assert [(date.interval.first.year, date.interval.last.year) for date in first.dates] == [(1956, 1956)]
    assert (second.dates, second.terms) == ((), ("he", "left"))


def test_the_checksum_tells_any_change(encoder: Encoder) -> None:
    found = of(encoder, ["Kim came in 1956."])
    assert checksum(found.token_vectors) == found.record.checksum
    for place in (0, found.token_vectors.size // 2, found.token_vectors.size - 1):
        changed = found.token_vectors.copy()
        changed.flat[place] ^= 1
        assert checksum(changed) != found.record.checksum
