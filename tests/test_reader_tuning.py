"""The reader is tuned on all that is found for a question at once."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import prepare_reader_lists
from prepare_reader_lists import Asked, articles, folders, listed
from reader_example import Example, write
from relbot.index.engines import open_index
from relbot.pipeline import Pipeline
from tune_reader import BEST, PASSAGES, listwise_loss, questions, some_of, steps

HALL = """# Hall

## Prices

| Ticket | Price |
|---|---|
| Adult | 9 € |
| Child | 5 € |

## Dogs

Dogs may come into the **garden** but not into the hall.
"""


def example(origin: str, question: str, wording: str, number: int, *, answered: bool) -> Example:
    key = f"{origin}/x/{question}\t{wording}\t{number}"
    return Example(key, wording, "Title", ("One sentence.", "Another one."), (1,) if answered else ())


def logits(*rows: tuple[float, ...]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return torch.tensor(rows), torch.zeros(len(rows), 3), torch.zeros(len(rows), 3)


class Right:
    """Which sentences are right, as a batch has it."""

    def __init__(self, *rows: tuple[bool, ...]) -> None:
        self.answers = torch.tensor(rows)


def test_what_answers_is_found_in_each_wording_with_its_parts_apart(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    generation = open_index(indexed({"hall.md": HALL})).open()
    asked = Asked("how much for kids", ("Child … 5 €",))
    found = list(listed("folders/hall", asked, generation, Pipeline.load()))
    shown = [one.sentences[number] for one in found for number in one.answers]
    assert shown
    assert all("Child" in sentence and "5" in sentence for sentence in shown)
    dogs = Asked("can my dog come in", ("may come into the garden",))
    assert any(one.answers for one in listed("folders/hall", dogs, generation, Pipeline.load()))
    nothing = listed("folders/hall", Asked("how much for pensioners", ()), generation, Pipeline.load())
    assert not any(one.answers for one in nothing)


def test_what_is_written_can_be_asked_of_its_documents() -> None:
    for name, documents, asked in folders():
        text = " ".join(" ".join(documents.values()).replace("*", "").replace("`", "").split()).casefold()
        assert len(asked) >= 30, name
        assert any(not one.answers for one in asked), name
        assert text


def test_passages_are_grouped_by_question_and_wording_and_articles_are_no_more_than_folders(tmp_path: Path) -> None:
    rows = [
        example(origin, question, wording, number, answered=number == 1)
        for origin, many in (("articles", 4), ("folders", 2))
        for question in (f"{origin} {number}" for number in range(many))
        for wording in ("as typed", "completed")
        for number in range(3)
    ]
    write(rows, tmp_path / "lists.jsonl.xz")
    found = questions(tmp_path / "lists.jsonl.xz", seed=1)
    assert len(found) == 4
    assert {len(wordings) for wordings in found} == {2}
    assert {len(passages) for wordings in found for passages in wordings} == {3}
    every = list(steps(found, rows, passes=1, seed=1))
    assert len(every) == 2
    assert all(len({one.key.rpartition("\t")[0] for one in passages}) == 1 for step in every for passages in step[:-1])


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(0, 99))
def test_the_best_passages_are_seen_and_of_the_others_first_what_answers(answered: list[bool], seed: int) -> None:
    passages = [example("folders", "q", "w", number, answered=one) for number, one in enumerate(answered)]
    seen = some_of(passages, random.Random(seed))
    assert seen[:BEST] == passages[:BEST]
    assert len(seen) == min(PASSAGES, len(passages))
    assert len(set(seen)) == len(seen)
    if any(answered[BEST:]) and len(passages) > BEST:
        assert seen[BEST].answers


def test_the_right_sentence_of_one_passage_competes_with_the_wrong_ones_of_all() -> None:
    right = Right((False, True, False), (False, False, False))
    sure = listwise_loss(logits((0.0, 9.0, -9.0), (0.0, -9.0, -9.0)), right, [2])  # type: ignore[arg-type]
    taken_in = listwise_loss(logits((0.0, 2.0, -9.0), (0.0, 9.0, -9.0)), right, [2])  # type: ignore[arg-type]
    assert float(sure) == pytest.approx(0, abs=1e-3)
    assert float(taken_in) == pytest.approx(7, abs=1e-2)


def test_a_question_that_nothing_answers_has_no_listwise_loss() -> None:
    nothing = Right((True, False, False), (True, False, False))
    assert float(listwise_loss(logits((0.0, 5.0, 1.0), (0.0, 1.0, 1.0)), nothing, [2])) == 0  # type: ignore[arg-type]


def test_an_article_is_put_together_of_the_paragraphs_of_its_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ("The_Mill", "It was built in 1712."),
        ("Other", "No."),
        ("The_Mill", "It burned  down."),
        ("The_Mill", "It was built in 1712."),
    ]
    with gzip.open(tmp_path / "squad2-wikipedia.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"title": title, "passage": text}) + "\n" for title, text in rows)
    asked = tmp_path / "whole_articles.jsonl"
    asked.write_text(json.dumps({"title": "The Mill", "questions": [["how old is it", ["was built in 1712"]]]}) + "\n")
    monkeypatch.setattr(prepare_reader_lists, "ARTICLES", asked)
    text = "# The Mill\n\nIt was built in 1712.\n\nIt burned down.\n"
    assert list(articles(tmp_path)) == [
        ("articles/The Mill", {"article.md": text}, [Asked("how old is it", ("was built in 1712",))])
    ]
