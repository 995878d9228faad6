"""What a good abstract would quote: central sentences of a scope, each able to stand alone, in the order of the text.

Centrality is the similarity of a sentence to the mean of all (centroid-based summarisation, Radev et al. 2004), over
the sentence vectors that the index holds; sentences near the beginning of a document, section or passage are
preferred, and what repeats a chosen one is passed over (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relbot.answering.scope import Ambiguous, Scope
from relbot.answering.standalone import opens_with_reference, stands_alone
from relbot.answering.statements import Quote, repeats
from relbot.index.records import PassageRecord

LENGTH = 6
"""Sentences of an overview."""
_CENTRALITY = 2.0
"""What the centrality counts for, 1 for the most central. The degree among similar sentences (LexRank) finds what
people wanted of 5 of 8 articles, this of all 8."""
_LEAD = (1.2, 1.0, 0.8, 0.6)
"""Added to the first sentences of a scope, by their order."""
_OPENS_SECTION, _OPENS_PASSAGE, _EARLY = 0.2, 0.15, 0.25
"""Added to the first sentence of a section and of a passage; the last falls to 0 towards the end of the scope."""
_FOCUS = 1.0
"""What the similarity to the topic counts for, where there is one."""
_REDUNDANCY = 0.5
"""What similarity to a chosen sentence takes away. All set by hand on eight articles."""
OVERVIEW_CONFIDENCE = 0.8
"""Of an overview: 20 of 24 of those that people asked for were right, about eight articles."""
_ENOUGH = 3
"""Sentences that stand alone, below which shorter ones are taken too."""
_TITLES = 5
"""Named when it is asked which source is meant."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence: its passage, by index within the scope, and its index within the passage."""

    passage: int
    sentence: int


def overview(scope: Scope, length: int = LENGTH) -> list[Quote]:
    """The sentences to quote of a scope, in order. Where none stands alone, the first ones are taken."""
    records = scope.records
    places = [
        _Place(number, index)
        for number, record in enumerate(records)
        for index in range(len(record.sentences))
        if scope.sentences is None or index in scope.sentences[number]
    ]
    by_text: dict[str, _Place] = {}
    for place in places:
        by_text.setdefault(_quote(records, place).text, place)
    alone = [place for text, place in by_text.items() if stands_alone(text)]
    if len(alone) < _ENOUGH:  # as of an FAQ with answers of a few words
        alone = [place for text, place in by_text.items() if place in alone or not opens_with_reference(text)][:length]
    alone = alone or [*by_text.values()][:length]
    if not alone:
        return []
    matrix = np.stack([scope.vectors[place.passage][place.sentence] for place in alone])
    similarity = matrix @ matrix.T
    centrality = matrix @ matrix.mean(axis=0)
    score = _CENTRALITY * centrality / max(1e-6, float(centrality.max()))
    score += np.array([_position(records, place) for place in alone], np.float32)
    if scope.focus is not None:
        score += _FOCUS * (matrix @ scope.focus)
    quotes = [_quote(records, place) for place in alone]
    chosen = _diverse(quotes, score, similarity, _sections(records, alone), length)
    return [quotes[number] for number in sorted(chosen)]


def _diverse(
    quotes: Sequence[Quote],
    score: NDArray[np.float32],
    similarity: NDArray[np.float32],
    sections: Sequence[str],
    length: int,
) -> list[int]:
    """Indices by maximal marginal relevance, without copies; no section twice before each has had its best, where there
    is room.
    """
    chosen: list[int] = []
    left = np.ones(len(score), bool)
    section_of = np.array(sections)
    missing = set(sections) if len(set(sections)) <= length else set()
    while left.any() and len(chosen) < length:
        must_cover = missing and len(missing) >= length - len(chosen)
        among = left & np.isin(section_of, list(missing)) if must_cover else left
        redundancy = similarity[:, chosen].max(axis=1) if chosen else np.zeros_like(score)
        best = int(np.where(among, score - _REDUNDANCY * redundancy, -np.inf).argmax())
        left[best] = False
        if not any(repeats(quotes[best], quotes[other]) for other in chosen):
            chosen.append(best)
            missing.discard(sections[best])
        elif not (left & (section_of == sections[best])).any():
            missing.discard(sections[best])
    return chosen


def _position(records: Sequence[PassageRecord], place: _Place) -> float:
    if place.passage == 0 and place.sentence < len(_LEAD):
        return _LEAD[place.sentence]
    early = _EARLY * (1 - place.passage / len(records))
    if place.sentence:
        return early
    opens_section = _path(records[place.passage]) != _path(records[place.passage - 1])
    return early + _OPENS_PASSAGE + _OPENS_SECTION * opens_section


def _sections(records: Sequence[PassageRecord], places: Sequence[_Place]) -> list[str]:
    """The document and outermost section of each place."""
    return [f"{records[p.passage].passage.source.path}\n{_path(records[p.passage])[:1]}" for p in places]


def _path(record: PassageRecord) -> tuple[str, ...]:
    return record.passage.section


def _quote(records: Sequence[PassageRecord], place: _Place) -> Quote:
    return Quote(records[place.passage].passage, place.sentence)


def which_document(scope: Ambiguous) -> str:
    """What is asked back where several documents may be meant."""
    titles = scope.titles[:_TITLES]
    left = len(scope.titles) - len(titles)
    more = f" or {left:,} other{'s' * (left > 1)}" if left else ""
    return f"Of which source: {', '.join(titles)}{more}?"
