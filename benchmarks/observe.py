"""Collects the retrieval signals of labelled questions, to which `fit_ranking.py` and `fit_verdict.py` fit weights.

The questions of a set in SQuAD format are searched in its articles except every fourth, whose questions then have no
answer; those of `questions.jsonl` are searched in their own article alone.
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
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.query.query import Query, analyse
from relbot.retrieval.candidates import retrieve
from relbot.retrieval.late_interaction import PassageMatch, match_candidates
from squad_articles import single_spaced, write_sources

SHORT_LIST = 20
QUESTIONS = Path(__file__).with_name("questions.jsonl")


@dataclass(frozen=True)
class Observation:
    """A labelled question with its candidates."""

    kind: str
    """`inside`, `outside` or `impossible`; for those of `questions.jsonl`, `plain`, `paraphrase` or `unanswerable`."""
    article: str
    query: Query
    matches: list[PassageMatch]
    context: str
    """The paragraph that it was asked about."""
    golds: Sequence[str]
    """The gold answers in the paragraph; empty if nothing in the index answers the question."""
    gold_passage: int
    """The index in `matches` of the passage with a gold answer; -1 if there is none."""
    gold_sentences: list[int]
    """The indices of the sentences of that passage that contain a gold answer."""

    @property
    def passage_signals(self) -> NDArray[np.float32]:
        return np.stack([match.signals for match in self.matches])


def observe(
    data: Path, work: Path, left_out: int = 3, short_list: int = SHORT_LIST, *, once: bool = False
) -> Iterator[Observation]:
    """Index a set's articles under `work`, without every fourth from `left_out` on, and search all of its questions.

    With `once`, questions are searched inside the corpus for only one `left_out` per article.
    """
    articles = json.loads(data.read_text("utf-8"))["data"]
    generation = _index([a for number, a in enumerate(articles) if number % 4 != left_out], work)
    for number, article in enumerate(articles):
        if once and number % 4 not in (left_out, (left_out + 1) % 4):
            continue
        for paragraph in article["paragraphs"]:
            context = single_spaced(paragraph["context"])
            for question in paragraph["qas"]:
                golds = [single_spaced(gold["text"]) for gold in question["answers"]]
                impossible = question.get("is_impossible", False)
                if number % 4 == left_out and impossible:
                    continue
                kind = "outside" if number % 4 == left_out else "impossible" if impossible else "inside"
                indexed_golds = golds if kind == "inside" else []
                text = question["question"]
                yield _observe(kind, article["title"], text, context, indexed_golds, generation, short_list)


def observe_written(data: Path, work: Path, short_list: int = SHORT_LIST) -> Iterator[Observation]:
    """Index each article of a set by itself, and search it for the questions of `questions.jsonl` about it."""
    written = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    for article in json.loads(data.read_text("utf-8"))["data"]:
        own = [entry for entry in written if (entry["set"], entry["article"]) == (data.stem, article["title"])]
        if not own:
            continue
        generation = _index([article], work)
        contexts = [single_spaced(p["context"]) for p in article["paragraphs"]]
        for entry in own:
            golds, context = entry.get("answers", []), contexts[entry.get("paragraph", 0)]
            kind, text = entry["kind"], entry["question"]
            yield _observe(kind, article["title"], text, context, golds, generation, short_list)


def _index(articles: Sequence[Mapping[str, Any]], work: Path) -> Generation:
    """Index some articles; all indexes share a folder, so that the model is exported only once."""
    corpus = Path(tempfile.mkdtemp(dir=work))
    write_sources(articles, corpus)
    build(corpus, work / "index")
    return open_index(work / "index").open()


def _observe(
    kind: str, article: str, text: str, context: str, golds: Sequence[str], generation: Generation, short_list: int
) -> Observation:
    query = analyse(text, generation, datetime.now(UTC).date())
    matches = match_candidates(query, retrieve(query, generation, short_list), generation)
    gold_passage, gold_sentences = _gold(matches, context, golds) if golds else (-1, [])
    return Observation(kind, article, query, matches, context, golds, gold_passage, gold_sentences)


def without_token_vectors(observation: Observation) -> Observation:
    """Return the observation without its token vectors, which take 5 MB per question."""
    empty = np.zeros((0, 0), np.float32)
    matches = [
        replace(match, sentences=tuple(replace(s, token_vectors=empty) for s in match.sentences))
        for match in observation.matches
    ]
    return replace(observation, matches=matches)


def _gold(matches: list[PassageMatch], context: str, golds: Sequence[str]) -> tuple[int, list[int]]:
    """Return the first passage of the paragraph with a gold answer, and its sentences with one; -1 if there is none."""
    for index, match in enumerate(matches):
        passage = match.record.passage
        quote = single_spaced(passage.quote)
        if quote in context and any(gold in quote for gold in golds):
            sentences = [
                number
                for number, sentence in enumerate(match.sentences)
                if any(gold in single_spaced(passage.words(sentence.span)) for gold in golds)
            ]
            return index, sentences
    return -1, []


def arguments(description: str | None) -> tuple[list[Path], Path]:
    """Parse the command line: the sets, and the folder for the indexes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--work", type=Path, help="keep the indexes here (default: a temporary folder)")
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="relbot-observe-"))
    work.mkdir(parents=True, exist_ok=True)
    return args.sets, work
