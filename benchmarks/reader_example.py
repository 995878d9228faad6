"""Examples for the reader, and the files that store them: all that training needs to know about relbot."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]{3,}")
_STOP_WORDS = "the and was were what which who whom when where how did does that with from for are has have had"
_STOP = frozenset(_STOP_WORDS.split())
MADE = frozenset(("retrieved", "neighbour", "sibling", "topic", "without", "changed"))
"""The kinds of negatives that `reader_negatives.py` makes."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question paired with a passage."""

    key: str
    """A unique name, which ends in "/" and one of `MADE` for a made negative; its hash is the place in a pass."""
    question: str
    title: str
    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    """The indices of the sentences that answer; empty if the passage does not."""
    span: tuple[int, int, int] | None = None
    """The sentence of the answer, and its start and end in characters of the sentence; None if not known."""

    @property
    def place(self) -> float:
        """The place in a pass, 0 to 1."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:6], "big") / 2**48

    @property
    def is_made(self) -> bool:
        """Whether it is a negative made from another example."""
        return self.key.rpartition("/")[2] in MADE


def words(text: str) -> frozenset[str]:
    """Return the distinctive words of a text, cut to a rough stem."""
    return frozenset(word[:6] for word in _WORD.findall(text.lower()) if word not in _STOP)


def answer_of(example: Example) -> str:
    """Return the words of the first answer: its span if known, else its whole sentence."""
    if example.span:
        sentence, start, end = example.span
        return example.sentences[sentence][start:end]
    return example.sentences[example.answers[0]]


def write(examples: Sequence[Example], file: Path) -> None:
    """Write examples to a file (JSON lines, xz), with each passage only once."""
    passages: dict[tuple[str, tuple[str, ...]], int] = {}
    for example in examples:
        passages.setdefault((example.title, example.sentences), len(passages))
    with lzma.open(file, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps([*passages]) + "\n")
        for example in examples:
            number = passages[example.title, example.sentences]
            lines.write(json.dumps([example.key, example.question, number, example.answers, example.span]) + "\n")


def read(file: Path) -> Iterator[Example]:
    """Read the examples of a file by `write`."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        passages = [(title, tuple(sentences)) for title, sentences in json.loads(next(lines))]
        for line in lines:
            key, question, number, answers, span = json.loads(line)
            title, sentences = passages[number]
            yield Example(key, question, title, sentences, tuple(answers), tuple(span) if span else None)
