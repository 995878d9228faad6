"""What the search sees of questions: the signals that `fit_ranking.py` and `fit_verdict.py` fit weights to.

The questions of a set in SQuAD format are asked of its articles, every fourth of them left out of the corpus, so that
its questions have no answer there; those of `questions.jsonl`, each of its own article alone.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.index.build import build
from relbot.index.generation import Generation
from relbot.index.publish import current_folder
from relbot.query import query
from relbot.query.query import Question
from relbot.retrieval import candidates, late_interaction
from relbot.retrieval.late_interaction import Reading

SHORT_LIST = 20
QUESTIONS = Path(__file__).with_name("questions.jsonl")


@dataclass(frozen=True)
class Asked:
    """A question with what the search saw of its candidates."""

    kind: str
    """`inside`, `outside` or `impossible`; of `questions.jsonl`, `plain`, `paraphrase` or `unanswerable`."""
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
    generation = _indexed([a for number, a in enumerate(articles) if number % 4 != left_out], work)
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            context = _squeezed(paragraph["context"])
            for asked in paragraph["qas"]:
                golds = [_squeezed(gold["text"]) for gold in asked["answers"]]
                impossible = asked.get("is_impossible", False)
                if number % 4 == left_out and impossible:
                    continue
                kind = "outside" if number % 4 == left_out else "impossible" if impossible else "inside"
                held = golds if kind == "inside" else []
                yield _asked(kind, article["title"], asked["question"], context, held, generation, short_list)


def observe_written(data: Path, work: Path, short_list: int = SHORT_LIST) -> Iterator[Asked]:
    """Index each article of a set by itself, and ask of it what was written about it in `questions.jsonl`."""
    written = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    for article in json.loads(data.read_text("utf-8"))["data"]:
        own = [entry for entry in written if (entry["set"], entry["article"]) == (data.stem, article["title"])]
        if not own:
            continue
        generation = _indexed([article], work)
        contexts = [_squeezed(p["context"]) for p in article["paragraphs"]]
        for entry in own:
            golds, place = entry.get("answers", []), entry.get("paragraph", 0)
            kind, text = entry["kind"], entry["question"]
            yield _asked(kind, article["title"], text, contexts[place], golds, generation, short_list)


def _indexed(articles: Sequence[Mapping[str, Any]], work: Path) -> Generation:
    """An index of some articles. All share a folder, so that the model is made ready once."""
    corpus = Path(tempfile.mkdtemp(dir=work))
    for number, article in enumerate(articles):
        body = "\n\n".join(_squeezed(p["context"]) for p in article["paragraphs"])
        (corpus / f"{number:03}.md").write_text(f"# {article['title']}\n\n{body}\n", "utf-8")
    build(corpus, work / "index")
    return Generation.open(current_folder(work / "index"))


def _asked(
    kind: str, article: str, text: str, context: str, golds: Sequence[str], generation: Generation, short_list: int
) -> Asked:
    read = query.read(text, generation, datetime.now(UTC).date())
    readings = late_interaction.read(read, candidates.candidates(read, generation, short_list), generation)
    right, sentences = _gold(readings, context, golds) if golds else (-1, [])
    return Asked(kind, article, read, readings, right, sentences)


def without_tokens(asked: Asked) -> Asked:
    """The same but for the token vectors, which are 5 MB a question."""
    none = np.zeros((0, 0), np.float32)
    readings = [
        replace(r, sentences=tuple(replace(s, tokens=none, near=none) for s in r.sentences)) for r in asked.readings
    ]
    return replace(asked, readings=readings)


def _gold(readings: list[Reading], context: str, golds: Sequence[str]) -> tuple[int, list[int]]:
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


def arguments(description: str | None) -> tuple[list[Path], Path]:
    """What was said on the command line: the sets, and the folder to work in."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--work", type=Path, help="keep the indexes here (default: a temporary folder)")
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="relbot-observe-"))
    work.mkdir(parents=True, exist_ok=True)
    return args.sets, work
