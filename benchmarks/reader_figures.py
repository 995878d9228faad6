"""Evaluates a reader network on the development examples."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import torch

from logistic import auroc
from reader_example import Example
from reader_network import Network, Preparation, batch_of, pack


def figures(network: Network, preparation: Preparation, asked: list[Example], device: str) -> dict[str, float]:
    """Return for each part (the beginning of the keys) the share of answerable questions whose sentence is right, the
    AUROC of answerable against unanswerable ones, and the share of the latter answered if 0.9 of the former are.
    """
    network.eval()
    dice = random.Random(0)  # noqa: S311
    right = defaultdict[str, list[bool]](list)
    sure = defaultdict[str, list[tuple[float, bool]]](list)
    inputs = sorted(
        ((preparation.read(example, dice), example.key.partition("/")[0]) for example in asked),
        key=lambda one: len(one[0].ids),
    )
    with torch.no_grad():
        for first in range(0, len(inputs), 64):
            some = inputs[first : first + 64]
            logits = network(batch_of(pack([one for one, _ in some]), device))[0].float().cpu()
            for (one, part), row in zip(some, logits, strict=True):
                odds = float(row[1:].logsumexp(0) - row[0])
                answerable = one.answers != [0]
                sure[part].append((odds, answerable))
                if answerable:
                    right[part].append(int(row[1:].argmax()) + 1 in one.answers)
    network.train()
    answerable_odds = [pair for pair in sure.get("squad2", ()) if pair[1]]
    if "outside" in sure:
        sure["outside"] += answerable_odds
    found = dict[str, float]()
    for part, pairs in sure.items():
        if part in right:
            found[f"{part} sentence"] = round(sum(right[part]) / len(right[part]), 4)
        if len({positive for _, positive in pairs}) == 2:
            positive, negative = (np.array([odds for odds, is_so in pairs if is_so == of]) for of in (True, False))
            found[f"{part} auroc"] = round(auroc(positive, negative), 4)
            found[f"{part} answered at 0.9"] = round(answered_at(pairs, 0.9), 4)
    return found


def answered_at(sure: list[tuple[float, bool]], kept: float) -> float:
    """Return the share of the unanswerable questions above the value that a share `kept` of the answerable is above."""
    positive = sorted(odds for odds, answerable in sure if answerable)
    bar = positive[int((1 - kept) * len(positive))]
    negative = [odds >= bar for odds, answerable in sure if not answerable]
    return sum(negative) / len(negative)
