"""What the search sees of the questions of SQuAD-format sets: the signals that `fit_ranking.py` and `fit_verdict.py`
fit weights to.

Every fourth article is left out of the corpus, so that its questions have no answer there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relbot.index.build import build
from relbot.index.generation import Generation
from relbot.index.publish import current
from relbot.search import candidates, interaction, question
from relbot.search.interaction import Reading
from relbot.search.question import Question

SHORT_LIST = 20


@dataclass(frozen=True)
class Asked:
    """A question with what the search saw of its candidates."""

    kind: str
    """`inside`, `outside` or `impossible`."""
    article: str
    question: Question
    readings: list[Reading]
    right: int
    """Which of the readings is the passage with the gold answer; -1 where none is."""
    right_sentences: list[int]

    @property
    def passage_signals(self) -> NDArray[np.float32]:
        return np.stack([reading.signals for reading in self.readings])


def observe(data: Path, work: Path, left_out: int = 3, short_list: int = SHORT_LIST) -> Iterator[Asked]:
    """Index a set's articles under `work`, but for each fourth from `left_out` on, and ask all of its questions."""
    articles = json.loads(data.read_text("utf-8"))["data"]
    corpus = work / f"{data.stem}-{left_out}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, article in enumerate(articles):
        if number % 4 != left_out:
            body = "\n\n".join(_squeezed(p["context"]) for p in article["paragraphs"])
            (corpus / f"{number:03}.md").write_text(f"# {article['title']}\n\n{body}\n", "utf-8")
    index = work / f"{data.stem}-{left_out}-index"
    build(corpus, index)
    generation = Generation.open(current(index))
    today = datetime.now(UTC).date()
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            context = _squeezed(paragraph["context"])
            for asked in paragraph["qas"]:
                golds = [_squeezed(gold["text"]) for gold in asked["answers"]]
                impossible = asked.get("is_impossible", False)
                if number % 4 == left_out and impossible:
                    continue
                kind = "outside" if number % 4 == left_out else "impossible" if impossible else "inside"
                read = question.read(asked["question"], generation, today)
                found = candidates.candidates(read, generation, short_list)
                readings = interaction.read(read, found, generation)
                right, sentences = _gold(readings, context, golds) if kind == "inside" else (-1, [])
                yield Asked(kind, article["title"], read, readings, right, sentences)


def without_tokens(asked: Asked) -> Asked:
    """The same but for the token vectors, which are 5 MB a question."""
    none = np.zeros((0, 0), np.float32)
    readings = [
        replace(r, sentences=tuple(replace(s, tokens=none, near=none) for s in r.sentences)) for r in asked.readings
    ]
    return replace(asked, readings=readings)


def _gold(readings: list[Reading], context: str, golds: list[str]) -> tuple[int, list[int]]:
    for place, reading in enumerate(readings):
        passage = reading.row.passage
        if _squeezed(passage.quote) in context and any(gold in _squeezed(passage.quote) for gold in golds):
            sentences = [
                number
                for number, sentence in enumerate(reading.sentences)
                if any(gold in _squeezed(passage.words(sentence.span)) for gold in golds)
            ]
            return place, sentences
    return -1, []


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="relbot-observe-"))
