"""Measure how well questions find their pair in an FAQ, and fit the weights of a pair: `python benchmarks/fit_faq.py`.

`faq/` has twelve pages with 168 pairs, and for each pair seven questions by people who have not read it: one close to
the words of the page, two in their own words, one of keywords, one that tells what happened, and two near misses that
no pair answers. Every third page is indexed together. Prints the answered questions by kind, and then the log-odds of a
pair by logistic regression, for `verdict.py`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import NamedTuple

import numpy as np

from fit_verdict import PENALTY
from logistic import likeliest
from relbot.engine import Relbot
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.pipeline import SHORT_LIST, Pipeline
from relbot.reading.evidence import signals
from relbot.reading.passage_reading import read_passages
from relbot.step_timer import StepTimer

PAGES = Path(__file__).parent / "faq"
FOLDERS = 3
NEAR_COUNTS = 0.7
"""The weight of a near miss relative to a question that a pair answers: people ask fewer of them than were written."""


class Asked(NamedTuple):
    kind: str
    answered: bool
    right: bool
    """Whether it is answered with its pair."""
    features: tuple[float, float]
    """The reader's score for the pair that ranks first, and its lead over the next."""
    is_first: bool
    """Whether the pair that ranks first is the right one."""


def asked(folder: int, work: Path) -> Iterator[Asked]:
    pages = sorted(PAGES.glob("*.md"))[folder::FOLDERS]
    corpus = work / f"corpus-{folder}"
    corpus.mkdir()
    for page in pages:
        copy(page, corpus)
    build(corpus, work / f"index-{folder}")
    bot, generation = Relbot.open(work / f"index-{folder}"), open_index(work / f"index-{folder}").open()
    pipeline = Pipeline.load()
    for line in (PAGES / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["page"] not in {page.stem for page in pages}:
            continue
        pair = None if row["kind"] == "near" else (f"{row['page']}.md", row["heading"])
        query, ranked = pipeline.rank(row["question"], generation, StepTimer(), SHORT_LIST)
        passages = read_passages(query, ranked, pipeline.reader)
        values, first = signals(query, passages), passages[0].ranked.match.record.passage
        answer = bot.ask(row["question"])
        cited = [(citation.document.path, citation.section[-1:]) for citation in answer.citations[:1]]
        yield Asked(
            row["kind"],
            answer.answered,
            pair is not None and cited == [(pair[0], (pair[1],))],
            (values["reader"], values["lead"]),
            pair == (first.source.path, first.section[-1:][0] if first.section else ""),
        )


def main() -> int:
    with tempfile.TemporaryDirectory() as work:
        found = [each for folder in range(FOLDERS) for each in asked(folder, Path(work))]
    for kind in dict.fromkeys(each.kind for each in found):
        own = [each for each in found if each.kind == kind]
        right, answered = (np.mean([getattr(each, name) for each in own]) for name in ("right", "answered"))
        print(f"{kind}: rightly answered {right:.3f}, answered {answered:.3f}, of {len(own)}")
    print("first among those read:", round(float(np.mean([e.is_first for e in found if e.kind != "near"])), 3))
    times = np.array([round(10 * (NEAR_COUNTS if each.kind == "near" else 1)) for each in found])
    rows, truth = np.array([each.features for each in found]), np.array([each.is_first for each in found], float)
    repeated, labels = np.repeat(rows, times, axis=0), np.repeat(truth, times)
    bias, weights = likeliest(repeated, labels, PENALTY * len(labels), [1, 1])
    print(f"log-odds {bias:.2f} + {weights[0]:.2f} reader + {weights[1]:.2f} lead")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
