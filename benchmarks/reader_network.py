"""The reader's network in torch: from question and passage to a score per sentence, a score for none, and a span."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from reader_example import Example, words

WINDOW, QUESTION, TITLE = 128, 40, 12
"""The most tokens of the input, and of the question and the title in it."""
CLS, SEP = 101, 102
TITLED = 0.5
"""The share of the examples that are shown with their title."""


@dataclass(frozen=True, slots=True)
class Input:
    """A tokenized example."""

    ids: list[int]
    types: list[int]
    sentence: list[int]
    """The number of the sentence that each token belongs to, from 1; 0 for none."""
    answers: list[int]
    """The numbers of the sentences that answer, from 1; [0] for none."""
    start: int
    """The token of the answer's start, as `end` is that of its end; 0 for none, -1 if not known."""
    end: int


class Preparation:
    """A tokenizer that cuts examples to the window: whole sentences around the one that matters."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cache: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Tokenize many texts in advance, on all cores."""
        missing = list({text for text in texts if text not in self._cache})
        for text, encoded in zip(missing, self._tokenizer.encode_batch(missing, add_special_tokens=False), strict=True):
            self._cache[text] = encoded.ids, encoded.offsets

    def tokens(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        if text not in self._cache:
            encoded = self._tokenizer.encode(text, add_special_tokens=False)
            self._cache[text] = encoded.ids, encoded.offsets
        return self._cache[text]

    def read(self, example: Example, dice: random.Random, titled: float = TITLED) -> Input:
        question = self.tokens(example.question)[0][:QUESTION]
        title = self.tokens(example.title)[0][:TITLE] if example.title and dice.random() < titled else []
        head = [CLS, *question, SEP]
        middle = [*title, SEP] if title else []
        room = WINDOW - len(head) - len(middle) - 1
        first, last = self._chosen(example, room, dice)
        ids, types = head + middle, [0] * len(head) + [1] * len(middle)
        sentence, start, end = [0] * len(ids), -1, -1
        for number in range(first, last + 1):
            pieces, offsets = self.tokens(example.sentences[number])
            pieces = pieces[: WINDOW - 1 - len(ids)]
            if example.span and example.span[0] == number:
                within = [
                    len(ids) + place
                    for place, (a, b) in enumerate(offsets[: len(pieces)])
                    if a < example.span[2] and b > example.span[1]
                ]
                if within:
                    start, end = within[0], within[-1]
            ids, types = ids + pieces, types + [1] * len(pieces)
            sentence += [number - first + 1] * len(pieces)
        answers = [number - first + 1 for number in example.answers if first <= number <= last]
        if not answers:
            start = end = 0
        return Input([*ids, SEP], [*types, 1], [*sentence, 0], answers or [0], start, end)

    def _chosen(self, example: Example, room: int, dice: random.Random) -> tuple[int, int]:
        """Return the indices of the first and last sentence of the window."""
        lengths = [len(self.tokens(sentence)[0]) for sentence in example.sentences]
        if example.answers:
            centre = example.answers[0]
        else:
            asked = words(example.question)
            centre = max(range(len(lengths)), key=lambda n: (len(asked & words(example.sentences[n])), dice.random()))
        first = last = centre
        spent = lengths[centre]
        while first > 0 or last + 1 < len(lengths):
            back = first > 0 and (last + 1 == len(lengths) or dice.random() < 0.5)
            step = lengths[first - 1] if back else lengths[last + 1]
            if spent + step > room:
                break
            spent += step
            first, last = (first - 1, last) if back else (first, last + 1)
        return first, last


Packed = dict[str, NDArray[np.int16]]
"""Inputs in a few arrays, in which they are passed between processes."""


def pack(inputs: Sequence[Input]) -> Packed:
    """Pack inputs of similar length into arrays of one shape."""
    shape = len(inputs), max(len(one.ids) for one in inputs)
    most = max(max(one.sentence) for one in inputs) + 1
    found = {name: np.zeros(shape, np.int16) for name in ("ids", "types", "sentence")}
    found["answers"] = np.zeros((len(inputs), most), np.int16)
    for row, one in enumerate(inputs):
        for name in ("ids", "types", "sentence"):
            found[name][row, : len(one.ids)] = getattr(one, name)
        found["answers"][row, one.answers] = 1
    found["span"] = np.array([(one.start, one.end, len(one.ids)) for one in inputs], np.int16)
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    ids: Tensor
    types: Tensor
    present: Tensor
    member: Tensor
    """(batch, sentences + 1, tokens): which tokens belong to which sentence; row 0 is the first token, for none."""
    answers: Tensor
    """(batch, sentences + 1): which sentences are right; the first stands for none."""
    start: Tensor
    end: Tensor
    passage: Tensor
    """(batch, tokens): where a span may be; the first token stands for none."""


def batch_of(packed: Packed, device: str = "cpu") -> Batch:
    found = {name: torch.from_numpy(array).to(device).long() for name, array in packed.items()}
    sentence, answers = found["sentence"], found["answers"].bool()
    passage = sentence > 0
    passage[:, 0] = True
    member = nn.functional.one_hot(sentence, answers.shape[1]).bool().transpose(1, 2).clone()
    member[:, 0] = False
    member[:, 0, 0] = True
    start, end, length = found["span"].unbind(1)
    present = torch.arange(sentence.shape[1], device=device) < length[:, None]
    return Batch(found["ids"], found["types"], present, member, answers, start, end, passage)


Found = tuple[Tensor, Tensor, Tensor]
"""The logits of sentences (the first stands for none), of span starts and of span ends (the first token for none)."""


class Network(nn.Module):
    """all-MiniLM-L6-v2 with heads; its word embeddings are frozen, unless it is a teacher."""

    def __init__(self, bert: Any, *, layers: int = 0, teacher: bool = False) -> None:
        """Add heads to a model; `layers` is their number if it differs from the model's, whose layers are then copied
        or skipped evenly.
        """
        super().__init__()
        self.bert = bert
        if layers:
            own = bert.encoder.layer
            bert.encoder.layer = nn.ModuleList(copy.deepcopy(own[n * len(own) // layers]) for n in range(layers))
        self.bert.embeddings.word_embeddings.weight.requires_grad_(teacher)
        self.bert.pooler = None
        hidden = bert.config.hidden_size
        self.scores = nn.Linear(hidden, 4)
        """Four scores per token: for its sentence's mean, for its maximum, as the answer's start and as its end."""
        self.none = nn.Linear(hidden, 1)

    def forward(self, batch: Batch) -> Found:
        states = self.bert(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.present.long()
        ).last_hidden_state.float()
        each = self.scores(states)
        member = batch.member
        mean = (member * each[:, None, :, 0]).sum(2) / member.sum(2).clamp(min=1)
        most = each[:, None, :, 1].masked_fill(~member, -1e4).amax(2)
        sentences = torch.cat([self.none(states[:, 0]), (mean + most)[:, 1:]], 1)
        sentences = sentences.masked_fill(~member.any(2), -1e4)
        return sentences, *(each[:, :, n].masked_fill(~batch.passage, -1e4) for n in (2, 3))


def loss_of(found: Found, batch: Batch, span: float = 0.5) -> Tensor:
    """Return the negative log-likelihood of each right sentence (or of none) against the wrong ones and none, plus that
    of the span if it is known.

    Right sentences do not compete, as every item of a list has to score above none.
    """
    sentences, starts, ends = found
    wrong = torch.logsumexp(sentences.masked_fill(batch.answers, -1e4), 1)[:, None]
    each = nn.functional.softplus(wrong - sentences).masked_fill(~batch.answers, 0.0)
    loss = (each.sum(1) / batch.answers.sum(1)).mean()
    known = batch.start >= 0
    if span and known.any():
        for logits, truth in ((starts, batch.start), (ends, batch.end)):
            loss = loss + span / 2 * nn.functional.cross_entropy(logits[known], truth[known])
    return loss


def distillation(found: Found, taught: Sequence[Found], span: float = 0.5) -> Tensor:
    """Return the cross-entropy with the teachers' mean distributions (Hinton et al. 2015, arXiv 1503.02531) over
    sentences and none, and over spans.
    """
    loss = torch.zeros((), device=found[0].device)
    for logits, weight, *each in zip(found, (1.0, span / 2, span / 2), *taught, strict=True):
        likely = torch.stack([one.softmax(1) for one in each]).mean(0)
        loss = loss - weight * (likely * logits.log_softmax(1)).sum(1).mean()
    return loss
