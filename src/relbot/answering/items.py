"""Estimates how probably each sentence that was read is an item of a list, and how many items to show.

Items are spread over sentences and passages, so they are judged independently and not as rivals. A passage is more
likely to have items the better it ranks and the better its best sentence answers; a sentence is more likely to be one
the less it is behind that best sentence. Items also resemble each other: a sentence similar to the likeliest ones is
another item, a dissimilar one is only on the topic (pseudo-relevance feedback, Rocchio 1971). If the question names a
time and some sentences are dated to it, those of another time are excluded. The weights are in `items.json`, fitted by
`benchmarks/fit_items.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.answering.statements import Quote
from relbot.index.encoding.encoder import normalise
from relbot.query.identifiers import names_only_another
from relbot.query.query import Query
from relbot.query.timeframe import is_of_another_time, temporal_agreement
from relbot.reading.passage_reading import ReadPassage
from relbot.shipped_files import read_shipped_json

SIGNALS = ("passage ranked", "passage read", "sentence ranked", "sentence read", "likeness")
"""In order: the ranking score of the passage's best sentence, relative to the best of all; the reader's log-odds of the
passage's best sentence against "none of them"; how far the sentence is behind the best of its passage, by ranking and
by reader; and the mean cosine of its vector with those of the `_LIKELIEST` sentences."""
_LIKELIEST = 3
"""Number of sentences that an item is compared with. Of 120 lists and sections about thirty articles, cross-validated,
91 are right without this signal, and 94, 93 and 94 with 2, 3 and 6 sentences; of the sentences shown, 0.75 fit without
it, and 0.79, 0.79 and 0.77."""
_NEARLY = 0.75
"""Share of the likeliest item's probability above which another replaces it, if the likeliest was shown before. Set by
hand."""
_READER_BOUNDS = (-5.0, 3.0)
"""Bounds to which the reader's log-odds are clipped."""


@dataclass(frozen=True, slots=True)
class ItemWeights:
    """A logistic model of the `SIGNALS`."""

    bias: float
    signals: NDArray[np.float64]
    """(signals,): in the order of `SIGNALS`."""

    @classmethod
    def load(cls) -> ItemWeights:
        """Load the weights that relbot ships. Raises ModelUnreadable."""
        return cls.from_values(read_shipped_json(__package__, "items.json"))

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> ItemWeights:
        """Build from weights by the names of their signals, and `bias`."""
        return cls(values["bias"], np.array([values[name] for name in SIGNALS], float))

    def log_odds(self, signals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds that each sentence is an item, (n,), for signals of shape (n, signals)."""
        log_odds: NDArray[np.float64] = self.bias + signals @ self.signals
        return log_odds


def item_signals(
    query: Query, passages: Sequence[ReadPassage], weights: ItemWeights
) -> tuple[NDArray[np.float64], list[Quote]]:
    """Return the `SIGNALS`, (n, signals), of the sentences that may be items, and these sentences. The weights decide
    which are the likeliest, which the others are compared with.
    """
    agreement = [_agreement(query, passage) for passage in passages]
    most = max((value for values in agreement for value in values), default=0.0)
    best = max((float(passage.ranked.sentence_scores.max()) for passage in passages), default=0.0)
    rows, quotes, vectors = list[list[float]](), list[Quote](), list[NDArray[np.float32]]()
    for passage, agreements in zip(passages, agreement, strict=True):
        for number, signals in enumerate(_of_sentences(passage, best)):
            quote = Quote(passage.ranked.match.record.passage, number)
            is_of_another = names_only_another(quote.text, query.identifiers)
            if not is_of_another and not is_of_another_time(agreements[number], most):
                rows.append(signals)
                quotes.append(quote)
                vectors.append(passage.ranked.match.sentences[number].token_vectors.mean(axis=0))
    own = np.array(rows, float).reshape(-1, len(SIGNALS) - 1)
    return np.column_stack([own, _likeness(own @ weights.signals[:-1], vectors)]), quotes


def probable_items(query: Query, passages: Sequence[ReadPassage], weights: ItemWeights) -> list[tuple[float, Quote]]:
    """Return the sentences that may be items with their probabilities, highest first."""
    signals, quotes = item_signals(query, passages, weights)
    log_odds = weights.log_odds(signals)
    probabilities = 1 / (1 + np.exp(-log_odds))
    return [(float(probabilities[place]), quotes[place]) for place in np.argsort(-log_odds, kind="stable")]


def number_to_show(probabilities: Sequence[float]) -> int:
    """Return how many of the most probable items to show for the greatest expected F1; 0 if there are none.

    `probabilities` are in descending order. Of 120 lists and sections about thirty articles 93 are right this way; with
    an F-measure that favours precision (beta 0.8) 93, and recall (beta 1.15, 1.3, 1.5) 96, 96 and 92.
    """
    if not probabilities:
        return 0
    hits = np.cumsum(probabilities)
    return 1 + int((hits / (np.arange(1, len(hits) + 1) + hits[-1])).argmax())


def untold_items(items: Sequence[tuple[float, Quote]], told: str, *, is_sure: bool) -> list[tuple[float, Quote]]:
    """Return the items that were not shown before. If none of them is nearly as likely as the likeliest item, return
    all items, unless it `is_sure` that others are asked for.
    """
    untold = [(probability, quote) for probability, quote in items if quote.text not in told]
    return untold if is_sure or (untold and untold[0][0] >= _NEARLY * items[0][0]) else list(items)


def _of_sentences(passage: ReadPassage, best: float) -> Iterator[list[float]]:
    """Yield the signals of each sentence of a passage, without the likeness."""
    scores, reading = passage.ranked.sentence_scores, passage.reading
    read = np.full(len(scores), _READER_BOUNDS[0])
    read[reading.read] = reading.sentences - reading.none
    read = np.clip(read, *_READER_BOUNDS)
    for own_score, own_read in zip(scores, read, strict=True):
        of_passage = [float(scores.max()) - best, float(read.max())]
        yield [*of_passage, float(own_score - scores.max()), float(own_read - read.max())]


def _likeness(likely: NDArray[np.float64], vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
    """Return the mean cosine, (n,), of each vector with those of the likeliest others; 0 if there are none."""
    if len(vectors) < 2:
        return np.zeros(len(vectors))
    cosine = normalise(np.stack(vectors))
    cosine = cosine @ cosine.T
    best = np.argsort(-likely, kind="stable")[: _LIKELIEST + 1]
    others = [[other for other in best if other != own][:_LIKELIEST] for own in range(len(vectors))]
    return np.array([cosine[own, places].mean() for own, places in enumerate(others)], float)


def _agreement(query: Query, passage: ReadPassage) -> list[float]:
    """Return how well the time of each sentence agrees with the one asked about, -1 to 1; 0 if either has none. A
    sentence without a date inherits the time of the previous one.
    """
    found: list[float] = []
    for sentence in passage.ranked.match.record.sentences:
        own = temporal_agreement(query.timeframe, sentence.dates) if query.timeframe else 0.0
        found.append(found[-1] if found and not sentence.dates else own)
    return found
