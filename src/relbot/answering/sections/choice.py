"""Chooses the section that answers a question for several things as a whole.

A single list item says little about the question, so the reader, which judges sentences, finds no answer in any of
them; together with their heading they are close to the question in meaning. A logistic model over signals of both finds
the section. Its weights are in `sections.json`, fitted by `benchmarks/fit_sections.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from relbot.answering.overviews.named_section import section_around
from relbot.answering.overviews.prohibitions import is_of_the_forbidden
from relbot.answering.sections.several import SeveralWeights
from relbot.answering.statements import MOST_SHOWN, Quote, each_once, quotes_of
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import normalise
from relbot.index.protocol import Generation
from relbot.index.records import PassageRecord
from relbot.query.query import Query
from relbot.query.request.intent import Kind
from relbot.reading.passage_reading import ReadPassage
from relbot.retrieval.ranking import RankedPassage
from relbot.shipped_files import read_shipped_json
from relbot.text.table_rows import first_column

SIGNALS = ("read", "ranked", "covered", "section cosine", "heading cosine", "length", "rows", "line breaks")
"""In order: the reader's log-odds that one of the section's sentences answers; the ranking score of its best passage,
relative to the best of all; the share of its passages among those ranked; the cosine of the query with the mean of its
sentences, and with its heading; the logarithm of the number of its sentences; the share of them that are table rows;
and line breaks per sentence, at most 1."""
_SEVERAL = 0.5
"""Log-odds above which a question asks for several things. Tuned, with the two below, on held-out folders."""
_ANSWERS, _BETTER = -1.0, -0.2
"""Log-odds above which a section is quoted: if nothing else answers, and if a sentence does. Of 91 sections below the
second threshold, 35 would be right (the sentence 25 times), but single facts about nine other folders would be lost."""
_OF_LINES = 0.5
"""Rows and line breaks per sentence above which a section consists of lines; prose is not quoted whole."""
_READ_BOUNDS = (-9.0, 5.0)
_LONGEST_HEADING = 200
"""The most characters of a heading that are encoded."""


@dataclass(frozen=True, slots=True)
class SectionWeights:
    """A logistic model over the `SIGNALS`, and one that decides which questions it applies to."""

    several: SeveralWeights
    bias: float
    signals: NDArray[np.float64]
    """(signals,): in the order of `SIGNALS`."""

    @classmethod
    def load(cls) -> Self:
        """Load the weights that relbot ships. Raises ModelUnreadable."""
        return cls.from_values(read_shipped_json(__package__, "sections.json"))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Build from the values of the JSON file."""
        section = values["section"]
        signals = np.array([section[name] for name in SIGNALS], float)
        return cls(SeveralWeights.from_values(values["several"]), section["bias"], signals)


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a heading, and its `SIGNALS`."""

    quotes: tuple[Quote, ...]
    signals: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ChosenSection:
    """The sentences of the chosen section, and the probability that it answers."""

    quotes: tuple[Quote, ...]
    confidence: float


def asks_for_several(query: Query, kind: Kind, generation: Generation, weights: SectionWeights) -> bool:
    """Return whether a question may ask for a section: for several things, without a code or time that selects some.
    False for an index of another model than the packaged one, on whose vectors the weights are fitted.
    """
    is_packaged = generation.manifest.model.revision == packaged_model.REVISION
    if not is_packaged or query.identifiers or query.timeframe:
        return False
    return weights.several.log_odds(query, kind) > _SEVERAL


def choose_section(sections: Sequence[Section], weights: SectionWeights, *, is_answered: bool) -> ChosenSection | None:
    """Return the likeliest of some sections; None if none is likely enough. The threshold is higher if a sentence
    `is_answered` already.
    """
    if not sections:
        return None
    log_odds = weights.bias + np.array([section.signals for section in sections]) @ weights.signals
    best = int(log_odds.argmax())
    if log_odds[best] < (_BETTER if is_answered else _ANSWERS):
        return None
    return ChosenSection(sections[best].quotes, round(float(1 / (1 + np.exp(-log_odds[best]))), 4))


def sections_of(
    query: Query, ranked: Sequence[RankedPassage], read: Sequence[ReadPassage], generation: Generation
) -> Iterator[Section]:
    """Yield the sections of lines around the ranked passages that have a heading and are short enough to show."""
    readings = {passage.ranked.match.record.passage.id: passage.reading for passage in read}
    by_section = dict[tuple[str, ...], list[RankedPassage]]()
    for passage in ranked:
        of = passage.match.record.passage
        if of.section and not is_of_the_forbidden(query.text, of.section[-1]):
            by_section.setdefault((of.source.path, *of.section), []).append(passage)
    for passages in by_section.values():
        records = section_around(passages[0].match.record.passage, generation)
        quotes = each_once(quote for record in records for quote in quotes_of(record.passage))
        if not 0 < sum(len(record.sentences) for record in records) <= MOST_SHOWN:
            continue
        length, rows, breaks = _form(records)
        if rows + breaks < _OF_LINES:
            continue
        own = (readings.get(passage.match.record.passage.id) for passage in passages)
        answers = [reading.answers for reading in own if reading is not None]
        signals = (
            float(np.clip(np.logaddexp.reduce(answers), *_READ_BOUNDS)) if answers else _READ_BOUNDS[0],
            max(passage.score for passage in passages) - ranked[0].score,
            len(passages) / len(records),
            *_cosines(query, records, generation),
            length,
            rows,
            breaks,
        )
        yield Section(tuple(quotes), signals)


def _cosines(query: Query, records: Sequence[PassageRecord], generation: Generation) -> tuple[float, float]:
    """Return the cosines of the query with the mean of some sentences, and with the heading above them."""
    vectors = generation.sentence_vectors_of([record.row for record in records])
    mean = normalise(np.concatenate(vectors).mean(axis=0, keepdims=True))[0]
    heading = generation.encoder.vector(records[0].passage.section[-1][:_LONGEST_HEADING])
    return float(mean @ query.vector), float(heading @ query.vector)


def _form(records: Sequence[PassageRecord]) -> tuple[float, float, float]:
    """Return the logarithm of the number of sentences, the share of table rows, and the line breaks per sentence."""
    texts = [quote.text for record in records for quote in quotes_of(record.passage)]
    rows = sum(first_column(text) is not None for text in texts)
    breaks = sum(record.passage.quote.count("\n") for record in records) + len(records) - 1
    return float(np.log(len(texts))), rows / len(texts), min(1.0, breaks / len(texts))
