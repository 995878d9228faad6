"""Fit which sentences are items of a list: `python benchmarks/fit_items.py QUESTIONS.jsonl ARTICLES.json [...]`.

Questions are JSON lines with `article`, `kind`, `q`, and `want`, which are pieces of the sentences that a helpful
person would quote; those with `all` ask for several. Articles are a set in SQuAD format that has these titles. Each
article is indexed by itself and asked its questions; a sentence that was read is an item if it contains a piece. Prints
figures by cross-validation over articles, then fits on all and writes `items.json`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fit_ranking import write
from logistic import Matrix, auroc, likeliest
from relbot.answering.items import SIGNALS, ItemWeights, item_signals, number_to_show
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.pipeline import Pipeline
from relbot.query.query import UnreadableQuery
from relbot.query.request.intent import read_intent
from relbot.query.request.reformulations import reformulations_of
from relbot.reading.attempt import Attempt
from relbot.reading.passage_reading import READ_FOR_LISTS
from relbot.step_timer import StepTimer
from squad_articles import single_spaced, write_sources

WEIGHTS = Path(__file__).parent.parent / "src/relbot/answering/items.json"
KINDS = ("list", "section")
"""The kinds of question that ask for items; others with `all` ask for an overview."""
ROUNDS = 3
"""The rounds of a fit: the weights are fitted to signals that in turn depend on them (similarity to likely items)."""
PENALTY = 1.0
"""The penalty on the squared weights of standardised signals."""


@dataclass(frozen=True)
class Asked:
    """A question with the sentences that were read for it."""

    article: str
    attempt: Attempt
    want: tuple[str, ...]

    def observed(self, weights: ItemWeights) -> tuple[Matrix, Matrix]:
        """Return the signals, (sentences, signals), and the labels, (sentences,): 1 for an item, else 0."""
        signals, quotes = item_signals(self.attempt.query, self.attempt.passages, weights)
        texts = [single_spaced(quote.text) for quote in quotes]
        return signals, np.array([any(single_spaced(want) in text for want in self.want) for text in texts], float)


def observe(questions: Path, articles: Path, work: Path) -> Iterator[Asked]:
    """Ask each question for items in its article alone, and yield the results."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line.strip()]
    pipeline = Pipeline.load()
    for article in json.loads(articles.read_text("utf-8"))["data"]:
        own = [row for row in rows if row["article"] == article["title"] and row["all"] and row["kind"] in KINDS]
        if not own:
            continue
        folder = Path(tempfile.mkdtemp(dir=work))
        (folder / "corpus").mkdir()
        write_sources([article], folder / "corpus")
        build(folder / "corpus", folder / "index")
        generation = open_index(folder / "index").open()
        for row in own:
            try:
                ways = reformulations_of(row["q"], read_intent(row["q"]), generation)
                attempts = list(pipeline.attempts(ways, generation, StepTimer(), 3, READ_FOR_LISTS))
            except UnreadableQuery:
                continue
            best = pipeline.read_whole(max(attempts, key=Attempt.preference), StepTimer())
            yield Asked(article["title"], best, tuple(row["want"]))


def fit(asked: Sequence[Asked]) -> ItemWeights:
    """Fit the weights to the sentences read for some questions."""
    weights = ItemWeights(0.0, np.append(np.ones(len(SIGNALS) - 1), 0.0))
    for _ in range(ROUNDS):
        observed = [one.observed(weights) for one in asked]
        signals, is_item = (np.concatenate(values) for values in zip(*observed, strict=True))
        weights = ItemWeights(*likeliest(signals, is_item, PENALTY))
    return weights


def report(asked: Sequence[Asked]) -> None:
    """Print how well weights fitted on the other articles recognise items, and what would be shown."""
    areas, losses, shown = list[float](), list[Matrix](), list[tuple[float, float, float]]()
    for article in sorted({one.article for one in asked}):
        weights = fit([one for one in asked if one.article != article])
        for one in (one for one in asked if one.article == article):
            signals, is_item = one.observed(weights)
            log_odds = weights.log_odds(signals)
            losses.append(np.logaddexp(0, log_odds) - is_item * log_odds)
            items, others = log_odds[is_item > 0], log_odds[is_item == 0]
            if len(items) and len(others):
                areas.append(auroc(items, others))
            order = np.argsort(-log_odds, kind="stable")
            number = number_to_show(list(1 / (1 + np.exp(-log_odds[order]))))
            hits = float(is_item[order[:number]].sum())
            shown.append((hits / number, hits / max(1.0, float(is_item.sum())), float(number)))
    precision, recall, number = np.mean(shown, axis=0)
    print(f"{len(asked)} questions, {sum(map(len, losses))} sentences: area in a question")
    print(f"{np.mean(areas):.4f}, log loss {np.concatenate(losses).mean():.4f}; of {number:.1f} sentences shown")
    print(f"{precision:.3f} are items, and {recall:.3f} of the items that were read are among them")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    files = parser.parse_args().files
    if len(files) % 2:
        parser.error("give each file of questions with the one of its articles")
    with tempfile.TemporaryDirectory() as work:
        pairs = zip(files[::2], files[1::2], strict=True)
        asked = [one for questions, articles in pairs for one in observe(questions, articles, Path(work))]
    report(asked)
    weights = fit(asked)
    write(WEIGHTS, {"bias": weights.bias, **dict(zip(SIGNALS, weights.signals.tolist(), strict=True))})


if __name__ == "__main__":
    main()
