from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Passage, Source, Span
from relbot.index.qdrant.lexicon import Counts, QdrantLexicon
from relbot.index.qdrant.points.payload import PayloadDamaged
from relbot.index.records import PassageRecord, SentenceRecord
from relbot.text.terms import stems

TEXTS = st.lists(st.sampled_from(["Kim Il Sung", "came to", "Tirana", "in", "a (KPA)", "서울"]), min_size=1).map(
    " ".join
)


def record(text: str) -> PassageRecord:
    passage = Passage(Source("Title", "a.txt"), 0, len(text), text, (), (Span(0, len(text)),), "0" * 12)
    return PassageRecord(passage, (SentenceRecord(Span(0, len(text)), 0, 1, tuple(stems(text))),), ("titl",), 1, 0)


def counted(texts: Sequence[str]) -> Counts:
    counts = Counts()
    for text in texts:
        counts.add(record(text))
    return counts


def facts(counts: Counts) -> tuple[object, ...]:
    vocabulary = counts.vocabulary
    return (
        *(counts.passages, counts.sentences, counts.length, counts.frequencies, counts.pairs().tolist()),
        *(sorted(vocabulary.forms()), sorted(vocabulary.names())),
    )


@given(one=st.lists(TEXTS, max_size=4), other=st.lists(TEXTS, max_size=4))
def test_the_counts_of_collections_add_up_to_those_of_all(one: list[str], other: list[str]) -> None:
    assert facts(Counts.sum([counted(one), counted(other)])) == facts(counted([*one, *other]))


@given(texts=st.lists(TEXTS, max_size=4))
def test_counts_are_read_as_they_were_written(texts: list[str]) -> None:
    assert facts(Counts.parse(counted(texts).to_bytes())) == facts(counted(texts))


@given(texts=st.lists(TEXTS, min_size=1, max_size=4), phrase=st.lists(TEXTS, min_size=1, max_size=2).map(" ".join))
def test_phrases_are_those_that_a_passage_holds(texts: list[str], phrase: str) -> None:
    held = [f" {' '.join(record(text).stems)} " for text in texts]

    def contains(wanted: Sequence[str]) -> bool:
        return any(f" {' '.join(wanted)} " in passage for passage in held)

    asked = tuple(stems(phrase))
    lexicon = QdrantLexicon(counted(texts), contains)
    assert bool(lexicon.phrases([asked])) == contains(asked)


def test_pairs_are_made_distinct_before_they_take_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relbot.index.qdrant.lexicon._MERGED_AT", 10)
    assert facts(counted(["Kim Il Sung came to Tirana"] * 9))[4] == facts(counted(["Kim Il Sung came to Tirana"]))[4]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"passages": 1}', b"\xff"])
def test_what_are_no_counts_is_told(data: bytes) -> None:
    with pytest.raises(PayloadDamaged):
        Counts.parse(data)


@pytest.mark.parametrize("changed", ["frequencies", "forms", "names", "pairs"])
def test_counts_of_another_kind_are_told(changed: str) -> None:
    values = json.loads(counted(["Tirana"]).to_bytes())
    with pytest.raises(PayloadDamaged):
        Counts.parse(json.dumps({**values, changed: 7}).encode())
