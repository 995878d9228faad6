"""Fit which questions ask for several things, and which section answers them: `python benchmarks/fit_sections.py`.

`lists.jsonl` has questions for several things about `folders/`, each with a piece of every line that answers it, or
none if nothing does; the questions of the folders themselves ask for something else. A section answers a question if it
contains a third of the pieces, at least two, and has at most three sentences for each piece and three more. Each folder
is indexed by itself. Prints figures by cross-validation over folders, then fits on all and writes `sections.json`.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from logistic import Matrix, auroc, likeliest, rounded
from prepare_reader_lists import folders, is_held_by
from relbot.answering.sections.choice import SIGNALS, SectionWeights, sections_of
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.pipeline import SHORT_LIST, Pipeline
from relbot.query.query import Query, UnreadableQuery
from relbot.query.request.intent import Kind, read_intent
from relbot.reading.passage_reading import READ_FOR_LISTS, read_passages
from relbot.step_timer import StepTimer

LISTS = Path(__file__).with_name("lists.jsonl")
WEIGHTS = Path(__file__).parent.parent / "src/relbot/answering/sections/sections.json"
FOLDS = 5
OTHERS = 14
"""The number of questions sampled from each folder that ask for something else."""
SEVERAL_PENALTY, SECTION_PENALTY = 60.0, 1.0
"""The penalties on the squared weights of standardised signals."""


@dataclass(frozen=True)
class Observed:
    """A question with the sections that were found for it."""

    folder: str
    query: Query
    kind: Kind
    is_several: bool
    has_answer: bool
    signals: Matrix
    """(sections, signals)."""
    answers: Matrix
    """(sections,): 1 for a section that answers, else 0."""


def observe(pipeline: Pipeline) -> Iterator[Observed]:
    """Observe the questions of each folder for several things and a sample of its others."""
    lists = defaultdict(list)
    for folder, text, pieces in map(json.loads, LISTS.read_text("utf-8").splitlines()):
        lists[folder].append((text, tuple(pieces)))
    chosen = random.Random(1)  # noqa: S311  the same each time
    for name, documents, questions in folders():
        folder = name.removeprefix("folders/")
        others = chosen.sample(questions, min(OTHERS, len(questions)))
        with tempfile.TemporaryDirectory() as work:
            corpus = Path(work, "corpus")
            corpus.mkdir()
            for file, text in documents.items():
                (corpus / file).write_text(text, "utf-8")
            build(corpus, Path(work, "index"))
            generation = open_index(Path(work, "index")).open()
            for text, pieces in lists[folder]:
                yield from _observed(folder, text, pieces, True, generation, pipeline)
            for other in others:
                yield from _observed(folder, other.text, other.answers, False, generation, pipeline)


def _observed(
    folder: str, text: str, pieces: Sequence[str], is_several: bool, generation: Generation, pipeline: Pipeline
) -> Iterator[Observed]:
    try:
        query, ranked = pipeline.rank(text, generation, StepTimer(), SHORT_LIST)
    except UnreadableQuery:
        return
    read = read_passages(query, ranked, pipeline.reader, READ_FOR_LISTS)
    sections = list(sections_of(query, ranked, read, generation))
    texts = ["\n".join(quote.text for quote in section.quotes) for section in sections]
    held = [sum(is_held_by(text, piece) for piece in pieces) for text in texts]
    needed = 1 if len(pieces) <= 2 else max(2, round(len(pieces) / 3))
    most = 3 + 3 * len(pieces)
    answers = [
        float(number >= needed and len(section.quotes) <= most) for number, section in zip(held, sections, strict=True)
    ]
    signals = np.array([section.signals for section in sections], float).reshape(-1, len(SIGNALS))
    yield Observed(folder, query, read_intent(text).kind, is_several, bool(pieces), signals, np.array(answers, float))


def fit(observed: Sequence[Observed]) -> dict[str, Any]:
    """Fit the weights, and return them as the file has them."""
    kinds = sorted({one.kind for one in observed})
    inputs = np.array([_inputs(one, kinds) for one in observed])
    bias, weights = likeliest(inputs, np.array([float(one.is_several) for one in observed]), SEVERAL_PENALTY)
    several = {
        "bias": bias,
        "word": float(weights[0]),
        "intents": dict(zip(kinds, weights[1 : len(kinds) + 1].tolist(), strict=True)),
        "vector": weights[len(kinds) + 1 :].tolist(),
    }
    asked = [one for one in observed if one.is_several and one.has_answer]
    signals, answers = (np.concatenate([getattr(one, name) for one in asked]) for name in ("signals", "answers"))
    bias, weights = likeliest(signals, answers, SECTION_PENALTY)
    return {"several": several, "section": {"bias": bias, **dict(zip(SIGNALS, weights.tolist(), strict=True))}}


def _inputs(one: Observed, kinds: Sequence[str]) -> list[float]:
    return [float(len(one.query.text.split())), *(float(one.kind == kind) for kind in kinds), *one.query.vector]


def report(observed: Sequence[Observed]) -> None:
    """Print how well weights fitted on the other folders do."""
    names = sorted({one.folder for one in observed})
    plural_topic, of_others = list[float](), list[float]()
    chosen = list[tuple[float, bool, bool, bool]]()
    for fold in range(FOLDS):
        held_out = set(names[fold::FOLDS])
        weights = SectionWeights.from_values(fit([one for one in observed if one.folder not in held_out]))
        for one in (one for one in observed if one.folder in held_out):
            several = weights.several.log_odds(one.query, one.kind)
            (plural_topic if one.is_several else of_others).append(several)
            if one.is_several and len(one.signals):
                log_odds = weights.bias + one.signals @ weights.signals
                best = int(log_odds.argmax())
                chosen.append((float(log_odds[best]), bool(one.answers[best]), one.has_answer, several > 0.5))
    area = auroc(np.array(plural_topic), np.array(of_others))
    print(f"{len(plural_topic)} questions for several things, {len(of_others)} others: AUROC {area:.3f}")
    with_answer = sum(one.is_several and one.has_answer for one in observed)
    print(f"the likeliest section answers {sum(right for _, right, _, _ in chosen)} of {with_answer}")
    for bar in (-2.0, -1.5, -1.0, -0.5, 0.0, 1.0):
        told = [(right, has_answer) for log_odds, right, has_answer, several in chosen if several and log_odds >= bar]
        false = sum(not has_answer for _, has_answer in told)
        print(f"from {bar:+.1f}: {len(told)} told, {sum(right for right, _ in told)} right, {false} without an answer")


def main() -> None:
    observed = list(observe(Pipeline.load()))
    report(observed)
    WEIGHTS.write_text(json.dumps(rounded(fit(observed))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
