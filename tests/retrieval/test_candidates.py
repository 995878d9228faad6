from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.query.query import analyse
from relbot.retrieval.candidates import Candidate, retrieve

TODAY = date(2026, 3, 1)


def found(text: str, generation: LocalGeneration, limit: int = 20) -> list[Candidate]:
    return retrieve(analyse(text, generation, TODAY), generation, limit)


def best(text: str, generation: LocalGeneration) -> str:
    return generation.store.passages([found(text, generation)[0].row])[0].passage.quote


def test_the_best_come_first_and_each_once(generation: LocalGeneration) -> None:
    ranked = found("Who hosted Kim Il Sung?", generation)
    assert ranked == sorted(ranked, key=lambda candidate: -candidate.fused)
    assert len({candidate.row for candidate in ranked}) == len(ranked)
    assert found("Who hosted Kim Il Sung?", generation, 2) == ranked[:2]


def test_scores_lie_where_they_should(generation: LocalGeneration) -> None:
    ranked = found("Who hosted Kim Il Sung in Tirana?", generation)
    assert max(candidate.lexical for candidate in ranked) == 1
    assert all(0 <= candidate.lexical <= 1 for candidate in ranked)
    assert all(-1 <= score <= 1.0001 for c in ranked for score in (c.dense, c.sentence))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("litmus", "litmus test"),  # a rare word, which only BM25 finds
        ("state guest of the Albanian leader in the mid-fifties", "state visit"),  # by meaning
        ("What happened in 1977?", "June 1977"),  # by time
    ],
)
def test_each_retriever_finds_its_passage(question: str, words: str, generation: LocalGeneration) -> None:
    assert words in best(question, generation)


def test_a_question_of_which_no_word_occurs_has_candidates_all_the_same(generation: LocalGeneration) -> None:
    ranked = found("xyzzy plugh", generation)
    assert ranked
    assert {candidate.lexical for candidate in ranked} == {0}


def test_a_corpus_of_one_passage_has_one_candidate(indexed: Callable[[dict[str, str]], Path]) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"a.txt": "Kim came in 1956."})))
    assert [candidate.row for candidate in found("Who came?", generation)] == [0]


def test_a_passage_of_the_time_asked_about_is_a_candidate_however_it_is_worded(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    filler = "\n\n".join(
        f"Delegation number {n} arrived by train and left again after a short dinner." for n in range(150)
    )
    text = f"{filler}\n\nOn 4 May 1931 someone planted forty lemon trees behind the southern wall.\n"
    generation = LocalGeneration.open(current_folder(indexed({"a.txt": text})))
    rows = [candidate.row for candidate in found("Which delegation arrived by train in 1931?", generation)]
    assert any("lemon" in row.passage.quote for row in generation.store.passages(rows))
