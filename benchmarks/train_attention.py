"""Train the weights of `relbot.reading.attention`, with torch; `fit_verdict.py` uses it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from relbot.reading.attention import QUESTION_TOKENS, Attention, Compared

COMPONENTS, WIDTH, HIDDEN = 96, 64, 32
"""Tokens are compared in `WIDTH` mixtures of their first principal components, which keeps the few thousand questions
from being learned by heart. AUROC impossible by itself, on the sets alone: 0.667, with 16 mixtures 0.648, 32 0.661."""
EPOCHS, BATCH, RATE = 6, 48, 3e-3
BESIDE = 2
"""Sentences that do not answer, drawn anew in each epoch for a question that one answers; one for the others."""


@dataclass(frozen=True)
class Pair:
    """A question and a sentence, and whether it answers."""

    question: str
    """Its name; pairs of one question have the same."""
    seen: Compared
    answers: bool
    always: bool
    """Whether it takes part in each epoch: the sentence that relbot would answer with, and the right one."""


@dataclass(frozen=True)
class Tokens:
    """Pairs in tensors, the tokens in their principal components."""

    question: Tensor
    attended: Tensor
    facts: Tensor
    present: Tensor
    signals: Tensor
    answers: Tensor

    def take(self, rows: Sequence[int]) -> Tokens:
        chosen = torch.tensor(rows)
        return Tokens(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


class Network(nn.Module):
    """The same as `Attention.answers`, so that it can be trained; `attention` gives it back as that."""

    def __init__(self, facts: int, signals: Tensor) -> None:
        super().__init__()
        self.project = nn.Linear(COMPONENTS, WIDTH, bias=False)
        self.compare = nn.Linear(2 * WIDTH + facts, HIDDEN)
        self.gate = nn.Linear(WIDTH + facts, 1, bias=False)
        self.aggregate = nn.Linear(2 * HIDDEN + signals.shape[1], HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.linear = nn.Linear(signals.shape[1], 1, bias=False)
        self.mean, self.deviation = signals.mean(0), signals.std(0) + 1e-3
        self.some, self.few = nn.Dropout(0.2), nn.Dropout(0.1)

    def forward(self, pairs: Tokens) -> Tensor:
        own, other = self.some(self.project(pairs.question.float())), self.some(self.project(pairs.attended.float()))
        met = torch.cat([own * other, (own - other).abs(), pairs.facts], 2)
        compared = self.few(torch.relu(self.compare(met)))
        gate = self.gate(torch.cat([own, pairs.facts], 2)).squeeze(2).masked_fill(~pairs.present, -1e9)
        shared = (torch.softmax(gate, 1)[..., None] * compared).sum(1)
        most = compared.masked_fill(~pairs.present[..., None], -1e9).max(1).values
        signals = (pairs.signals - self.mean) / self.deviation
        hidden = torch.relu(self.aggregate(self.few(torch.cat([shared, most, signals], 1))))
        logits: Tensor = (self.out(hidden) + self.linear(signals)).squeeze(1)
        return logits


def train(pairs: Sequence[Pair], seed: int = 1) -> Attention:
    """Fit the weights to pairs, so that the log-odds tell which answer."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - draws examples
    centre, components = _principal([pair.seen.question for pair in pairs if pair.always])
    tokens = _tensors(pairs, centre, components)
    always: dict[str, list[int]] = {}
    beside: dict[str, list[int]] = {}
    for row, pair in enumerate(pairs):
        (always if pair.always else beside).setdefault(pair.question, []).append(row)
    questions = sorted(always)
    network = Network(tokens.facts.shape[2], tokens.signals)
    steps = EPOCHS * -(-len(questions) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
    for _ in range(EPOCHS):
        dice.shuffle(questions)
        for first in range(0, len(questions), BATCH):
            rows: list[int] = []
            for name in questions[first : first + BATCH]:
                others = beside.get(name, [])
                count = BESIDE if any(pairs[row].answers for row in always[name]) else 1
                rows += always[name] + dice.sample(others, min(count, len(others)))
            batch = tokens.take(rows)
            loss = nn.functional.binary_cross_entropy_with_logits(network(batch), batch.answers)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    attention = _frozen(network.eval(), centre, components)
    with torch.no_grad():
        expected = network(tokens.take(range(min(32, len(pairs))))).numpy()
    found = [attention.answers(pair.seen) for pair in pairs[:32]]
    assert np.allclose(found, expected, atol=0.05), "what asks is what was trained, but for half precision"
    return attention


def _principal(tokens: Sequence[NDArray[np.float32]], most: int = 20_000) -> tuple[NDArray[np.float32], ...]:
    """The mean of token vectors, (384,), and their first principal components, (384, COMPONENTS)."""
    every = np.concatenate(tokens).astype(np.float32)
    some = every[np.random.default_rng(0).permutation(len(every))[:most]]
    centre = some.mean(axis=0)
    return centre, np.linalg.svd(some - centre, full_matrices=False)[2][:COMPONENTS].T.copy()


def _tensors(pairs: Sequence[Pair], centre: NDArray[np.float32], components: NDArray[np.float32]) -> Tokens:
    shape = (len(pairs), QUESTION_TOKENS)
    question, attended = (np.zeros((*shape, COMPONENTS), np.float16) for _ in range(2))
    facts = np.zeros((*shape, pairs[0].seen.facts.shape[1]), np.float32)
    present = np.zeros(shape, bool)
    for row, pair in enumerate(pairs):
        count = len(pair.seen.question)
        question[row, :count] = (pair.seen.question - centre) @ components
        attended[row, :count] = (pair.seen.attended - centre) @ components
        facts[row, :count], present[row, :count] = pair.seen.facts, True
    signals = np.stack([pair.seen.signals for pair in pairs])
    answers = np.array([pair.answers for pair in pairs], np.float32)
    return Tokens(*map(torch.from_numpy, (question, attended, facts, present, signals, answers)))


def _frozen(network: Network, centre: NDArray[np.float32], components: NDArray[np.float32]) -> Attention:
    """The network's weights, over token vectors as they are."""

    def weights(layer: nn.Linear) -> NDArray[np.float32]:
        return layer.weight.detach().numpy().T.copy()

    def bias(layer: nn.Linear) -> NDArray[np.float32]:
        return layer.bias.detach().numpy().copy()

    project = components @ weights(network.project)
    return Attention(
        project=project,
        shift=centre @ project,
        compare=weights(network.compare),
        compare_bias=bias(network.compare),
        gate=weights(network.gate)[:, 0],
        mean=network.mean.numpy(),
        deviation=network.deviation.numpy(),
        aggregate=weights(network.aggregate),
        aggregate_bias=bias(network.aggregate),
        out=weights(network.out)[:, 0],
        linear=weights(network.linear)[:, 0],
        out_bias=bias(network.out),
    )
