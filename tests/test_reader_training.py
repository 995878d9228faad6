"""The examples that the reader is trained on, and that it is trained as it is served."""

from __future__ import annotations

import gzip
import json
import random
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

import reader_negatives
import reader_network
from reader_data import positives
from reader_example import Example, read, words, write
from reader_negatives import negatives
from reader_network import CLS, SEP, Network, Preparation, batch_of, distillation, loss_of, pack
from relbot.index.encoding import packaged_model
from relbot.reading import reader as served
from train_reader import BATCHES, Buckets, prepared

TOWNS = (
    "Lirz",
    "Morn",
    "Nabo",
    "Oster",
    "Pell",
    "Quern",
    "Rast",
    "Selm",
    "Torv",
    "Ulm",
    "Verl",
    "Wend",
    "Xant",
    "Yrsk",
)


def row(town: str, number: int, *, answered: bool = True) -> dict[str, object]:
    told = [
        f"The town of {town} lies on the river Buna.",
        f"Its mill was built in {1700 + number} by Master {town}mann.",
        "It rained for most of the winter.",
    ]
    passage = " ".join(told)
    starts = [0, *accumulate(len(sentence) + 1 for sentence in told[:-1])]
    return {
        "id": f"{town}{answered}",
        "question": f"Who built the mill of {town} in {1700 + number}?" if answered else f"Who burned down {town}?",
        "title": f"Towns_{number % 3}",
        "passage": passage,
        "sentences": [[start, start + len(sentence)] for start, sentence in zip(starts, told, strict=True)],
        "answers": [[passage.index("Master"), f"Master {town}mann"]] if answered else [],
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rows = [row(town, n, answered=answered) for n, town in enumerate(TOWNS) for answered in (True, False)]
    with gzip.open(folder / "towns.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one) + "\n" for one in rows)
    return folder


def examples(data: Path) -> list[Example]:
    own = positives(data, written=None)
    return [*own, *negatives(own)]


@pytest.fixture(scope="module")
def found(data: Path) -> list[Example]:
    return examples(data)


def made(found: list[Example], kind: str) -> list[Example]:
    return [example for example in found if example.key.endswith(f"/{kind}")]


def test_examples_are_drawn_alike_each_time_and_named_apart(data: Path, found: list[Example]) -> None:
    assert examples(data) == found
    assert len({example.key for example in found}) == len(found)


def test_examples_are_read_as_they_were_written(found: list[Example], tmp_path: Path) -> None:
    write(found, tmp_path / "examples.jsonl.xz")
    assert list(read(tmp_path / "examples.jsonl.xz")) == found


def test_an_answer_is_in_its_sentence(found: list[Example]) -> None:
    told = [example for example in found if example.answers]
    assert len(told) == len(TOWNS)
    for example in told:
        assert example.span
        sentence, start, end = example.span
        assert example.answers == (sentence,)
        assert example.sentences[sentence][start:end].startswith("Master ")


@pytest.mark.parametrize("kind", ["retrieved", "topic", "without", "changed"])
def test_a_negative_of_each_kind_is_made_and_does_not_hold_the_answer(kind: str, found: list[Example]) -> None:
    negatives = made(found, kind)
    assert negatives
    by_key = {example.key: example for example in found}
    for example in negatives:
        asked = by_key[example.key.removesuffix(f"/{kind}")]
        assert asked.answers
        assert (example.answers, example.span) == ((), None)
        if kind == "changed":
            assert example.question != asked.question
            assert not words(example.question) <= words(" ".join((*asked.sentences, asked.question)))
        else:
            assert example.question == asked.question
            assert asked.sentences[1] not in example.sentences


@pytest.mark.parametrize("kind", ["neighbour", "sibling"])
def test_what_is_near_is_of_another_article_or_of_the_same_and_does_not_hold_the_answer(
    kind: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is near to what does not matter here, and the model is slow to load.
    near = np.random.default_rng(1)
    monkeypatch.setattr(
        reader_negatives, "embedded", lambda texts, _: near.normal(size=(len(texts), 8)).astype(np.float32)
    )
    own = positives(data, written=None)
    by_key = {example.key: example for example in own}
    found = made(list(negatives(own, tmp_path)), kind)
    assert found
    for example in found:
        asked = by_key[example.key.removesuffix(f"/{kind}")]
        assert (example.question, example.answers, example.span) == (asked.question, (), None)
        assert (example.title == asked.title) is (kind == "sibling")
        assert asked.sentences[1] not in example.sentences


def test_few_examples_are_enough(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "one.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(row("Lirz", 1)) + "\n")
    assert [example for example in examples(tmp_path) if example.answers]


# The network.


@pytest.fixture(scope="module")
def preparation() -> Preparation:
    return Preparation(packaged_model.folder() / "tokenizer.json")


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(1)
    shape = BertConfig(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24)
    return Network(BertModel(shape)).eval()


def test_the_window_is_the_one_that_is_served() -> None:
    trained = reader_network.WINDOW, reader_network.QUESTION, reader_network.TITLE
    assert trained == (served.WINDOW, served.QUESTION_TOKENS, served.TITLE_TOKENS)


@pytest.mark.parametrize("length", [1, 5, 40, 200])
def test_an_input_holds_the_answer_whole_sentences_and_no_more_than_the_window(
    length: int, preparation: Preparation
) -> None:
    sentences = tuple(f"{'word ' * length}{n}." for n in range(20))
    example = Example("a", "Who? " * length, "Title " * length, sentences, (7,), (7, 0, 4))
    for seed in range(20):
        one = preparation.read(example, random.Random(seed))
        assert len(one.ids) == len(one.types) == len(one.sentence) <= reader_network.WINDOW
        assert (one.ids[0], one.ids[-1]) == (CLS, SEP)
        assert one.answers != [0]
        assert one.sentence[one.start] == one.sentence[one.end] == one.answers[0]
        assert one.types == sorted(one.types)


def test_every_example_is_cut_once_and_alike_each_time(found: list[Example], preparation: Preparation) -> None:
    def cut() -> list[list[int]]:
        order = [number % len(found) for number in range(3 * BATCHES)]
        buckets = prepared(Buckets(found, order, preparation, size=2, seed=1), workers=0)
        return [
            row[:length].tolist()
            for bucket in buckets
            for batch in bucket
            for row, (_, _, length) in zip(batch["ids"], batch["span"], strict=True)
        ]

    once = cut()
    assert len(once) == 3 * BATCHES
    assert cut() == once
    assert {tuple(preparation.tokens(example.question)[0]) for example in found} == {
        tuple(ids[1 : ids.index(SEP)]) for ids in once
    }


def test_what_does_not_answer_is_trained_towards_none(preparation: Preparation) -> None:
    one = preparation.read(Example("a", "Who?", "", ("It rained.", "It snowed."), ()), random.Random(1))
    assert (one.answers, one.start, one.end) == ([0], 0, 0)


def test_sentences_are_scored_in_training_as_they_are_when_served(
    found: list[Example], preparation: Preparation, network: Network
) -> None:
    inputs = [preparation.read(example, random.Random(1)) for example in found[:6]]
    batch = batch_of(pack(inputs))
    with torch.no_grad():
        logits = network(batch)[0].numpy()
        states = network.bert(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.present.long()
        ).last_hidden_state
        scores = network.scores(states).numpy()
    for one, own, row in zip(inputs, scores, logits, strict=True):
        for sentence in range(1, max(one.sentence) + 1):
            tokens = np.flatnonzero(np.array(one.sentence) == sentence)
            assert served._sentence_logit(own[tokens]) == pytest.approx(row[sentence], abs=1e-4)
        assert (row[max(one.sentence) + 1 :] < -1e3).all()


def test_the_loss_falls_where_the_right_sentence_rises(
    found: list[Example], preparation: Preparation, network: Network
) -> None:
    batch = batch_of(pack([preparation.read(example, random.Random(1)) for example in found[:6]]))
    with torch.no_grad():
        sentences, starts, ends = network(batch)
        better = (sentences + 5 * batch.answers, starts, ends)
        assert 0 < loss_of(better, batch) < loss_of((sentences, starts, ends), batch)


def test_right_sentences_do_not_compete(preparation: Preparation, network: Network) -> None:
    sentences = ("It rained.", "Ada came.", "Ben came.", "It snowed.")
    batch = batch_of(pack([preparation.read(Example("a", "Who came?", "", sentences, (1, 2)), random.Random(1))]))
    with torch.no_grad():
        _, starts, ends = network(batch)
        both, one, none = (
            loss_of((torch.tensor([scores]), starts, ends), batch, span=0)
            for scores in ([0.0, 0, 4, 4, 0], [0.0, 0, 8, 0, 0], [4.0, 0, 0, 0, 0])
        )
    assert both < one < none


def test_nothing_is_learnt_from_a_teacher_that_finds_the_same(
    found: list[Example], preparation: Preparation, network: Network
) -> None:
    batch = batch_of(pack([preparation.read(example, random.Random(1)) for example in found[:6]]))
    sentences, starts, ends = (logits.detach().requires_grad_() for logits in network(batch))
    same, other = (sentences, starts, ends), (sentences.flip(1), starts, ends)
    for taught, moved in ((same, False), (other, True)):
        fixed = (taught[0].detach(), taught[1].detach(), taught[2].detach())
        (gradient,) = torch.autograd.grad(distillation(same, [fixed]), sentences)
        assert (gradient.abs().max() > 1e-4).item() is moved
