"""Fit which sentences an overview should quote: `python benchmarks/fit_overviews.py DATA`.

For 197 articles of DATA, many without their introduction, `overviews.jsonl` has the beginnings of the six sentences
that summarise the article best, and of eight others that do so too. Each article is indexed by itself. Prints, by
cross-validation over articles, how many sentences of an overview are among these. Then fits on all and writes
`salience.json`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logistic import Matrix, likeliest, rounded
from prepare_reader_lists import article_texts, is_held_by
from relbot.answering.overviews.overview import LENGTH, most_salient, quotable_of
from relbot.answering.overviews.salience import SIGNALS, LinearWeights, signals_of, vectors_of
from relbot.answering.overviews.scope import Scope, find_scope
from relbot.answering.overviews.scope_sentences import (
    ScopeSentence,
    begins_with_subject,
    has_introduction,
    sentences_of,
)
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.index.protocol import Generation

OVERVIEWS = Path(__file__).with_name("overviews.jsonl")
WEIGHTS = Path(__file__).parent.parent / "src/relbot/answering/overviews/salience.json"
FOLDS = 6
PENALTY = 200.0
"""The penalty on the squared weights of standardised signals. With 100, 200 and 400, equally many sentences of held-out
articles are right; with 30, fewer."""
FEWEST = 3
"""The fewest right sentences of a good overview."""


@dataclass(frozen=True)
class Observed:
    """An article with the sentences that may be quoted from it."""

    scope: Scope
    sentences: list[ScopeSentence]
    vectors: NDArray[np.float32]
    is_introduced: bool
    signals: Matrix
    """(sentences, signals)."""
    is_right: Matrix
    """(sentences,): 1 for a sentence that people chose, else 0."""


def observe(generation: Generation, pieces: Sequence[str]) -> Observed:
    """Observe the only document of an index, given the beginnings of the sentences that people chose."""
    scope = find_scope("", generation)
    assert isinstance(scope, Scope)
    sentences = sentences_of(scope)
    is_introduced = has_introduction(sentences)
    quotable = quotable_of(sentences, is_introduced=is_introduced)
    vectors = vectors_of(quotable, scope)
    signals = signals_of(quotable, vectors, scope, generation, begins_with_subject=begins_with_subject(sentences))
    is_right = [float(any(is_held_by(s.quote.text, piece) for piece in pieces)) for s in quotable]
    return Observed(scope, quotable, vectors, is_introduced, signals, np.array(is_right))


def observe_all(data: Path) -> Iterator[Observed]:
    """Index each article of `overviews.jsonl` by itself and observe it."""
    texts = article_texts(data)
    for title, best, others in map(json.loads, OVERVIEWS.read_text("utf-8").splitlines()):
        with tempfile.TemporaryDirectory() as work:
            corpus = Path(work, "corpus")
            corpus.mkdir()
            (corpus / "article.md").write_text(texts[title], "utf-8")
            build(corpus, Path(work, "index"))
            yield observe(open_index(Path(work, "index")).open(), [*best, *others])


def fit(observed: Sequence[Observed], *, with_vectors: bool) -> dict[str, Any]:
    """Fit the weights, and return them as the file has them."""
    inputs = np.concatenate([_inputs(one, with_vectors) for one in observed])
    bias, weights = likeliest(inputs, np.concatenate([one.is_right for one in observed]), PENALTY)
    named = dict(zip(SIGNALS, weights.tolist(), strict=False))
    return {"bias": bias, **named, "vector": weights[len(SIGNALS) :].tolist()}


def _inputs(one: Observed, with_vectors: bool) -> Matrix:
    return np.hstack([one.signals, one.vectors]) if with_vectors else one.signals


def report(observed: Sequence[Observed], *, with_vectors: bool) -> None:
    """Print how good the choices of weights fitted on the other articles are."""
    right = list[float]()
    for fold in range(FOLDS):
        others = [one for number, one in enumerate(observed) if number % FOLDS != fold]
        weights = LinearWeights.from_values(fit(others, with_vectors=with_vectors))
        by_signal = np.concatenate([weights.signals, weights.vector])
        for one in observed[fold::FOLDS]:
            score = weights.bias + _inputs(one, with_vectors) @ by_signal
            quotes = most_salient(one.sentences, one.vectors, one.scope, score, LENGTH, is_introduced=one.is_introduced)
            is_right = {s.quote.text: right for s, right in zip(one.sentences, one.is_right, strict=True)}
            right.append(sum(is_right[quote.text] for quote in quotes))
    share = np.mean(np.array(right) >= FEWEST)
    words = "with" if with_vectors else "without"
    print(f"{words} vectors: {np.mean(right):.2f} of {LENGTH} sentences right, {FEWEST} or more of {share:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of data sets")
    observed = list(observe_all(parser.parse_args().data))
    for with_vectors in (False, True):
        report(observed, with_vectors=with_vectors)
    fitted = {"packaged": fit(observed, with_vectors=True), "other": fit(observed, with_vectors=False)}
    WEIGHTS.write_text(json.dumps(rounded(fitted)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
